import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StoaError } from '../base/index.js';

/**
 * Writes a file, in place of one that is there; its folder is made where there is none.
 *
 * @throws {StoaError} `USAGE` where it cannot be written
 */
export const writeOutput = async (path: string, text: string): Promise<void> => {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  } catch (cause) {
    throw new StoaError('USAGE', `the file ${path} cannot be written`, { cause, hint: 'may you write there?' });
  }
};
