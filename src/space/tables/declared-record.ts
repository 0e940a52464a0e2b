import type { DocumentId } from '../../base/index.js';
import { toBase64Url } from '../../base/index.js';
import { hashSha256 } from '../../base/digest.js';
import { readFields, writeFields } from './fields.js';

/** A document of a declaration as it was published last. */
export interface DeclaredRecord {
  readonly id: DocumentId;
  /** SHA-256 of the bytes. */
  readonly digest: string;
}

const VERSION = 1;

/** Digest by which changed bytes are noticed. */
export const digestBytes = (bytes: Uint8Array): string => toBase64Url(hashSha256(bytes));

export const writeDeclaredRecord = ({ id, digest }: DeclaredRecord): Uint8Array => writeFields(VERSION, [id, digest]);

export const readDeclaredRecord = (bytes: Uint8Array): DeclaredRecord => {
  const [id, digest] = readFields(VERSION, bytes) as readonly [DocumentId, string];
  return { id, digest };
};
