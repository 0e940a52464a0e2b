import { gunzipSync } from 'node:zlib';

const BLOCK = 512;

const readField = (block: Uint8Array, start: number, length: number): string => {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
};

/** A regular file of an archive. */
export interface TarFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The regular files of a gzipped tar archive (POSIX ustar; long GNU names are not needed here). */
export const readTarGz = (gzipped: Uint8Array): readonly TarFile[] => {
  const archive = new Uint8Array(gunzipSync(gzipped));
  const files: TarFile[] = [];
  for (let at = 0; at + BLOCK <= archive.length;) {
    const header = archive.subarray(at, at + BLOCK);
    const name = readField(header, 0, 100);
    if (name === '') break;
    const size = Number.parseInt(readField(header, 124, 12).trim(), 8);
    const type = readField(header, 156, 1);
    const start = at + BLOCK;
    if (type === '0' || type === '') files.push({ name, bytes: archive.slice(start, start + size) });
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
};
