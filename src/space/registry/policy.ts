import type { SpaceLimits } from '../../base/index.js';
import { DEFAULT_SPACE_LIMITS, StoaError, findDurationMs, given } from '../../base/index.js';
import type { SchemaPart } from '../../advertisement/index.js';
import { OWN_NAMESPACES, ownSchemas } from '../../protocol/index.js';
import { checkAccess } from '../access/check-access.js';
import { ACCESS_ACTIONS } from '../access/model.js';
import type { AccessGrant, ClientQuota, StatedAccess } from '../access/model.js';
import type { XmlElement } from '../../xml/index.js';
import { childElements, childrenNamed, findAttribute, findChild } from '../../xml/index.js';

/** What a space's policy says: limits, the schema that its content must conform to, and who may do what. */
export interface Policy {
  readonly limits: Partial<SpaceLimits>;
  readonly schemas: readonly SchemaPart[];
  readonly access: StatedAccess;
}

/** Attributes of `{urn:stoa:policy:1}limits` and the limits they set. */
export const POLICY_NUMBERS = {
  documents: 'maxDocuments',
  bytes: 'maxBytes',
  documentBytes: 'maxDocumentBytes',
  spaces: 'maxSpaces',
  spaceDepth: 'maxSpaceDepth',
  subscriptions: 'maxSubscriptions',
  openCalls: 'maxOpenCalls',
  probes: 'maxProbes',
} as const satisfies Readonly<Record<string, keyof SpaceLimits>>;

/** As {@link POLICY_NUMBERS}, for those written as `xs:duration`. */
export const POLICY_PERIODS = {
  lease: 'maxLeaseMs',
  gate: 'maxGateMs',
  credential: 'maxCredentialMs',
  staleKept: 'staleKeptMs',
} as const satisfies Readonly<Record<string, keyof SpaceLimits>>;

const named = (local: string) => ({ namespace: OWN_NAMESPACES.policy, local });

/** Whether an element is a policy of this version. */
export const isPolicy = ({ name }: XmlElement): boolean =>
  name.namespace === OWN_NAMESPACES.policy && name.local === 'policy';

/**
 * Reads the policy among the extensions of a space's advertisement; without one nothing is said.
 *
 * @throws {StoaError} `ADVERTISEMENT_INVALID` with findings when it does not conform to `schemas/policy.xsd`
 */
export const readPolicy = (extensions: readonly XmlElement[]): Policy => {
  const element = extensions.find(isPolicy);
  if (!element) return { limits: {}, schemas: [], access: {} };
  const findings = ownSchemas.policy.check(element);
  const first = findings[0];
  if (first) throw new StoaError('ADVERTISEMENT_INVALID', `the policy: ${first.message}`, { findings });
  const limits = findChild(element, named('limits'));
  const content = findChild(element, named('content'));
  return {
    limits: limits ? readLimits(limits) : {},
    schemas: content ? childrenNamed(content, named('schema')).flatMap(readPart) : [],
    access: checkAccess(readAccess(element), 'ADVERTISEMENT_INVALID'),
  };
};

const toTokens = (text: string): readonly string[] => text.split(/[ \t\r\n]+/).filter((token) => token !== '');

const tokenOf = (element: XmlElement, attribute: string): string | undefined => {
  const text = findAttribute(element, attribute);
  return text === undefined ? undefined : toTokens(text).join(' ');
};

const readGrant = (element: XmlElement): AccessGrant => {
  const actions = new Set(toTokens(findAttribute(element, 'actions') ?? ''));
  const methods = findAttribute(element, 'methods');
  return {
    to: tokenOf(element, 'to') ?? '',
    actions: ACCESS_ACTIONS.filter((action) => actions.has(action)),
    ...given('name', tokenOf(element, 'name')),
    ...given('methods', methods === undefined ? undefined : toTokens(methods)),
  };
};

const QUOTA_NAMES = ['documents', 'bytes', 'spaces', 'subscriptions', 'gates', 'calls'] as const;

const readQuota = (element: XmlElement): ClientQuota => {
  const quota: { -readonly [Name in keyof ClientQuota]: ClientQuota[Name] } = {};
  for (const name of QUOTA_NAMES) {
    const text = findAttribute(element, name);
    if (text !== undefined) quota[name] = Number(text);
  }
  return quota;
};

const readAccess = (element: XmlElement): StatedAccess => {
  const [access, quota] = [findChild(element, named('access')), findChild(element, named('quota'))];
  return {
    ...given('grants', access && childrenNamed(access, named('grant')).map(readGrant)),
    ...given('quota', quota && readQuota(quota)),
  };
};

const readLimits = (element: XmlElement): Partial<SpaceLimits> => {
  const limits: Partial<Record<keyof SpaceLimits, number>> = {};
  for (const [attribute, limit] of Object.entries(POLICY_NUMBERS)) {
    const text = findAttribute(element, attribute);
    if (text !== undefined) limits[limit] = Number(text);
  }
  for (const [attribute, limit] of Object.entries(POLICY_PERIODS)) {
    const text = findAttribute(element, attribute);
    if (text !== undefined) limits[limit] = readPeriod(attribute, text);
  }
  // A default above the longest lease would never be granted.
  const { maxLeaseMs } = limits;
  if (maxLeaseMs === undefined) return limits;
  return { ...limits, defaultLeaseMs: Math.min(maxLeaseMs, DEFAULT_SPACE_LIMITS.defaultLeaseMs) };
};

const readPeriod = (attribute: string, text: string): number => {
  const periodMs = findDurationMs(text.trim());
  if (periodMs !== undefined && periodMs > 0) return periodMs;
  throw new StoaError(
    'ADVERTISEMENT_INVALID',
    `the policy's ${attribute}: expected a duration in days, hours, minutes and seconds, got "${text.slice(0, 80)}"`,
  );
};

const readPart = (element: XmlElement): readonly SchemaPart[] =>
  childElements(element).map((root) => ({ location: findAttribute(element, 'location') ?? '', root }));
