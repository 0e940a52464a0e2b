import t from 'tap';
import {
  advertisedComponents,
  compileInterface,
  makeSpaceInterface,
  readAdvertisement,
} from '../../src/advertisement/index.js';
import type { CompiledInterface } from '../../src/advertisement/index.js';
import { SPACE_METHODS } from '../../src/protocol/index.js';
import { parseXml } from '../../src/xml/index.js';
import { PRINTER } from './samples.js';

const compile = (text: string): CompiledInterface => {
  const { interface: face } = readAdvertisement(parseXml(text).root);
  if (!face) throw new TypeError('the sample has an interface');
  return compileInterface(face);
};

const message = (text: string) =>
  parseXml(
    text
      .replace('>', ' xmlns="urn:example:print">')
      .replace('/ xmlns="urn:example:print">', ' xmlns="urn:example:print"/>'),
  ).root;

t.test('the root element of a message says the method, and the message is checked', async (t) => {
  const face = compile(PRINTER);
  t.equal(face.checkRequest(message('<print><document>x</document></print>')).name, 'print');
  t.equal(face.checkRequest(message('<cancel>7</cancel>')).name, 'cancel');
  t.throws(() => face.checkRequest(message('<print><copies>2</copies></print>')), {
    code: 'MESSAGE_INVALID',
    message: /method "print"/,
    findings: [{ path: /print/ }],
  });
});

t.test('a message that no method takes is undeclared, though the schema declares its element', async (t) => {
  const face = compile(PRINTER);
  const hint = 'send one of: {urn:example:print}print, {urn:example:print}cancel';
  t.throws(() => face.checkRequest(message('<printed>1</printed>')), { code: 'MESSAGE_UNDECLARED', hint });
  t.throws(() => face.checkRequest(parseXml('<print/>').root), { code: 'MESSAGE_UNDECLARED', hint });
});

t.test('an answer is the response or a declared fault of its method, else it is refused', async (t) => {
  const face = compile(PRINTER);
  const print = face.getMethod('print');
  t.equal(face.checkAnswer(print, message('<printed>1</printed>')), 'response');
  t.equal(face.checkAnswer(print, message('<noPaper/>')), 'fault');
  t.throws(() => face.checkAnswer(print, message('<printed>one</printed>')), {
    code: 'ANSWER_INVALID',
    findings: [{}],
  });
  t.throws(() => face.checkAnswer(print, message('<tonerLow/>')), {
    code: 'ANSWER_INVALID',
    message:
      /answers with \{urn:example:print\}printed or \{urn:example:print\}noPaper, what came is \{urn:example:print\}tonerLow/,
  });
  t.throws(() => face.checkAnswer(face.getMethod('cancel'), message('<printed>1</printed>')), {
    code: 'ANSWER_INVALID',
    message: /answers with no message/,
  });
});

t.test('a method is found by its name, and an unknown one is refused with those there are', async (t) => {
  const face = compile(PRINTER);
  t.equal(face.getMethod('cancel').idempotent, true);
  t.throws(() => face.getMethod('toString'), {
    code: 'METHOD_UNKNOWN',
    message: /no method "toString"; it has: print, cancel/,
  });
  t.equal(face.findByRequest({ namespace: '', local: 'print' }), undefined);
});

const refused: readonly [string, string, string, RegExp][] = [
  [
    'two methods of one name',
    PRINTER.replace('name="cancel"', 'name="print"'),
    'METHOD_AMBIGUOUS',
    /"print" and "print"/,
  ],
  [
    'two methods with one request element',
    PRINTER.replace('"p:cancel"', '"p:print"'),
    'METHOD_AMBIGUOUS',
    /"print" and "cancel" share \{urn:example:print\}print/,
  ],
  [
    'an undeclared request',
    PRINTER.replace('"p:print"', '"p:scan"'),
    'ADVERTISEMENT_INVALID',
    /request of method "print" is \{urn:example:print\}scan/,
  ],
  [
    'an undeclared response',
    PRINTER.replace('"p:printed"', '"p:done"'),
    'ADVERTISEMENT_INVALID',
    /response of method "print" is .*done/,
  ],
  [
    'an undeclared fault',
    PRINTER.replace('"p:noPaper"', '"p:jam"'),
    'ADVERTISEMENT_INVALID',
    /fault of method "print" is .*jam/,
  ],
  ['an undeclared event', PRINTER.replace('"p:tonerLow"', '"p:smoke"'), 'ADVERTISEMENT_INVALID', /event is .*smoke/],
  ['a schema that is not valid', PRINTER.replace('type="xs:int"', 'type="xs:whole"'), 'SCHEMA_INVALID', /whole/],
];

for (const [title, text, code, told] of refused) {
  t.test(`an interface with ${title} is refused`, async (t) => {
    t.throws(() => compile(text), { code, message: told });
  });
}

t.test("an interface's components have fingerprints that white space and prefixes do not change", async (t) => {
  const components = compile(PRINTER).components();
  t.ok(components.some(({ kind, name }) => kind === 'element' && name === '{urn:example:print}print'));
  const rewritten = PRINTER.replaceAll('xs:', 'xsd:').replaceAll('xmlns:xs=', 'xmlns:xsd=').replaceAll('\n', ' ');
  t.same(compile(rewritten).components(), components);
  t.same(advertisedComponents(readAdvertisement(parseXml(PRINTER).root)), components);
});

t.test('an advertisement without interface has no components', async (t) => {
  const text = '<advertisement xmlns="urn:stoa:advertisement:1" kind="space"><name>x</name></advertisement>';
  t.same(advertisedComponents(readAdvertisement(parseXml(text).root)), []);
});

t.test("[space:messages] a space's own interface lists every message that its schema declares", async (t) => {
  const face = compileInterface(makeSpaceInterface());
  t.same(
    face.methods.map(({ name }) => name),
    Object.keys(SPACE_METHODS),
  );
  const lookup = parseXml('<lookup xmlns="urn:stoa:space:1"><name>x</name></lookup>').root;
  t.equal(face.checkRequest(lookup).name, 'lookup');
  t.throws(() => face.checkRequest(parseXml('<dance xmlns="urn:stoa:space:1"/>').root), { code: 'MESSAGE_UNDECLARED' });
});
