import { countUtf8 } from '../../base/index.js';
import type { XmlDocument } from '../../xml/index.js';

/** Where a document's root element stands in its bytes. */
export interface RootRange {
  /** Offset in bytes of the root element's `<`. */
  readonly rootStart: number;
  /** Offset in bytes after the root element. */
  readonly rootEnd: number;
}

/** What is before and after the root is short, so only that is measured. */
export const rootRange = (bytes: Uint8Array, { root, source }: XmlDocument): RootRange => {
  const markLength = bytes[0] === 0xef ? 3 : 0;
  return {
    rootStart: markLength + countUtf8(source.slice(0, root.start)),
    rootEnd: bytes.length - countUtf8(source.slice(root.end)),
  };
};
