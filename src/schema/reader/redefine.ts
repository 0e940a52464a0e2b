import { toNameKey } from '../../xml/index.js';
import type { NameKey } from '../../xml/index.js';
import type { Redefine } from './documents.js';
import { expandReference } from './names.js';
import { attribute, childNode, childNodes, localName, redefinedBy } from './node.js';
import type { LoadedDocument, SchemaNode } from './node.js';
import type { Report } from './report.js';

/** Components by symbol space, under the name of the element that declares them. */
type Spaces = ReadonlyMap<string, Map<NameKey, SchemaNode>>;

/** One redefinition: the definition and what it takes the place of. */
interface Redefinition {
  readonly node: SchemaNode;
  readonly name: NameKey;
}

/** Rules of what may stand in a redefinition, by kind (section 4.2.2, "Redefinition Constraints"). */
const RULES: Readonly<Record<string, string>> = {
  simpleType: 'src-redefine.5',
  complexType: 'src-redefine.5',
  group: 'src-redefine.6',
  attributeGroup: 'src-redefine.7',
};

const ruleOf = (node: SchemaNode): string => RULES[localName(node)] ?? 'src-redefine';

/** Whether a node names the component that it is part of a redefinition of. */
const namesItself = (node: SchemaNode, qname: string | undefined): boolean => {
  const name = qname === undefined ? undefined : expandReference(node, qname);
  return name !== undefined && redefinedBy(node, toNameKey(name)) !== undefined;
};

/** A type redefines another by deriving from it (`src-redefine.5`). */
const checkType = (report: Report, { node, name }: Redefinition): void => {
  const holder = childNode(node, 'simpleContent', 'complexContent') ?? node;
  const derivation = childNode(holder, 'restriction', 'extension');
  if (derivation !== undefined && namesItself(derivation, attribute(derivation, 'base'))) return;
  report.invalid('src-redefine.5', `expected the redefined type ${name} to derive from itself`, node);
};

/** The references below a node to the group that it redefines. */
const listSelfReferences = (node: SchemaNode, local: string): readonly SchemaNode[] =>
  childNodes(node).flatMap((child) => {
    const inside = child.redefines === undefined ? [] : listSelfReferences(child, local);
    const isOwn = localName(child) === local && namesItself(child, attribute(child, 'ref'));
    return isOwn ? [child, ...inside] : inside;
  });

/** Whether a redefinition refers to what it redefines; it then needs not restrict it. */
export const refersToItself = (node: SchemaNode): boolean =>
  node.redefines !== undefined && listSelfReferences(node, localName(node)).length > 0;

/** A group that refers to itself does so once (`src-redefine.6.1`, `src-redefine.7.1`). */
const checkGroup = (report: Report, { node, name }: Redefinition): void => {
  const [first, ...more] = listSelfReferences(node, localName(node));
  if (first === undefined) return;
  if (more.length > 0) {
    const message = `expected the redefined ${localName(node)} ${name} to refer to itself once, found ${String(more.length + 1)} references`;
    report.invalid(`${ruleOf(node)}.1`, message, node);
  }
  const isOnce = (attribute(first, 'minOccurs') ?? '1') === '1' && (attribute(first, 'maxOccurs') ?? '1') === '1';
  if (!isOnce) {
    const message = `expected the reference of the redefined group ${name} to itself to stand exactly once`;
    report.invalid('src-redefine.6.1.2', message, first);
  }
};

/** Puts redefinitions in the place of what they redefine. */
class Redefining {
  readonly #report: Report;
  readonly #spaces: Spaces;
  readonly #byDocument = new Map<LoadedDocument, Redefine[]>();
  readonly #done = new Set<LoadedDocument>();

  constructor(report: Report, spaces: Spaces, redefines: readonly Redefine[]) {
    this.#report = report;
    this.#spaces = spaces;
    for (const each of redefines) {
      const { document } = each.node;
      const list = this.#byDocument.get(document);
      if (list === undefined) this.#byDocument.set(document, [each]);
      else list.push(each);
    }
  }

  /** What a document redefines; before that, what the documents do that it redefines parts of. */
  apply(document: LoadedDocument): void {
    if (this.#done.has(document)) return;
    this.#done.add(document);
    for (const { node, reached } of this.#byDocument.get(document) ?? []) {
      for (const each of reached) if (this.#byDocument.has(each)) this.apply(each);
      for (const child of childNodes(node)) this.#replace(child, reached);
    }
  }

  #replace(child: SchemaNode, reached: ReadonlySet<LoadedDocument>): void {
    const { document, element } = child;
    const space = this.#spaces.get(localName(child));
    const name = toNameKey({ namespace: document.namespace, local: attribute(child, 'name') ?? '' });
    const before = space?.get(name);
    if (space === undefined) return;
    if (before === undefined || !reached.has(before.document) || localName(before) !== localName(child)) {
      const message = `expected a ${localName(child)} ${name} in the redefined document, found none`;
      this.#report.invalid(ruleOf(child), message, child);
      return;
    }
    const node: SchemaNode = { document, element, redefines: { name, node: before } };
    if (localName(node).endsWith('Type')) checkType(this.#report, { node, name });
    else checkGroup(this.#report, { node, name });
    space.set(name, node);
  }
}

/**
 * Puts the definitions of every `xs:redefine` in the place of what they redefine, for all references in the whole set
 * (section 4.2.2). Where they refer to themselves they mean what they redefine: {@link SchemaNode.redefines}.
 */
export const redefine = (report: Report, redefines: readonly Redefine[], spaces: Spaces): void => {
  const redefining = new Redefining(report, spaces, redefines);
  for (const { node } of redefines) redefining.apply(node.document);
};
