import { basename } from 'node:path';
import { StoaError, fromUtf8, given } from '../base/index.js';
import type { LookupQuery, WantedMethod } from '../client/index.js';
import { XSD_NAMESPACE } from '../schema/index.js';
import { childElements, findAttribute, parseXml, toNameKey } from '../xml/index.js';
import type { CommandContext, CommandOption } from './command.js';

/** Grades that may be asked for. */
const GRADES = ['exact', 'compatible', 'overlap', 'undecided'] as const;

/** Options of the commands that look for services by structure. */
export const SCHEMA_OPTIONS: Readonly<Record<string, CommandOption>> = {
  schema: {
    type: 'string',
    multiple: true,
    placeholder: 'FILE',
    help: 'partial schema (XSD): documents whose schema answers its elements',
  },
  method: { type: 'string', placeholder: 'NAME', help: 'a method of this name' },
  input: { type: 'string', placeholder: 'ELEMENT', help: 'a method that takes this element of the partial schema' },
  output: {
    type: 'string',
    placeholder: 'ELEMENT',
    help: 'a method that answers with this element of the partial schema',
  },
  grade: { type: 'string', placeholder: 'GRADE', help: `lowest grade: ${GRADES.join(', ')} (default compatible)` },
};

/** What is looked for by structure. */
export type SchemaQuery = Pick<LookupQuery, 'schema' | 'methods' | 'grade'>;

interface SchemaFile {
  readonly location: string;
  readonly xml: string;
}

/** Names of the global elements of schema files. */
const listElements = (files: readonly SchemaFile[]): readonly string[] =>
  files.flatMap(({ xml }) => {
    const { root } = parseXml(xml);
    const namespace = findAttribute(root, 'targetNamespace')?.trim() ?? '';
    return childElements(root)
      .filter(({ name }) => name.namespace === XSD_NAMESPACE && name.local === 'element')
      .map((element) => toNameKey({ namespace, local: findAttribute(element, 'name')?.trim() ?? '' }));
  });

/** The element that an option names: by its name key, or by its local name where one element has it. */
const readElement = (option: string, text: string | undefined, files: readonly SchemaFile[]): string | undefined => {
  if (text === undefined || text.startsWith('{')) return text;
  const elements = listElements(files);
  const found = elements.filter((key) => key === text || key.endsWith(`}${text}`));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const known = found.length > 1 ? found : elements;
  throw new StoaError(
    'USAGE',
    `expected for --${option} one of the elements of the partial schema, got '${text}'; there are: ${known.join(', ') || 'none'}`,
  );
};

/** The part of a question that is about structure. @throws {StoaError} `USAGE`, and what reading the files throws */
export const readSchemaQuery = async ({ values, readInput }: CommandContext): Promise<SchemaQuery> => {
  const files = await Promise.all(
    values.texts('schema').map(async (path) => ({ location: basename(path), xml: fromUtf8(await readInput(path)) })),
  );
  const text = values.text('grade');
  const grade = GRADES.find((each) => each === text);
  if (text !== undefined && grade === undefined)
    throw new StoaError('USAGE', `expected one of ${GRADES.join(', ')} for --grade, got '${text}'`);
  const method: WantedMethod = {
    ...given('name', values.text('method')),
    ...given('input', readElement('input', values.text('input'), files)),
    ...given('output', readElement('output', values.text('output'), files)),
  };
  return {
    ...(files.length > 0 && { schema: files }),
    ...(Object.keys(method).length > 0 && { methods: [method] }),
    ...given('grade', grade),
  };
};
