import { StoaError } from '../../base/index.js';
import { toJsonSchema, toTypeScript } from '../../schema/index.js';
import type { ComponentKey, Schema } from '../../schema/index.js';
import type { Command, CommandContext } from '../command.js';
import { toJsonText } from '../json.js';
import { getPositional } from '../positional.js';
import { readSchemaFiles } from '../schema-files.js';
import { formatTable } from '../table.js';

/** What can be made from a schema. */
const FORMS = ['components', 'json-schema', 'typescript'] as const;

type Form = (typeof FORMS)[number];

const getForm = (text: string | undefined): Form => {
  const form = FORMS.find((each) => each === (text ?? 'components'));
  if (form !== undefined) return form;
  throw new StoaError('USAGE', `expected one of ${FORMS.join(', ')} for --as, got '${text ?? ''}'`);
};

const elementsOf = (schema: Schema): readonly ComponentKey[] =>
  schema.components().filter(({ kind }) => kind === 'element');

/** Most names that an error lists. */
const MAX_LISTED = 20;

const listed = (elements: readonly ComponentKey[]): string => {
  const names = elements.slice(0, MAX_LISTED).map(({ name }) => name);
  return elements.length === 0 ? 'none' : names.join(', ') + (elements.length > MAX_LISTED ? ', …' : '');
};

/** The element that is named by its key, or by its local name where one element has it; `undefined` when none is asked for. */
const findElement = (schema: Schema, text: string | undefined): ComponentKey | undefined => {
  if (text === undefined) return undefined;
  const elements = elementsOf(schema);
  const found = elements.filter(({ name }) => name === text || name.endsWith(`}${text}`));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const what = found.length > 1 ? 'one element' : 'an element of the schema';
  const known = found.length > 1 ? found : elements;
  throw new StoaError('USAGE', `expected ${what} for --element, got '${text}'; there are: ${listed(known)}`);
};

const getOnly = (schema: Schema): ComponentKey => {
  const elements = elementsOf(schema);
  const [only] = elements;
  if (only !== undefined && elements.length === 1) return only;
  throw new StoaError('USAGE', `expected --element with the message to describe; there are: ${listed(elements)}`);
};

const componentsText = ({ format }: CommandContext, schema: Schema, element: ComponentKey | undefined): string => {
  const components = element === undefined ? schema.components() : [element];
  if (format === 'json') return toJsonText(components);
  const rows = components.map(({ kind, name, fingerprint }) => [kind, name, fingerprint]);
  return formatTable([['KIND', 'NAME', 'FINGERPRINT'], ...rows]).join('\n');
};

const toText = (context: CommandContext, schema: Schema, form: Form): string => {
  const element = findElement(schema, context.values.text('element'));
  switch (form) {
    case 'components':
      return componentsText(context, schema, element);
    case 'json-schema':
      return JSON.stringify(toJsonSchema(schema, (element ?? getOnly(schema)).name), null, 2);
    case 'typescript':
      return toTypeScript(schema, element === undefined ? {} : { elements: [element.name] }).trimEnd();
  }
};

/** Prints what is made from a schema: JSON Schema, TypeScript types, or the list of its components. */
export const schema: Command = {
  name: 'schema',
  summary: 'print the JSON Schema, the TypeScript types or the components of a schema',
  usage: 'FILE',
  options: {
    as: { type: 'string', placeholder: 'FORM', help: 'components (default), json-schema or typescript' },
    schema: {
      type: 'string',
      multiple: true,
      placeholder: 'FILE',
      help: 'a further document of the schema; they refer to one another by their paths',
    },
    element: {
      type: 'string',
      short: 'e',
      placeholder: 'NAME',
      help: 'this message alone; needed for a JSON Schema where there are several',
    },
    output: { type: 'string', short: 'o', placeholder: 'FILE', help: 'write to this file' },
  },
  examples: [
    'stoa schema order.xsd',
    'stoa schema order.xsd --as json-schema --element order -o order.json',
    'stoa schema order.xsd --schema types.xsd --as typescript -o src/order.ts',
  ],
  run: async (context) => {
    const { values } = context;
    const form = getForm(values.text('as'));
    const paths = [getPositional(context, 0, 'the file of a schema'), ...values.texts('schema')];
    const text = toText(context, await readSchemaFiles(context, paths), form);
    const output = values.text('output');
    if (output === undefined) context.print(text);
    else await context.writeOutput(output, `${text}\n`);
    return 0;
  },
};
