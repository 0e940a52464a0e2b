import { isStoaError } from '../../src/base/index.js';
import type { ErrorFinding, SchemaLimits, StoaError } from '../../src/base/index.js';
import { DEFAULT_SCHEMA_LIMITS } from '../../src/base/index.js';
import { readSchema } from '../../src/schema/index.js';
import type { Schema, SchemaDocument } from '../../src/schema/index.js';
import { parseXml } from '../../src/xml/index.js';

/** Text of a schema document with target namespace `urn:t`, bound to the prefix `t`. */
export const schemaText = (
  body: string,
  attributes = 'targetNamespace="urn:t" elementFormDefault="qualified"',
): string => `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" ${attributes}>${body}</xs:schema>`;

/** A parsed schema document. */
export const schemaDocument = (text: string, location = ''): SchemaDocument => {
  const { root, source } = parseXml(text);
  return { location, root, source };
};

/** The schema of one document with the given content. */
export const read = (body: string, limits: Partial<SchemaLimits> = {}): Schema =>
  readSchema([schemaDocument(schemaText(body))], { limits: { ...DEFAULT_SCHEMA_LIMITS, ...limits } });

/** The schema of documents given by location. */
export const readSet = (texts: Readonly<Record<string, string>>): Schema =>
  readSchema(Object.entries(texts).map(([location, text]) => schemaDocument(text, location)));

/** The error that a function throws. */
export const thrownBy = (run: () => unknown): StoaError => {
  try {
    run();
  } catch (thrown) {
    if (isStoaError(thrown)) return thrown;
    throw thrown;
  }
  throw new RangeError('expected an error, found none');
};

/** Rules of the findings that a reading is refused with, each once. */
export const rulesOf = (run: () => unknown): readonly string[] => [
  ...new Set(thrownBy(run).findings.map(({ rule }) => rule)),
];

/** Findings of checking a text. */
export const check = (schema: Schema, text: string): readonly ErrorFinding[] => {
  const { root, source } = parseXml(text);
  return schema.check(root, source);
};

/** The value of a text's root. */
export const decode = (schema: Schema, text: string): unknown => {
  const { root, source } = parseXml(text);
  return schema.decode(root, source).value;
};

/** The limit that a reading meets, or the code of the error that it is refused with. */
export const limitOf = (run: () => unknown): string | undefined => {
  const error = thrownBy(run);
  return error.code === 'SCHEMA_LIMIT_EXCEEDED' ? error.limit : error.code;
};

/** Milliseconds that are far more than a refusal takes, and far less than an expansion would. */
const PATIENCE_MS = 4000;

/** Whether something ends in bounded time. */
export const inTime = (run: () => void): boolean => {
  const from = performance.now();
  run();
  return performance.now() - from < PATIENCE_MS;
};
