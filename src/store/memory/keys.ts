/**
 * Keys in memory are texts with one character per byte: they compare by value, as a `Map` needs, and `<` sorts
 * them as `compareBytes` sorts the bytes.
 */
export type MemoryKey = string;

/** The text of a key. */
export const toMemoryKey = (key: Uint8Array): MemoryKey => Buffer.from(key).toString('latin1');

/** The bytes of a key's text. */
export const fromMemoryKey = (key: MemoryKey): Uint8Array => Uint8Array.from(key, (char) => char.charCodeAt(0));
