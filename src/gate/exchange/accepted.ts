import { StoaError, findIdInPath, toDateTime, toUtf8 } from '../../base/index.js';
import type { Branded, LeaseId, SpaceId } from '../../base/index.js';
import { OWN_NAMESPACES, decodeAccepted, encodeAccepted } from '../../protocol/light.js';
import { toNameKey } from '../../xml/index.js';
import type { XmlDocument, XmlName } from '../../xml/index.js';

/** Where the results of a call will be, and the credential to them: the 202 answer of `schemas/result.xsd`. */
export interface AcceptedResult {
  readonly space: SpaceId;
  /** Its URL. */
  readonly uri: string;
  /** Its root credential: whoever holds it may read, renew and end it. */
  readonly root: string;
  readonly lease: LeaseId;
  readonly expiresAtMs: number;
  /** Its advertisement as XML text. */
  readonly advertisement: string;
}

const NAMESPACE = OWN_NAMESPACES.result;
const ADVERTISEMENT_KEY = `{${OWN_NAMESPACES.advertisement}}advertisement`;

/** Root element of the 202 answer. */
export const ACCEPTED: XmlName = { namespace: NAMESPACE, local: 'accepted' };

/** The 202 answer as bytes. */
export const writeAccepted = ({ advertisement, expiresAtMs, ...accepted }: AcceptedResult): Uint8Array =>
  toUtf8(
    encodeAccepted(
      {
        '@space': accepted.space,
        '@uri': accepted.uri,
        '@root': accepted.root,
        '@lease': accepted.lease,
        '@expires': toDateTime(expiresAtMs),
        advertisement: { [ADVERTISEMENT_KEY]: [advertisement] },
      },
      { declaration: true },
    ),
  );

/** The value of the 202 answer. */
interface AcceptedValue {
  readonly '@space': string;
  readonly '@uri': string;
  readonly '@root': string;
  readonly '@lease': string;
  readonly '@expires': string;
  readonly advertisement: Readonly<Record<string, readonly string[]>>;
}

const decodeParts = (document: XmlDocument): AcceptedValue => {
  try {
    // The codec has checked that it is that.
    return decodeAccepted(document) as unknown as AcceptedValue;
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
  const urn = <Id extends Branded<string>>(name: '@space' | '@lease'): Id => {
    const id = findIdInPath<Id>(value[name]);
    if (id === undefined) throw new StoaError('ANSWER_INVALID', `expected a URN as ${name} of the accepted results`);
    return id;
  };
  const [advertisement = ''] = Object.values(value.advertisement).flat();
  return {
    space: urn<SpaceId>('@space'),
    uri: value['@uri'],
    root: value['@root'],
    lease: urn<LeaseId>('@lease'),
    expiresAtMs: Date.parse(value['@expires']),
    advertisement,
  };
};
