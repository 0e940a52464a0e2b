import type { Branded, ErrorCode } from '../../base/index.js';
import { StoaError, findDurationMs, findIdInPath, given, toUtf8 } from '../../base/index.js';
import type { SchemaPart } from '../../advertisement/index.js';
import { XSD_NAMESPACE } from '../../schema/index.js';
import type {
  GradeValue,
  LookupRequest,
  SchemaFragment,
  WantedMethodValue,
  XmlFragment,
} from '../../protocol/index.js';
import { parseXml, toNameKey } from '../../xml/index.js';
import type { SchemaCriteria, WantedMethod } from '../model.js';
import { isSmallDocument } from '../schemas/index.js';
import type { SchemaDocument, SchemaText } from '../schemas/index.js';

/** The id in a message. Text that is no URN names nothing: it is refused as what could not be found. */
export const readId = <Id extends Branded<string>>(text: string, code: ErrorCode): Id => {
  const id = text.startsWith('urn:') ? findIdInPath<Id>(text) : undefined;
  if (id !== undefined) return id;
  throw new StoaError(code, `expected a URN, got "${text.slice(0, 80)}"`);
};

/** Milliseconds of a period in a message. @throws {StoaError} `PARAMETER_INVALID` */
export const readPeriod = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const periodMs = findDurationMs(text);
  if (periodMs !== undefined) return periodMs;
  throw new StoaError(
    'PARAMETER_INVALID',
    `expected a period in days, hours, minutes and seconds, such as PT10M, got "${text.slice(0, 80)}"`,
  );
};

/** Sequence that a client got from a space. @throws {StoaError} `PARAMETER_INVALID` */
export const readSequence = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new StoaError('PARAMETER_INVALID', `expected a sequence as this space gave it, got "${text.slice(0, 80)}"`);
};

/** Text of the one element in a fragment. @throws {StoaError} `MESSAGE_INVALID` when there is not one */
export const readFragment = (fragment: XmlFragment): string => {
  const texts = Object.values(fragment).flat();
  const [text] = texts;
  if (text !== undefined && texts.length === 1) return text;
  throw new StoaError('MESSAGE_INVALID', `expected one element, got ${texts.length}`);
};

/** Bytes of the document in a message: its one element. */
export const readDocument = (fragment: XmlFragment): Uint8Array => toUtf8(readFragment(fragment));

const SCHEMA_KEY = toNameKey({ namespace: XSD_NAMESPACE, local: 'schema' });

/** Schema documents in a message. @throws {StoaError} `MESSAGE_INVALID`, and what the XML parser throws */
export const readSchemaParts = (fragments: readonly SchemaFragment[] | undefined): readonly SchemaPart[] | undefined =>
  fragments?.map((fragment) => parseSchema(readSchemaText(fragment)));

const parseSchema = ({ location, xml }: SchemaText): SchemaPart => ({ location, ...parseXml(xml) });

/** The same, those left as texts that are too large for the event loop. @throws {StoaError} `MESSAGE_INVALID` */
const readSchemaDocuments = (fragments: readonly SchemaFragment[] | undefined): readonly SchemaDocument[] | undefined =>
  fragments?.map(readSchemaText).map((text) => (isSmallDocument(text.xml) ? parseSchema(text) : text));

const readSchemaText = (fragment: SchemaFragment): SchemaText => {
  const texts = fragment[SCHEMA_KEY];
  const [xml] = Array.isArray(texts) ? (texts as readonly string[]) : [];
  if (xml === undefined) throw new StoaError('MESSAGE_INVALID', `expected one element ${SCHEMA_KEY}`);
  return { location: fragment['@location'] ?? '', xml };
};

/** The grade that a request asks for. @throws {StoaError} `PARAMETER_INVALID` for `none`, which would ask for everything */
export const readGrade = (grade: GradeValue | undefined): Exclude<GradeValue, 'none'> | undefined => {
  if (grade !== 'none') return grade;
  throw new StoaError('PARAMETER_INVALID', 'expected the grade exact, compatible, overlap or undecided, got none');
};

/** The methods that a request asks for. */
export const readWantedMethods = (
  methods: readonly WantedMethodValue[] | undefined,
): readonly WantedMethod[] | undefined =>
  methods?.map((method) => ({
    ...given('name', method['@name']),
    ...given('input', method['@input']),
    ...given('output', method['@output']),
  }));

/** What a request asks for by structure. */
export const readCriteria = (request: Pick<LookupRequest, 'schema' | 'method' | 'grade'>): SchemaCriteria => ({
  ...given('schemas', readSchemaDocuments(request.schema)),
  ...given('methods', readWantedMethods(request.method)),
  ...given('grade', readGrade(request.grade)),
});
