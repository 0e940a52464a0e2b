import { isAdvertisement, compileInterface, findLiveness, readAdvertisement } from '../../advertisement/index.js';
import { StoaError } from '../../base/index.js';
import type { ErrorFinding } from '../../base/index.js';
import { XSD_NAMESPACE, readSchema } from '../../schema/index.js';
import type { Schema } from '../../schema/index.js';
import { parseXml } from '../../xml/index.js';
import type { XmlDocument } from '../../xml/index.js';
import type { Command, CommandContext } from '../command.js';
import { toJsonText } from '../json.js';
import { readSchemaFiles } from '../schema-files.js';

/** What was found in one file; nothing when it is valid. */
interface CheckedFile {
  readonly file: string;
  readonly valid: boolean;
  readonly findings: readonly ErrorFinding[];
}

/** Files between two notes of how far it is. */
const STRIDE = 25;

const toFindings = (thrown: unknown): readonly ErrorFinding[] => {
  const error = StoaError.from(thrown);
  if (error.code === 'INTERNAL') throw thrown;
  return error.findings.length > 0 ? error.findings : [{ rule: error.code, message: error.message }];
};

/** Checks what says itself what it has to be: an advertisement with its interface, or a schema. */
const checkByItself = ({ root, source }: XmlDocument, file: string): readonly ErrorFinding[] => {
  if (isAdvertisement(root)) {
    const advertisement = readAdvertisement(root, source);
    const { interface: description } = advertisement;
    if (description !== undefined) compileInterface(description);
    findLiveness(advertisement);
    return [];
  }
  if (root.name.namespace === XSD_NAMESPACE && root.name.local === 'schema') {
    readSchema([{ location: file, root, source }]);
    return [];
  }
  throw new StoaError('USAGE', `expected --schema for ${file}, which is neither an advertisement nor a schema`, {
    hint: 'stoa validate --schema SCHEMA.xsd FILE…',
  });
};

const checkFile = async (context: CommandContext, schema: Schema | undefined, file: string): Promise<CheckedFile> => {
  const bytes = await context.readInput(file);
  try {
    const document = parseXml(bytes);
    const findings =
      schema === undefined ? checkByItself(document, file) : schema.check(document.root, document.source);
    return { file, valid: findings.length === 0, findings };
  } catch (thrown) {
    if (StoaError.from(thrown).code === 'USAGE') throw thrown;
    return { file, valid: false, findings: toFindings(thrown) };
  }
};

const describeFinding = (file: string, { rule, message, path, line, column }: ErrorFinding): string => {
  const place = line === undefined ? file : `${file}:${String(line)}:${String(column ?? 1)}`;
  return `${place}: ${path === undefined ? '' : `${path}: `}${message} (${rule})`;
};

const describeFile = ({ file, valid, findings }: CheckedFile): readonly string[] =>
  valid ? [`${file}: valid`] : findings.map((finding) => describeFinding(file, finding));

/** Checks documents against a schema, or advertisements and schemas by themselves. */
export const validate: Command = {
  name: 'validate',
  summary: 'check documents against a schema, or advertisements and schemas by themselves',
  usage: 'FILE…',
  options: {
    schema: {
      type: 'string',
      multiple: true,
      placeholder: 'FILE',
      help: 'a document of the schema; several that refer to one another by their paths',
    },
  },
  examples: [
    'stoa validate --schema order.xsd order.xml',
    'stoa validate --schema order.xsd --schema types.xsd orders/*.xml --json',
    'stoa validate printer.xml              (an advertisement is checked by itself, and so is a schema)',
    '(exit code 0: all are valid; 1: something is not; 2: wrong usage)',
  ],
  run: async (context) => {
    const { positionals, values } = context;
    if (positionals.length === 0) throw new StoaError('USAGE', 'expected the files to check');
    const paths = values.texts('schema');
    const schema = paths.length === 0 ? undefined : await readSchemaFiles(context, paths);
    const checked: CheckedFile[] = [];
    for (const [at, file] of positionals.entries()) {
      if (context.signal.aborted) break;
      const result = await checkFile(context, schema, file);
      checked.push(result);
      if (context.format !== 'json') for (const line of describeFile(result)) context.print(line);
      if (at % STRIDE === STRIDE - 1) context.progress(`${String(at + 1)} of ${String(positionals.length)} checked`);
    }
    context.progress('');
    const invalid = checked.filter(({ valid }) => !valid).length;
    if (context.format === 'json') context.print(toJsonText(checked));
    else if (invalid > 0 && checked.length > 1)
      context.note(`${String(invalid)} of ${String(checked.length)} are not valid`);
    return invalid > 0 ? 1 : 0;
  },
};
