import type { RootDatabase } from 'lmdb';

/** The one database of a data directory: binary keys, binary values. */
export type Lmdb = RootDatabase<Uint8Array, Buffer>;
