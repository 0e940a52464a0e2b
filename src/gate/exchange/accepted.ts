import { StoaError, findIdInPath, given, toDateTime, toUtf8 } from '../../base/index.js';
import type { SpaceId } from '../../base/index.js';
import { acceptedElement } from '../../protocol/index.js';
import type { CallHeaders } from '../model.js';
import { OWN_NAMESPACES } from '../parts.js';
import { findAsyncPreference } from './find-preference.js';
import type { AdvertiseIn } from './preferences.js';
import { decodeWhole, encodeWhole } from '../../schema/runtime/whole/messages.js';
import { findAttribute, parseXml, toNameKey } from '../../xml/index.js';
import type { XmlDocument, XmlName } from '../../xml/index.js';

/** Where the results of a call will be, and the credential to them: the 202 answer of `schemas/result.xsd`. */
export interface AcceptedResult {
  readonly space: SpaceId;
  /** Its URL. */
  readonly uri: string;
  /** Its root credential: whoever holds it may read, renew and end it. Absent where the results were passed on to be read. */
  readonly root?: string;
  /** Its reader credential: whoever holds it may look up, read and follow its documents. */
  readonly reader?: string;
  readonly expiresAtMs: number;
  /** Element of the document that is the answer, as `{namespace}local`; absent where the interface of the service says it. */
  readonly answer?: string;
  /** XML text of the advertisement of the results: it leads to the space, or to the document that holds the answer. */
  readonly advertisement: string;
}

const NAMESPACE = OWN_NAMESPACES.result;
const ADVERTISEMENT_KEY = `{${OWN_NAMESPACES.advertisement}}advertisement`;

/** Root element of the 202 answer. */
export const ACCEPTED: XmlName = { namespace: NAMESPACE, local: 'accepted' };

/** Where results are as XML text: one element, which another message may hold. */
export const serializeAccepted = ({ advertisement, expiresAtMs, ...accepted }: AcceptedResult): string =>
  encodeWhole(acceptedElement, {
    '@uri': accepted.uri,
    ...given('@root', accepted.root),
    ...given('@reader', accepted.reader),
    '@expires': toDateTime(expiresAtMs),
    ...given('@answer', accepted.answer),
    advertisement: { [ADVERTISEMENT_KEY]: [advertisement] },
  });

/** The 202 answer as bytes. */
export const writeAccepted = (accepted: AcceptedResult): Uint8Array => toUtf8(serializeAccepted(accepted));

/** The value of the 202 answer. */
interface AcceptedValue {
  readonly '@uri': string;
  readonly '@root'?: string;
  readonly '@reader'?: string;
  readonly '@expires': string;
  readonly '@answer'?: string;
  readonly advertisement: Readonly<Record<string, readonly string[]>>;
}

const decodeParts = (document: XmlDocument): AcceptedValue => {
  try {
    // The codec has checked that it is that.
    return decodeWhole(acceptedElement, document) as unknown as AcceptedValue;
  } catch (thrown) {
    const { message, findings } = StoaError.from(thrown);
    throw new StoaError(
      'ANSWER_INVALID',
      `expected ${toNameKey(ACCEPTED)} with where the results will be: ${message}`,
      {
        findings,
        cause: thrown,
      },
    );
  }
};

/**
 * Reads the 202 answer.
 *
 * @throws {StoaError} `ANSWER_INVALID` with findings when it does not conform to `schemas/result.xsd`
 */
export const readAccepted = (document: XmlDocument): AcceptedResult => {
  const value = decodeParts(document);
  const [advertisement = ''] = Object.values(value.advertisement).flat();
  const space = findIdInPath<SpaceId>(findAttribute(parseXml(advertisement).root, 'id') ?? '');
  if (space === undefined)
    throw new StoaError('ANSWER_INVALID', 'expected the URN of the results as the id of their advertisement');
  return {
    space,
    uri: value['@uri'],
    ...given('root', value['@root']),
    ...given('reader', value['@reader']),
    expiresAtMs: Date.parse(value['@expires']),
    ...given('answer', value['@answer']),
    advertisement,
  };
};

/** What a 202 answer says of the results: where they will be, and where they are advertised, if they are. */
export const readAcceptedAnswer = (
  document: XmlDocument,
  headers: CallHeaders,
): { readonly accepted: AcceptedResult; readonly advertise?: AdvertiseIn } => ({
  accepted: readAccepted(document),
  ...given('advertise', findAsyncPreference({ prefer: headers['preference-applied'] ?? '' })?.advertise),
});
