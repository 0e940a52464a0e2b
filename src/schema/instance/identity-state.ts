import type { NameKey, XmlElement } from '../../xml/index.js';
import type { ElementDeclaration } from '../model/components.js';
import type { TypePlan } from '../plan/model.js';

/** What an element was checked by. */
export interface Assessment {
  readonly declaration: ElementDeclaration;
  /** The type in force: the declared one, or that which `xsi:type` names. */
  readonly type: TypePlan;
}

/**
 * The node table of a key or unique constraint (XSD 1.0 part 1, section 3.11.5): elements by key sequence. A sequence that
 * two children of an element bring stands for neither of them.
 */
export interface NodeTable {
  readonly nodes: Map<string, XmlElement>;
  readonly conflicts: Set<string>;
}

/** Node tables by the names of their constraints. */
export type NodeTables = Map<NameKey, NodeTable>;

/** An element with identity constraints whose end has not been reached. */
export interface OpenScope {
  readonly declaration: ElementDeclaration;
  /** Length of the path to it. */
  readonly depth: number;
  /** How many findings there were at its start. */
  readonly findings: number;
}

/** What is known while an element with identity constraints is open. */
export interface IdentityState {
  /** Elements inside, as they were checked; those that a wildcard skips are not among them. */
  readonly assessed: Map<XmlElement, Assessment>;
  readonly open: OpenScope[];
  /** By length of the path to an element: the tables that its children brought so far. */
  readonly tables: (NodeTables | undefined)[];
}

/** A state that knows nothing yet. */
export const createIdentityState = (): IdentityState => ({ assessed: new Map(), open: [], tables: [] });

const addNode = (table: NodeTable, sequence: string, node: XmlElement): void => {
  if (table.conflicts.has(sequence)) return;
  if (!table.nodes.has(sequence)) {
    table.nodes.set(sequence, node);
    return;
  }
  table.nodes.delete(sequence);
  table.conflicts.add(sequence);
};

/** Brings the tables of two children of an element together; the larger table takes in the smaller one. */
const merge = (left: NodeTable, right: NodeTable): NodeTable => {
  const [larger, smaller] = left.nodes.size >= right.nodes.size ? [left, right] : [right, left];
  for (const sequence of smaller.conflicts) {
    larger.conflicts.add(sequence);
    larger.nodes.delete(sequence);
  }
  for (const [sequence, node] of smaller.nodes) addNode(larger, sequence, node);
  return larger;
};

/** Hands the tables of an element to its parent, whose path has the given length. */
export const handUp = ({ tables }: IdentityState, depth: number, brought: NodeTables): void => {
  const before = tables[depth];
  if (before === undefined) {
    tables[depth] = brought;
    return;
  }
  for (const [name, table] of brought) {
    const other = before.get(name);
    before.set(name, other === undefined ? table : merge(other, table));
  }
};
