import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const BLOCK = 512;

const field = (header: Uint8Array, from: number, length: number): string => {
  const text = new TextDecoder().decode(header.subarray(from, from + length));
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
};

/** Files of a gzipped tar archive by their paths, without a leading `./`. Long names of GNU and of pax are understood. */
export const readTarGz = (path: URL): ReadonlyMap<string, Uint8Array> => {
  const archive = gunzipSync(readFileSync(path));
  const files = new Map<string, Uint8Array>();
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= archive.length;) {
    const header = archive.subarray(at, at + BLOCK);
    const name = field(header, 0, 100);
    if (name === '') break;
    const size = Number.parseInt(field(header, 124, 12).trim() || '0', 8);
    const type = field(header, 156, 1);
    const bytes = archive.subarray(at + BLOCK, at + BLOCK + size);
    if (type === 'L') longName = field(bytes, 0, size);
    else if (type === 'x') longName = /\d+ path=(.*)\n/.exec(new TextDecoder().decode(bytes))?.[1];
    else {
      const prefix = field(header, 345, 155);
      const full = longName ?? (prefix === '' ? name : `${prefix}/${name}`);
      longName = undefined;
      if (type === '0' || type === '') files.set(full.replace(/^\.\//, ''), bytes);
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
};
