import fc from 'fast-check';
import { createElement } from '../../src/xml/index.js';
import type { AttributeParts, XmlElement, XmlNode } from '../../src/xml/index.js';

/** Prefixes on purpose bound to changing namespaces, and two prefixes for one namespace. */
const BINDINGS = [
  ['', ''],
  ['', 'urn:a'],
  ['', 'urn:b'],
  ['p', 'urn:a'],
  ['p', 'urn:b & "c"'],
  ['q', 'urn:a'],
  ['größe', 'http://example.org/?x=1&y=<2>'],
] as const;

const binding = fc.constantFrom(...BINDINGS);
const local = fc.constantFrom('a', 'b', 'c-1', '_', 'ü', '__proto__', 'xmlfoo', '\u{10400}');
/** Any text that XML can hold, with plenty of what needs escaping. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom('<', '>', '&', '"', "'", ']]>', '\r', '\n', '\r\n', '\t', ' ', '--', '\u{1F600}', '\ufffd'),
      fc.string({ maxLength: 4 }),
    ),
  )
  .map((pieces) => pieces.join('').replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, ''));

const attributes = (prefix: string, namespace: string): fc.Arbitrary<readonly AttributeParts[]> => {
  // An element's own prefix cannot stand for another namespace in its attributes.
  const fits = BINDINGS.filter(([other, bound]) => other !== '' && (other !== prefix || bound === namespace));
  const one = fc.record({ name: local, value: text, bound: fc.constantFrom(undefined, ...fits) });
  return fc
    .uniqueArray(one, { maxLength: 4, selector: ({ name, bound }) => `${bound?.[1] ?? ''} ${name}` })
    .map((list) => {
      const taken = new Map<string, string>();
      return list.flatMap(({ name, value, bound }): readonly AttributeParts[] => {
        if (bound === undefined) return [{ name, value }];
        const [own, ns] = bound;
        if ((taken.get(own) ?? ns) !== ns) return [];
        taken.set(own, ns);
        return [{ name: { namespace: ns, local: name }, prefix: own, value }];
      });
    });
};

const element = (children: fc.Arbitrary<XmlNode[]>): fc.Arbitrary<XmlElement> =>
  fc
    .tuple(binding, local, children)
    .chain(([[prefix, namespace], name, nodes]) =>
      attributes(prefix, namespace).map((list) =>
        createElement({ namespace, local: name }, { prefix, attributes: list, children: nodes }),
      ),
    );

/** Trees that `createElement` makes. */
export const arbitraryTree: fc.Arbitrary<XmlElement> = fc.letrec<{ tree: XmlElement; node: XmlNode }>((tie) => ({
  tree: element(fc.array(tie('node'), { maxLength: 4, depthIdentifier: 'tree' })),
  node: fc.oneof({ depthIdentifier: 'tree', maxDepth: 4 }, text, tie('tree')),
})).tree;
