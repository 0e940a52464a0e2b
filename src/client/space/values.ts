import { StoaError, findIsoDurationMs, findIdInPath, given, toDuration } from '../../base/light.js';
import type { Branded, DocumentId, GateId, LeaseId } from '../../base/index.js';
import type {
  Document,
  Entry as EntryValue,
  Event as EventValue,
  Gate as GateValue,
  Lease as LeaseValue,
  LookupResponseHit as HitValue,
  Match as MatchValue,
  SchemaDocument,
  WantedMethod as WantedMethodValue,
} from '../generated/space.js';
import { loadXml } from '../../gate/light.js';
import { XSD_NAMESPACE } from '../../schema/runtime/light.js';
import { toNameKey } from '../../xml/light.js';
import type { OpenGate } from '../../gate/index.js';
import type { Entry, Hit, Lease, LookupQuery, Match, SchemaInput, SpaceEvent, WantedMethod } from '../model.js';

const toTimeMs = (dateTime: string): number => {
  const timeMs = Date.parse(dateTime);
  if (Number.isNaN(timeMs))
    throw new StoaError('ANSWER_INVALID', `expected a date and time, got "${dateTime.slice(0, 50)}"`);
  return timeMs;
};

export const toId = <Id extends Branded<string>>(text: string): Id => {
  const id = findIdInPath<Id>(text);
  if (id === undefined) throw new StoaError('ANSWER_INVALID', `expected a URN, got "${text.slice(0, 100)}"`);
  return id;
};

/** The XML text that stands alone in a wildcard. */
export const toXml = (fragment: Document): string => {
  const [xml] = Object.values(fragment).flat();
  if (typeof xml !== 'string') throw new StoaError('ANSWER_INVALID', 'expected one element of XML, got none');
  return xml;
};

const toSchemaFragment = async (schema: SchemaInput): Promise<SchemaDocument> => {
  const { xml, location } = typeof schema === 'string' ? { xml: schema, location: undefined } : schema;
  const { root, source } = await loadXml(xml);
  if (root.name.namespace !== XSD_NAMESPACE || root.name.local !== 'schema') {
    throw new StoaError('VALUE_INVALID', `expected an XML Schema, got ${toNameKey(root.name)}`);
  }
  const fragment = { [toNameKey(root.name)]: [source.slice(root.start, root.end)] };
  return location === undefined ? fragment : { '@location': location, ...fragment };
};

/** Schema documents as content of a message. */
export const toSchemaFragments = (schema: string | readonly SchemaInput[]): Promise<readonly SchemaDocument[]> =>
  Promise.all((typeof schema === 'string' ? [schema] : schema).map(toSchemaFragment));

const toUse = ({
  '@lastCallAt': call,
  '@lastFailureAt': failure,
  '@lastFailure': kind,
  '@suspect': isSuspect,
}: EntryValue): Pick<Entry, 'use'> =>
  (call ?? failure ?? isSuspect) === undefined
    ? {}
    : {
        use: {
          ...(call !== undefined && { lastCallAtMs: toTimeMs(call) }),
          ...(failure !== undefined && { lastFailureAtMs: toTimeMs(failure) }),
          ...given('lastFailure', kind),
          ...(isSuspect === true && { suspect: true }),
        },
      };

export const toEntry = (value: EntryValue): Entry => ({
  id: toId<DocumentId>(value['@id']),
  kind: value['@kind'],
  name: value['@name'],
  version: value['@version'],
  sequence: value['@sequence'],
  publisher: value['@publisher'],
  publishedAtMs: toTimeMs(value['@published']),
  updatedAtMs: toTimeMs(value['@updated']),
  expiresAtMs: toTimeMs(value['@expires']),
  stale: value['@stale'],
  byteLength: value['@bytes'],
  ...toUse(value),
});

export const toLease = (value: LeaseValue): Lease => ({
  id: toId<LeaseId>(value['@id']),
  periodMs: findIsoDurationMs(value['@period']) ?? 0,
  expiresAtMs: toTimeMs(value['@expires']),
  ...given('credential', value['@credential']),
});

/** A match without its reasons. */
const toPlainMatch = ({ '@grade': grade, '@share': share }: MatchValue): Match => ({ grade, share, wanted: [] });

export const toHit = ({ entry, advertisement, match }: HitValue, toMatch = toPlainMatch): Hit => ({
  entry: toEntry(entry),
  advertisement: toXml(advertisement),
  ...(match && { match: toMatch(match) }),
});

/** What is looked for by structure as content of a message. */
export const toCriteria = async ({ schema, methods, grade }: Pick<LookupQuery, 'schema' | 'methods' | 'grade'>) => ({
  ...(schema !== undefined && { schema: await toSchemaFragments(schema) }),
  ...(methods && { method: methods.map(toWantedMethod) }),
  ...given('grade', grade),
});

const toWantedMethod = ({ name, input, output }: WantedMethod): WantedMethodValue => ({
  ...given('@name', name),
  ...given('@input', input),
  ...given('@output', output),
});

export const toSpaceEvent = (value: EventValue): SpaceEvent => ({
  event: value['@event'],
  sequence: value['@sequence'],
  id: toId<DocumentId>(value['@id']),
  kind: value['@kind'],
  name: value['@name'],
  version: value['@version'],
  atMs: toTimeMs(value['@at']),
});

/** The part of a gate that a refresh renews. */
export const toCredentialPart = (value: {
  readonly '@credential'?: string;
  readonly '@credentialExpires'?: string;
}) => ({
  ...given('credential', value['@credential']),
  ...(value['@credentialExpires'] !== undefined && { credentialExpiresAtMs: toTimeMs(value['@credentialExpires']) }),
});

export const toOpenGate = (value: GateValue): OpenGate => ({
  id: toId<GateId>(value['@gate']),
  carry: value['@carry'],
  uri: value['@uri'],
  binding: value['@binding'],
  expiresAtMs: toTimeMs(value['@expires']),
  methods: value.method,
  control: value['@control'],
  ...given('renewal', value['@renewal']),
  advertisement: toXml(value.advertisement),
  ...toCredentialPart(value),
});

/** A period as an attribute of a message, when one is given. */
export const toPeriod = (periodMs: number | undefined): { readonly '@period'?: string } =>
  given('@period', periodMs === undefined ? undefined : toDuration(periodMs));

/** A credential as an attribute of a message, when one is given. */
export const toCredential = (credential: string | undefined): { readonly '@credential'?: string } =>
  given('@credential', credential);

export { toTimeMs };
