import type { Scalar } from '../scalars.js';

/** A value that has no identity, or places of a list that have no value. */
export interface PlainItem extends Scalar {
  readonly kind: 'plain';
  readonly attributes: string;
}

/** A value that has an identity. */
export interface KeptItem {
  readonly kind: 'kept';
  readonly tag: string;
  /** Attributes as they are written, with a space before each. */
  readonly attributes: string;
  /** Text of a value that holds no others, before it is escaped. */
  readonly text: string;
  /** What it holds, in order; of a map keys and values by turns. Filled when its turn comes. */
  readonly parts: Part[];
  readonly owner: KeptItem | undefined;
  /** What its owner knows it by, as in {@link pathOf}. */
  readonly step: string;
  /** Steps from the root; the root's are 1. */
  readonly depth: number;
  /** How often it stands somewhere. */
  uses: number;
  /** Number that references to it say; 0 = none yet. */
  id: number;
}

export type Item = PlainItem | KeptItem;

/** One value in another. */
export interface Part {
  /** Name of a member, before it is escaped. */
  readonly name?: string;
  readonly item: Item;
}
