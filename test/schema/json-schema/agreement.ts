import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { isStoaError } from '../../../src/base/index.js';
import { toJsonSchema } from '../../../src/schema/index.js';
import type { JsonSchema, Schema } from '../../../src/schema/index.js';
import type { ElementDeclaration } from '../../../src/schema/model/components.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { makeValue, mutateJson } from './random-json.js';
import type { JsonValue } from './random-json.js';

/** The judge that clients use: one instance for each schema, in strict mode. */
export const compileJsonSchema = (json: JsonSchema): ((value: JsonValue) => boolean) => {
  const validate = new Ajv2020({ strict: true, allErrors: false, ownProperties: true }).compile(json);
  return (value) => validate(value);
};

/** What the encoder says against a value, behind the rule that it breaks; `undefined` when it takes it. */
export const refusalOf = (schema: Schema, { name }: ElementDeclaration, value: JsonValue): string | undefined => {
  try {
    schema.encode({ name, value });
    return undefined;
  } catch (thrown) {
    if (isStoaError(thrown)) return `${thrown.findings[0]?.rule ?? thrown.code}: ${thrown.message}`;
    throw thrown;
  }
};

/** Whether a value is refused for what stands elsewhere in the message, which a JSON Schema does not look at. */
const isAboutIdentity = (refusal: string | undefined): boolean => /^cvc-id(?:entity-constraint)?\./.test(refusal ?? '');

const UNTIDY = 'takes more than the XML schema: texts are measured only if they hold no white space that is collapsed';

const hasUntidy = (value: JsonValue): boolean =>
  /"(?: |\\[tnr])|(?: |\\[tnr])"| {2}|\\[tnr]/.test(JSON.stringify(value));

/** Whether the schema claims to say all there is to say about the value. */
const isExactFor = ({ $comment }: JsonSchema, value: JsonValue): boolean =>
  $comment === undefined || ($comment === UNTIDY && !hasUntidy(value));

/** How values were judged. */
export interface Agreement {
  both: number;
  neither: number;
  /** Taken by the JSON Schema alone, where it says that it takes more. */
  looser: number;
  /** Disagreements that should not be. */
  readonly wrong: string[];
}

interface Judge {
  readonly schema: Schema;
  readonly declaration: ElementDeclaration;
  readonly json: JsonSchema;
  readonly accepts: (value: JsonValue) => boolean;
}

const judge = (agreement: Agreement, { schema, declaration, json, accepts }: Judge, value: JsonValue): void => {
  const refusal = refusalOf(schema, declaration, value);
  const accepted = accepts(value);
  if (accepted && refusal === undefined) agreement.both++;
  else if (!accepted && refusal !== undefined) agreement.neither++;
  else if (accepted && (isAboutIdentity(refusal) || !isExactFor(json, value))) agreement.looser++;
  else {
    const text = `${accepted ? `encode refuses (${refusal ?? ''})` : 'ajv refuses'}: ${JSON.stringify(value)}`;
    agreement.wrong.push(text);
  }
};

/** Judges values of an element, and values changed in one to three places, by the JSON Schema and by the encoder. */
export const compareValues = (
  schema: Schema,
  declaration: ElementDeclaration,
  { seed, runs }: { readonly seed: number; readonly runs: number },
): Agreement => {
  const agreement: Agreement = { both: 0, neither: 0, looser: 0, wrong: [] };
  const json = toJsonSchema(schema, declaration.name);
  const types = [
    ...schema.model.types.keys(),
    ...['string', 'token', 'int'].map((local) => `{http://www.w3.org/2001/XMLSchema}${local}`),
  ];
  const subject = { schema, declaration, json, accepts: compileJsonSchema(json) };
  const property = fc.property(fc.integer(), fc.integer({ min: 0, max: 3 }), (valueSeed, changes) => {
    const random = createSeededRandom(valueSeed);
    let value: JsonValue = makeValue(schema, declaration, random) ?? {};
    for (let at = 0; at < changes; at++) value = mutateJson(random, value, types);
    judge(agreement, subject, value);
  });
  fc.assert(property, { seed, numRuns: runs });
  return agreement;
};
