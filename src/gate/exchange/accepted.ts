import { StoaError, findIdInPath, toDateTime, toUtf8 } from '../../base/index.js';
import type { Branded, LeaseId, SpaceId } from '../../base/index.js';
import { OWN_NAMESPACES, ownSchemas } from '../../protocol/index.js';
import { childElements, findAttribute, findChild, sliceElement } from '../../xml/index.js';
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
    ownSchemas.result.encode(
      {
        name: ACCEPTED,
        value: {
          '@space': accepted.space,
          '@uri': accepted.uri,
          '@root': accepted.root,
          '@lease': accepted.lease,
          '@expires': toDateTime(expiresAtMs),
          advertisement: { [ADVERTISEMENT_KEY]: [advertisement] },
        },
      },
      { declaration: true },
    ),
  );

/**
 * Reads the 202 answer.
 *
 * @throws {StoaError} `ANSWER_INVALID` with findings when it does not conform to `schemas/result.xsd`
 */
export const readAccepted = ({ root, source }: XmlDocument): AcceptedResult => {
  const findings = ownSchemas.result.check(root, source);
  const advertisement = childElements(findChild(root, { namespace: NAMESPACE, local: 'advertisement' }) ?? root)[0];
  if (findings[0] !== undefined || root.name.local !== ACCEPTED.local || !advertisement) {
    const reason = findings[0]?.message ?? `it is ${root.name.local}`;
    throw new StoaError('ANSWER_INVALID', `expected {${NAMESPACE}}accepted with where the results will be: ${reason}`, {
      findings,
    });
  }
  const text = (name: string): string => (findAttribute(root, name) ?? '').trim();
  const urn = <Id extends Branded<string>>(name: string): Id => {
    const id = findIdInPath<Id>(text(name));
    if (id === undefined) throw new StoaError('ANSWER_INVALID', `expected a URN as ${name} of the accepted results`);
    return id;
  };
  return {
    space: urn<SpaceId>('space'),
    uri: text('uri'),
    root: text('root'),
    lease: urn<LeaseId>('lease'),
    expiresAtMs: Date.parse(text('expires')),
    advertisement: sliceElement(source, advertisement),
  };
};
