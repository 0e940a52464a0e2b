import { isElement } from '../../xml/index.js';
import type { NameKey, XmlElement } from '../../xml/index.js';
import type { IdentityConstraint } from '../model/components.js';
import { readField } from './identity-fields.js';
import type { FieldReading, FieldValue } from './identity-fields.js';
import { selectElements } from './identity-paths.js';
import { createIdentityState, handUp } from './identity-state.js';
import type { Assessment, IdentityState, NodeTable, NodeTables, OpenScope } from './identity-state.js';
import { note, showName } from './visit.js';
import type { Finding, Visit } from './visit.js';

/** An element that a constraint selects, with its key sequence. */
interface Qualified {
  readonly node: XmlElement;
  readonly sequence: string;
  /** For messages. */
  readonly told: string;
}

/** One constraint being checked at the end of the element that has it. */
interface Checking {
  readonly visit: Visit;
  readonly reading: FieldReading;
  readonly scope: XmlElement;
  readonly constraint: IdentityConstraint;
}

const findPath = (from: XmlElement, wanted: XmlElement): readonly XmlElement[] | undefined => {
  if (from === wanted) return [];
  for (const child of from.children) {
    const below = isElement(child) ? findPath(child, wanted) : undefined;
    if (isElement(child) && below !== undefined) return [child, ...below];
  }
  return undefined;
};

/** Notes a finding about an element inside the scope, or the scope itself. */
const noteAt = ({ visit, scope }: Checking, node: XmlElement, finding: Finding): void => {
  if (visit.findings.length >= visit.maxFindings) return;
  const path = findPath(scope, node) ?? [];
  visit.path.push(...path);
  note(visit, finding);
  visit.path.length -= path.length;
};

const describe = ({ kind, name }: IdentityConstraint): string =>
  kind === 'unique' ? `unique constraint ${name}` : `${kind} ${name}`;

/** Notes what keeps a field from giving a value that counts; `true` when there is nothing more to say of the element. */
const noteField = (checking: Checking, node: XmlElement, { value, at }: { value: FieldValue; at: number }): boolean => {
  const { constraint } = checking;
  const field = `field ${String(at + 1)} of the ${describe(constraint)}`;
  const refuse = (rule: string, message: string): void =>
    noteAt(checking, node, { rule: `cvc-identity-constraint.${rule}`, message });
  if (value.kind === 'many') refuse('3', `expected at most one node for ${field}, found several`);
  else if (value.kind === 'complex') {
    refuse('3', `expected a node of simple type for ${field}, found ${showName(value.element.name)}`);
  } else if (value.kind !== 'invalid' && constraint.kind === 'key') {
    if (value.nillable) refuse('4.2.3', `expected an element that cannot be nil for ${field}, found a nillable one`);
    else if (value.kind === 'absent') refuse('4.2.1', `expected a value for ${field}, found none`);
  }
  return value.kind !== 'value' || (constraint.kind === 'key' && value.nillable);
};

/** The selected elements that have a value for every field: the qualified node set (section 3.11.4, 3). */
const qualify = (checking: Checking): readonly Qualified[] => {
  const { reading, scope, constraint } = checking;
  const qualified: Qualified[] = [];
  for (const node of selectElements(reading.walk, scope, constraint.selector)) {
    let sequence = '';
    const texts: string[] = [];
    let isWhole = true;
    for (const [at, field] of constraint.fields.entries()) {
      const value = readField(reading, node, field);
      if (noteField(checking, node, { value, at })) isWhole = false;
      else if (value.kind === 'value') {
        // By length, so that no two sequences are written alike.
        sequence += `${String(value.key.length)}:${value.key}`;
        texts.push(JSON.stringify(value.text.slice(0, 80)));
      }
    }
    if (isWhole) qualified.push({ node, sequence, told: texts.join(', ') });
  }
  return qualified;
};

/** The node table of a key or unique constraint at its own element; two equal sequences in it break `…4.1` or `…4.2.2`. */
const checkUnique = (checking: Checking): Map<string, XmlElement> => {
  const nodes = new Map<string, XmlElement>();
  const { constraint } = checking;
  for (const { node, sequence, told } of qualify(checking)) {
    if (!nodes.has(sequence)) {
      nodes.set(sequence, node);
      continue;
    }
    const rule = constraint.kind === 'key' ? '4.2.2' : '4.1';
    const message = `expected values that stand once for the ${describe(constraint)}, found ${told} again`;
    noteAt(checking, node, { rule: `cvc-identity-constraint.${rule}`, message });
  }
  return nodes;
};

const checkReferences = (checking: Checking, table: NodeTable | undefined): void => {
  const { constraint } = checking;
  for (const { node, sequence, told } of qualify(checking)) {
    if (table?.nodes.has(sequence) === true) continue;
    const message = `expected values of ${constraint.refer ?? ''} for the ${describe(constraint)}, found ${told}`;
    noteAt(checking, node, { rule: 'cvc-identity-constraint.4.3', message });
  }
};

/** What an element has of its own goes before what its children brought (section 3.11.5). */
const addOwn = (tables: NodeTables, name: NameKey, own: ReadonlyMap<string, XmlElement>): void => {
  const table = tables.get(name) ?? { nodes: new Map(), conflicts: new Set() };
  tables.set(name, table);
  for (const [sequence, node] of own) {
    table.nodes.set(sequence, node);
    table.conflicts.delete(sequence);
  }
};

/** Whether a keyref of an element that is still open refers to a constraint. */
const isReferred = ({ open }: IdentityState, name: NameKey): boolean =>
  open.some(({ declaration }) => declaration.identity.some(({ refer }) => refer === name));

const checkScope = (
  visit: Visit,
  { state, scope, tables }: { state: IdentityState; scope: OpenScope; tables: NodeTables },
): void => {
  const element = visit.path.at(-1);
  if (element === undefined) return;
  const walk = {
    isAssessed: (each: XmlElement): boolean => state.assessed.has(each),
    step: visit.qnames.step ?? ((): void => undefined),
  };
  const reading: FieldReading = { visit, walk, assessmentOf: (each) => state.assessed.get(each) };
  const { identity } = scope.declaration;
  const before = visit.findings.length;
  for (const constraint of identity) {
    if (constraint.kind === 'keyref') continue;
    const own = checkUnique({ visit, reading, scope: element, constraint });
    if (isReferred(state, constraint.name)) addOwn(tables, constraint.name, own);
  }
  // Where something inside was not as declared, what a reference means may be missing only for that reason.
  if (before > scope.findings) return;
  for (const constraint of identity) {
    if (constraint.kind !== 'keyref') continue;
    checkReferences({ visit, reading, scope: element, constraint }, tables.get(constraint.refer ?? ''));
  }
};

/** Drops the tables that no open element refers to; in the others what conflicted stands for nothing from here on. */
const keepReferred = (state: IdentityState, tables: NodeTables): void => {
  for (const [name, { conflicts }] of tables) {
    if (isReferred(state, name)) conflicts.clear();
    else tables.delete(name);
  }
};

/** Notes the start of an element that has identity constraints or stands in one that has; it is the last of the visit's path. */
export const enterIdentity = (visit: Visit, element: XmlElement, assessment: Assessment): void => {
  visit.identity ??= createIdentityState();
  visit.identity.assessed.set(element, assessment);
  const { declaration } = assessment;
  if (declaration.identity.length === 0) return;
  visit.identity.open.push({ declaration, depth: visit.path.length, findings: visit.findings.length });
};

/**
 * Notes the end of an element: checks its identity constraints (`cvc-identity-constraint`) on the types that were found in
 * force inside it, and hands the keys that an open element refers to up to its parent.
 */
export const leaveIdentity = (visit: Visit): void => {
  const state = visit.identity;
  if (state === undefined) return;
  const depth = visit.path.length;
  const scope = state.open.at(-1);
  const isScope = scope?.depth === depth;
  const brought = state.tables[depth];
  if (!isScope && brought === undefined) return;
  state.tables[depth] = undefined;
  const tables: NodeTables = brought ?? new Map<NameKey, NodeTable>();
  if (isScope) {
    checkScope(visit, { state, scope, tables });
    state.open.pop();
  }
  if (state.open.length === 0) {
    visit.identity = undefined;
    return;
  }
  keepReferred(state, tables);
  if (tables.size > 0) handUp(state, depth - 1, tables);
};
