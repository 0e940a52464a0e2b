import type { DocumentId } from '../../base/index.js';
import type { AdvertisementKind } from '../../advertisement/index.js';
import type { ComponentSet } from '../tables/index.js';

/** The end of a document from its interface on. */
export interface ContentTail {
  /** SHA-256 of its bytes. */
  readonly digest: string;
  /** Offset in bytes of where it begins. */
  readonly start: number;
}

/** A document as read from its bytes: checked, and all that the space keeps about it worked out. */
export interface Content {
  readonly kind: AdvertisementKind;
  /** No advertisement itself: one is made for it. (An advertisement may be of kind `document` too.) */
  readonly plain: boolean;
  /** It asks to be shown whole only to who proved who they are. */
  readonly guarded: boolean;
  /** It asks to be asked after: whether it is there. */
  readonly probed: boolean;
  /** Kept for as long as the document: no part of its text. So is the id. */
  readonly name: string;
  /** URN that the publisher gave its advertisement. */
  readonly id: DocumentId | undefined;
  readonly bytes: Uint8Array;
  /** Offset in bytes of the root element's `<`. */
  readonly rootStart: number;
  /** Offset in bytes after the root element. */
  readonly rootEnd: number;
  readonly components: ComponentSet;
  /** Its end from the interface on, where others have the same. */
  readonly tail?: ContentTail | undefined;
  /** Whether it is the status that ends a space of results. */
  readonly completes: boolean;
}
