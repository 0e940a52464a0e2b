import { StoaError } from '../base/index.js';
import { readSchema } from '../schema/index.js';
import type { Schema, SchemaDocument } from '../schema/index.js';
import { parseXml } from '../xml/index.js';
import type { CommandContext } from './command.js';

/** The file and the place in an error's message, where an error of one file of several is told. */
const inFile = (path: string, thrown: unknown): StoaError => {
  const error = StoaError.from(thrown);
  const { code, message, findings, hint } = error;
  return new StoaError(code, `${path}: ${message}`, {
    cause: thrown,
    findings,
    ...(hint !== undefined && { hint }),
  });
};

const readDocument = async ({ readInput }: CommandContext, path: string): Promise<SchemaDocument> => {
  const bytes = await readInput(path);
  try {
    const { root, source } = parseXml(bytes);
    return { location: path, root, source };
  } catch (thrown) {
    throw inFile(path, thrown);
  }
};

/**
 * The schema of some files given together. They refer to one another by their paths, as `schemaLocation` has them relative
 * to the file it stands in; nothing else is read.
 *
 * @throws {StoaError} `USAGE` for a file that cannot be read, and what `readSchema` and `parseXml` throw, naming the files
 */
export const readSchemaFiles = async (context: CommandContext, paths: readonly string[]): Promise<Schema> => {
  const documents = await Promise.all(paths.map((path) => readDocument(context, path)));
  try {
    return readSchema(documents);
  } catch (thrown) {
    throw inFile(paths.join(', '), thrown);
  }
};
