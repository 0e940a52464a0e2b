import t from 'tap';
import fc from 'fast-check';
import { StoaError } from '../../../src/base/index.js';
import { readSchema, toTransitions } from '../../../src/schema/index.js';
import { parseXml } from '../../../src/xml/index.js';

const schemaOf = (content: string) =>
  readSchema([
    {
      location: '',
      root: parseXml(
        `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
          ${['a', 'b', 'c'].map((name) => `<xs:element name="${name}"/>`).join('')}
          <xs:complexType name="t">${content}</xs:complexType>
          <xs:element name="root" type="t"/>
        </xs:schema>`,
      ).root,
    },
  ]);

const transitionsOf = (content: string) => {
  const type = schemaOf(content).model.types.get('t');
  if (type?.kind !== 'complex' || type.content.kind !== 'elements') throw new TypeError('it has elements');
  return toTransitions(type.content.particle);
};

/** Whether elements may come one after the other. */
const allows = (content: string, names: string): boolean => {
  const transitions = transitionsOf(content);
  if (typeof transitions === 'string') throw new TypeError(transitions);
  let state: number | undefined = 0;
  for (const name of names) {
    state = state === undefined ? undefined : transitions[state]?.get(name);
    if (state === undefined) return false;
  }
  return true;
};

const SESSION =
  '<xs:sequence><xs:element ref="a"/><xs:element ref="b" minOccurs="0" maxOccurs="unbounded"/><xs:element ref="c"/></xs:sequence>';

t.test('a sequence lets its elements come in its order', (t) => {
  for (const right of ['', 'a', 'ab', 'abbbb', 'ac', 'abc']) t.equal(allows(SESSION, right), true, right);
  for (const wrong of ['b', 'c', 'aa', 'aca', 'acb', 'acc', 'abca']) t.equal(allows(SESSION, wrong), false, wrong);
  const [first, open] = [
    new Map([['a', 1]]),
    new Map([
      ['b', 1],
      ['c', 2],
    ]),
  ];
  t.same(transitionsOf(SESSION), [first, open, new Map()]);
  t.end();
});

t.test('counts are kept', (t) => {
  const counted = '<xs:sequence><xs:element ref="a" minOccurs="2" maxOccurs="3"/><xs:element ref="b"/></xs:sequence>';
  for (const right of ['a', 'aa', 'aaa', 'aab', 'aaab']) t.equal(allows(counted, right), true, right);
  for (const wrong of ['b', 'ab', 'aaaa', 'aabb']) t.equal(allows(counted, wrong), false, wrong);
  const atLeast =
    '<xs:sequence><xs:element ref="a" minOccurs="3" maxOccurs="unbounded"/><xs:element ref="b"/></xs:sequence>';
  for (const right of ['aaa', 'aaab', 'aaaaaaab']) t.equal(allows(atLeast, right), true, right);
  for (const wrong of ['ab', 'aab', 'aaabb']) t.equal(allows(atLeast, wrong), false, wrong);
  t.end();
});

t.test('what states no order is told as that', (t) => {
  t.equal(transitionsOf('<xs:all><xs:element ref="a"/><xs:element ref="b"/></xs:all>'), 'all');
  t.equal(transitionsOf('<xs:sequence><xs:element ref="a"/><xs:any namespace="##other"/></xs:sequence>'), 'wildcard');
  t.equal(transitionsOf('<xs:sequence><xs:element ref="a" maxOccurs="1001"/></xs:sequence>'), 'too-large');
  t.equal(transitionsOf('<xs:sequence><xs:element ref="a" maxOccurs="100000000"/></xs:sequence>'), 'too-large');
  t.equal(Array.isArray(transitionsOf('<xs:sequence><xs:element ref="a" maxOccurs="990"/></xs:sequence>')), true);
  const nested = '<xs:sequence maxOccurs="50">'.repeat(3) + '<xs:element ref="a"/>' + '</xs:sequence>'.repeat(3);
  const outcome = ((): unknown => {
    try {
      return transitionsOf(nested);
    } catch (thrown) {
      return thrown instanceof StoaError ? thrown.code : thrown;
    }
  })();
  t.ok(outcome === 'too-large' || outcome === 'SCHEMA_LIMIT_EXCEEDED', String(outcome));
  t.end();
});

const occurs = fc.constantFrom(
  '',
  ' minOccurs="0"',
  ' maxOccurs="unbounded"',
  ' minOccurs="0" maxOccurs="2"',
  ' minOccurs="2" maxOccurs="3"',
);
const content = fc.letrec<{ group: string; particle: string }>((tie) => ({
  particle: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.tuple(fc.constantFrom('a', 'b', 'c'), occurs).map(([name, count]) => `<xs:element ref="${name}"${count}/>`),
    tie('group'),
  ),
  group: fc
    .tuple(fc.constantFrom('sequence', 'choice'), occurs, fc.array(tie('particle'), { minLength: 1, maxLength: 3 }))
    .map(([kind, count, particles]) => `<xs:${kind}${count}>${particles.join('')}</xs:${kind}>`),
})).group;

t.test('transitions let in just what the validator does, on random content models and sequences', (t) => {
  let compared = 0;
  const judge = (model: string, names: string): boolean | undefined => {
    try {
      const root = parseXml(`<root>${[...names].map((name) => `<${name}/>`).join('')}</root>`).root;
      const [finding] = schemaOf(model).check(root);
      // What ends too early is right so far.
      return finding === undefined || finding.message.includes('found the end');
    } catch (thrown) {
      // Not deterministic, so no schema.
      if (thrown instanceof StoaError && thrown.code === 'SCHEMA_INVALID') return undefined;
      throw thrown;
    }
  };
  fc.assert(
    fc.property(content, fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 7 }), (model, names) => {
      const text = names.join('');
      const expected = judge(model, text);
      if (expected === undefined) return;
      compared++;
      t.equal(allows(model, text), expected, `${text} in ${model}`);
    }),
    { seed: 11, numRuns: 1500 },
  );
  t.ok(compared > 300, `${compared} were compared`);
  t.end();
});
