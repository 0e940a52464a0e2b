import { StoaError, fromUtf8, toUtf8 } from '../../base/index.js';

/**
 * Records are JSON arrays whose first item is the version of the record's format: short, readable with any tool,
 * and quick to read. A reader takes its own version only; what a newer server wrote is refused, never guessed at.
 */
export type Fields = readonly unknown[];

/** Bytes of a record. */
export const writeFields = (version: number, fields: Fields): Uint8Array =>
  toUtf8(JSON.stringify([version, ...fields]));

/**
 * Fields of a record of the expected version.
 *
 * @throws {StoaError} `STORE_VERSION_UNSUPPORTED`
 */
export const readFields = (version: number, bytes: Uint8Array): Fields => {
  const [found, ...fields] = JSON.parse(fromUtf8(bytes)) as unknown[];
  if (found === version) return fields;
  throw new StoaError(
    'STORE_VERSION_UNSUPPORTED',
    `expected a record of version ${version}, found version ${String(found)}`,
  );
};
