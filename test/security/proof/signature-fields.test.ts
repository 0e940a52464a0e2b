import t from 'tap';
import fc from 'fast-check';
import { isStoaError, toBase64 } from '../../../src/base/index.js';
import { componentsOf, toBaseLines } from '../../../src/security/proof/message.js';
import {
  readSignatureFields,
  writeSignatureFields,
  writeSignatureParameters,
} from '../../../src/security/proof/signature-fields.js';
import type { ProofParameters } from '../../../src/security/proof/signature-fields.js';

const PARAMETERS: ProofParameters = {
  created: 1_618_884_473,
  nonce: 'abcdefghijklmnop',
  keyId: 'a-key',
  algorithm: 'hmac-sha256',
};
const NAMES = ['@method', 'content-digest', 'authorization'];
const TEXT = writeSignatureParameters(NAMES, PARAMETERS);
const SIGNED = toBase64(new Uint8Array(32).fill(7));
const { 'signature-input': INPUT = '', signature: SIGNATURE = '' } = writeSignatureFields(TEXT, SIGNED);

t.test('what is written is read', (t) => {
  t.equal(
    INPUT,
    `sig=("@method" "content-digest" "authorization");created=1618884473;nonce="abcdefghijklmnop";keyid="a-key";alg="hmac-sha256";tag="stoa-gate"`,
  );
  t.same(readSignatureFields(INPUT, SIGNATURE), { ...PARAMETERS, components: NAMES, text: TEXT, signature: SIGNED });
  t.end();
});

t.test('another label and another order of the parameters are read too, since they are in what is signed', (t) => {
  const input = 'a-1.*=("@method");tag="stoa-gate";alg="ecdsa-p256-sha256";nonce="n;=";created=0;keyid="k"';
  t.match(readSignatureFields(input, 'a-1.*=:AAAA:'), {
    created: 0,
    nonce: 'n;=',
    keyId: 'k',
    components: ['@method'],
  });
  t.end();
});

const ALL = ';created=1;nonce="n";keyid="k";alg="hmac-sha256";tag="stoa-gate"';

t.test('fields in any other form, or with more or less in them, are refused', (t) => {
  const inputs: Record<string, string> = {
    nothing: '',
    'no member': 'sig',
    'a bare item': 'sig=1',
    'two members': `${INPUT}, other=("@method")${ALL}`,
    'two members without a blank': `${INPUT},${INPUT}`,
    'blanks around': ` ${INPUT}`,
    'blanks in the list': `sig=( "@method" )${ALL}`,
    'two blanks between': `sig=("@method"  "date")${ALL}`,
    'a tab between': `sig=("@method"\t"date")${ALL}`,
    'a blank before a parameter': `sig=("@method"); created=1;nonce="n";keyid="k";alg="hmac-sha256";tag="stoa-gate"`,
    'an empty list': `sig=()${ALL}`,
    'no list': `sig="@method"${ALL}`,
    'a token in the list': `sig=(method)${ALL}`,
    'a component with a parameter': `sig=("@method";req)${ALL}`,
    'a component in capitals': `sig=("Content-Digest")${ALL}`,
    'a label in capitals': `Sig=("@method")${ALL}`,
    'no parameters': 'sig=("@method")',
    'a parameter without a value': `sig=("@method")${ALL};expires`,
    'an unknown parameter': `sig=("@method")${ALL};expires=2`,
    'a parameter twice': `sig=("@method")${ALL};created=1`,
    'created as a string': `sig=("@method");created="1";nonce="n";keyid="k";alg="hmac-sha256";tag="stoa-gate"`,
    'created as a decimal': `sig=("@method")${ALL.replace('created=1', 'created=1.0')}`,
    'created below 0': `sig=("@method")${ALL.replace('created=1', 'created=-1')}`,
    'created with a zero before it': `sig=("@method")${ALL.replace('created=1', 'created=01')}`,
    'created as a date': `sig=("@method")${ALL.replace('created=1', 'created=@1')}`,
    'created with too many digits': `sig=("@method")${ALL.replace('created=1', 'created=1234567890123')}`,
    'a nonce as a number': `sig=("@method")${ALL.replace('nonce="n"', 'nonce=1')}`,
    'an empty nonce': `sig=("@method")${ALL.replace('nonce="n"', 'nonce=""')}`,
    'an escape in a string': `sig=("@method")${ALL.replace('keyid="k"', String.raw`keyid="k\\"`)}`,
    'an escaped quote': `sig=("@method")${ALL.replace('keyid="k"', String.raw`keyid="k\""`)}`,
    'a control character': `sig=("@method")${ALL.replace('keyid="k"', 'keyid="k\n"')}`,
    'a letter beyond ASCII': `sig=("@method")${ALL.replace('keyid="k"', 'keyid="ä"')}`,
    'a string that does not end': `sig=("@method")${ALL.slice(0, -1)}`,
    'another algorithm': `sig=("@method")${ALL.replace('hmac-sha256', 'ed25519')}`,
    'no algorithm': `sig=("@method")${ALL.replace(';alg="hmac-sha256"', '')}`,
    'another tag': `sig=("@method")${ALL.replace('stoa-gate', 'web-bot')}`,
    'no tag': `sig=("@method")${ALL.replace(';tag="stoa-gate"', '')}`,
    'no nonce': `sig=("@method")${ALL.replace(';nonce="n"', '')}`,
    'no created': `sig=("@method")${ALL.replace(';created=1', '')}`,
    'no keyid': `sig=("@method")${ALL.replace(';keyid="k"', '')}`,
    'a long string': `sig=("@method")${ALL.replace('keyid="k"', `keyid="${'k'.repeat(201)}"`)}`,
    'too long a field': `sig=("@method"${' "date"'.repeat(200)})${ALL}`,
    'something after it': `${INPUT};`,
    'a line after it': `${INPUT}\n`,
  };
  for (const [what, input] of Object.entries(inputs))
    t.throws(() => readSignatureFields(input, SIGNATURE), { code: 'PROOF_INVALID' }, what);
  t.end();
});

t.test('a signature in any other form is refused', (t) => {
  const signatures = [
    '',
    'sig',
    'sig=',
    'sig=::',
    'sig=AAAA',
    'sig="AAAA"',
    'sig=:A A:',
    'sig=:AA-_:',
    'other=:AAAA:',
    'sig=:AAAA:, b=:AAAA:',
    'sig=:AAAA:;a',
    ' sig=:AAAA:',
    `sig=:${'A'.repeat(1100)}:`,
  ];
  for (const signature of signatures)
    t.throws(() => readSignatureFields(INPUT, signature), { code: 'PROOF_INVALID' }, signature.slice(0, 40));
  t.end();
});

t.test('whatever comes is read as what it says or refused; nothing is read that is spelled in two ways', (t) => {
  const string = fc.string({ unit: fc.constantFrom(...'abcXYZ019 !#;=,()-_./:'), minLength: 1, maxLength: 40 });
  const parameters = fc.record({
    created: fc.nat(2_000_000_000),
    nonce: string,
    keyId: string,
    algorithm: fc.constantFrom('hmac-sha256' as const, 'ecdsa-p256-sha256' as const),
  });
  fc.assert(
    fc.property(parameters, (made) => {
      const text = writeSignatureParameters(NAMES, made);
      const fields = writeSignatureFields(text, SIGNED);
      const read = readSignatureFields(fields['signature-input'] ?? '', fields['signature'] ?? '');
      t.strictSame({ ...read }, { ...made, components: NAMES, text, signature: SIGNED });
    }),
    { seed: 9421, numRuns: 200 },
  );
  const mutated = fc.tuple(fc.nat(INPUT.length - 1), fc.nat(INPUT.length - 1), fc.string({ maxLength: 4 }));
  fc.assert(
    fc.property(mutated, ([from, length, put]) => {
      const input = INPUT.slice(0, from) + put + INPUT.slice(from + (length % 5));
      try {
        const { components, text, created, nonce, keyId, algorithm } = readSignatureFields(input, SIGNATURE);
        // What was read, written again, has the same parts: nothing was passed over.
        const again = writeSignatureParameters(components, { created, nonce, keyId, algorithm });
        return text.length === again.length && [...text].sort().join('') === [...again].sort().join('');
      } catch (thrown) {
        return isStoaError(thrown, 'PROOF_INVALID');
      }
    }),
    { seed: 9421, numRuns: 5_000 },
  );
  t.end();
});

t.test('a proof covers what a service acts on, and values that HTTP carries as they are', (t) => {
  const headers = {
    'content-type': 'application/xml',
    authorization: 'Bearer x',
    accept: '*/*',
    traceparent: '00-1',
    'content-digest': 'd',
    'stoa-gate': 'g',
  };
  const always = ['@method', 'content-digest', 'content-type', 'authorization', 'stoa-gate'];
  t.same(componentsOf({ headers }), always);
  t.same(componentsOf({ headers: { ...headers, prefer: 'respond-async' } }), [...always, 'prefer']);
  const lines = (changes: Record<string, string>) =>
    toBaseLines({ method: 'POST', headers: { ...headers, ...changes }, body: new Uint8Array() }, always);
  t.same(lines({})[0], ['@method', 'POST']);
  for (const value of ['', ' x', 'x ', 'x\ny', 'x\r', '"\n"@method": GET', 'ä', 'x\u0000', '\u007f'])
    t.throws(() => lines({ authorization: value }), { code: 'PROOF_INVALID' }, JSON.stringify(value));
  t.throws(() => toBaseLines({ method: 'POST', headers: {}, body: new Uint8Array() }, always), {
    code: 'PROOF_INVALID',
  });
  t.end();
});
