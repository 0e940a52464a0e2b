import { StoaError } from '../base/index.js';
import type { TypedObject, TypedValue } from '../schema/index.js';

/** Options as parsed: name, and each text that was given. */
export type FieldOptions = readonly (readonly [string, string | boolean | readonly (string | boolean)[] | undefined])[];

type Draft = Map<string, (TypedValue | Draft)[]>;

const valueOf = async (text: string, readInput: (path: string) => Promise<Uint8Array>): Promise<TypedValue> =>
  text.startsWith('@') ? readInput(text.slice(1)) : text;

const childDraft = (draft: Draft, part: string): Draft => {
  const found = draft.get(part)?.[0];
  if (found instanceof Map) return found;
  const made: Draft = new Map();
  draft.set(part, [made]);
  return made;
};

const toObject = (draft: Draft): TypedObject => {
  const object: Record<string, TypedValue> = {};
  for (const [name, members] of draft) {
    const values = members.map((member) => (member instanceof Map ? toObject(member) : member));
    Object.defineProperty(object, name, { value: values.length === 1 ? values[0] : values, enumerable: true });
  }
  return object;
};

/**
 * The value that options such as `--address.city Athens --item a --item b --file @letter.pdf` describe: a dot leads into
 * a field, repeating makes an array, `@FILE` is the content of a file. Leaves are texts or bytes; the schema reads them.
 *
 * @throws {StoaError} `USAGE` for an option that is no field name
 */
export const toFieldValue = async (
  fields: FieldOptions,
  readInput: (path: string) => Promise<Uint8Array>,
): Promise<TypedObject> => {
  const root: Draft = new Map();
  for (const [option, given] of fields) {
    const parts = option.split('.');
    const last = parts.pop() ?? '';
    if (last === '' || parts.includes('')) throw new StoaError('USAGE', `--${option} is not the name of a field`);
    const parent = parts.reduce(childDraft, root);
    const texts = [given].flat().filter((text) => typeof text === 'string');
    parent.set(last, await Promise.all(texts.map((text) => valueOf(text, readInput))));
  }
  return toObject(root);
};
