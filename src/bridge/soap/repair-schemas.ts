import { XSD_NAMESPACE } from '../../schema/index.js';
import type { SchemaPart } from '../../advertisement/index.js';
import type { XmlAttribute, XmlElement, XmlName } from '../../xml/index.js';
import { findAttribute, isElement, resolveQName } from '../../xml/index.js';
import { StoaError } from '../../base/index.js';
import type { Declarations, SymbolSpace } from './declarations.js';
import { collectDeclarations, targetNamespaceOf } from './declarations.js';
import { resolveLocation } from './locations.js';
import type { QNameUse, Repair, RepairName, SchemaSource } from './model.js';
import { REPAIR_NAMES } from './model.js';
import { dropDuplicates, repairContent } from './repair-declarations.js';
import type { SeenDeclarations } from './repair-declarations.js';
import { meansNoNamespace, repairQNames } from './repair-qnames.js';

/** The schemas of a description as they stand in its advertisements. */
export interface SchemaSet {
  readonly parts: readonly SchemaPart[];
  readonly declarations: Declarations;
  /**
   * The component that a QName of the description itself means, repaired like those in schemas.
   *
   * @throws {StoaError} `DESCRIPTION_INVALID` for an unbound prefix
   */
  readonly resolve: (space: SymbolSpace, use: QNameUse) => XmlName;
  /** Repairs made so far, those that were not needed left out. */
  readonly repairs: () => readonly Repair[];
}

const isDirective = ({ name }: XmlElement): boolean =>
  name.namespace === XSD_NAMESPACE &&
  (name.local === 'import' || name.local === 'include' || name.local === 'redefine');

interface Linker {
  /** Location in the advertisement by the place of the file. */
  readonly byBase: ReadonlyMap<string, string>;
  readonly declarations: Declarations;
}

/** Where a directive points to in the advertisement; `undefined` when what it means was not given. */
const findTarget = ({ byBase, declarations }: Linker, base: string, directive: XmlElement): string | undefined => {
  const written = findAttribute(directive, 'schemaLocation')?.trim();
  const given = written === undefined ? undefined : byBase.get(resolveLocation(base, written));
  if (given !== undefined || directive.name.local !== 'import') return given;
  return declarations.locationsOf(findAttribute(directive, 'namespace')?.trim() ?? '')[0];
};

const relocateDirective = (linker: Linker, base: string, directive: XmlElement): XmlElement => {
  const target = findTarget(linker, base, directive);
  const kept = directive.attributes.filter(({ name }) => name.local !== 'schemaLocation' || name.namespace !== '');
  const name = { namespace: '', local: 'schemaLocation' };
  const added: readonly XmlAttribute[] = target === undefined ? [] : [{ name, prefix: '', value: target }];
  return { ...directive, attributes: [...kept, ...added] };
};

/** Makes imports and includes point to where the documents stand in the advertisement. */
const relocate = (linker: Linker, { root, base }: SchemaSource): XmlElement => {
  if (!root.children.some((child) => isElement(child) && isDirective(child))) return root;
  const children = root.children.map((child) =>
    isElement(child) && isDirective(child) ? relocateDirective(linker, base, child) : child,
  );
  return { ...root, children };
};

const createLinker = (sources: readonly SchemaSource[], declarations: Declarations): Linker => ({
  byBase: new Map(sources.filter(({ outer }) => outer === undefined).map(({ base, location }) => [base, location])),
  declarations,
});

/** Links the schemas of a description and, unless `strict`, repairs them. */
export const repairSchemas = (sources: readonly SchemaSource[], strict: boolean): SchemaSet => {
  const declarations = collectDeclarations(sources);
  const linker = createLinker(sources, declarations);
  const counts = new Map<RepairName, number>();
  const count = (name: RepairName): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
  const seen: SeenDeclarations = new Map();
  const repair = (source: SchemaSource): XmlElement => {
    const linked = relocate(linker, source);
    if (strict) return linked;
    const context = { namespace: targetNamespaceOf(source.root), seen, count };
    const root = dropDuplicates(repairContent(linked, count), context);
    return repairQNames(root, { declarations, outer: source.outer, count });
  };
  const resolve = (space: SymbolSpace, { text, scope }: QNameUse): XmlName => {
    const name = resolveQName(text, scope);
    if (!name)
      throw new StoaError('DESCRIPTION_INVALID', `expected a QName with a declared prefix, got "${text.slice(0, 80)}"`);
    if (strict || text.includes(':') || !meansNoNamespace(declarations, space, name)) return name;
    count('unqualified-qname');
    return { namespace: '', local: name.local };
  };
  return {
    parts: sources.map((source) => ({ location: source.location, root: repair(source) })),
    declarations,
    resolve,
    repairs: () => REPAIR_NAMES.flatMap((name) => (counts.has(name) ? [{ name, count: counts.get(name) ?? 0 }] : [])),
  };
};
