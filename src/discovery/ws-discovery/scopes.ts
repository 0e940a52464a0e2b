import { equalNames } from '../../xml/index.js';
import type { Dialect } from './dialects.js';
import type { WsEndpoint, WsQuery } from './model.js';

/** Whether a scope that is looked for (`wanted`) is met by one of a service. */
type ScopeRule = (wanted: string, scope: string) => boolean;

/** RFC 3986 appendix B, without query and fragment, which do not count. */
const URI = /^([^:/?#]+):(?:\/\/([^/?#]*))?([^?#]*)/;

const unescape = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

/** Parts of a URI that are compared; segments unescaped one by one, so that an escaped slash separates nothing. */
const splitUri = (text: string) => {
  const [, scheme, authority, path] = URI.exec(text) ?? [];
  if (scheme === undefined || path === undefined) return undefined;
  const segments: string[] = [];
  for (const part of path.split('/')) {
    const segment = unescape(part);
    if (segment === undefined || segment === '.' || segment === '..') return undefined;
    segments.push(segment);
  }
  if (segments.at(-1) === '') segments.pop();
  return { scheme: scheme.toLowerCase(), authority: unescape(authority ?? '')?.toLowerCase(), segments };
};

/** Same scheme and authority, and the path a prefix by whole segments. */
const isUriPrefix: ScopeRule = (wanted, scope) => {
  const [left, right] = [splitUri(wanted), splitUri(scope)];
  if (left === undefined || right === undefined) return false;
  if (left.scheme !== right.scheme || left.authority === undefined || left.authority !== right.authority) return false;
  return left.segments.every((segment, at) => segment === right.segments[at]);
};

const UUID = /^(?:urn:)?uuid:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

const isSameUuid: ScopeRule = (wanted, scope) => {
  const [left, right] = [UUID.exec(wanted)?.[1], UUID.exec(scope)?.[1]];
  return left !== undefined && left.toLowerCase() === right?.toLowerCase();
};

/** By last segment of their URIs. `ldap` is not here: no rule of ours reads distinguished names. */
const RULES: ReadonlyMap<string, ScopeRule> = new Map([
  ['rfc3986', isUriPrefix],
  ['rfc2396', isUriPrefix],
  ['uuid', isSameUuid],
  ['strcmp0', (wanted, scope) => wanted === scope],
]);

/** Name of the rule that `matchBy` stands for in a dialect, or `undefined` when it is none of its rules. */
const findRuleName = (matchBy: string | undefined, { discovery, uriRule }: Dialect): string | undefined => {
  if (matchBy === undefined) return uriRule;
  const name = matchBy.startsWith(`${discovery}/`) ? matchBy.slice(discovery.length + 1) : matchBy;
  return name === 'none' || RULES.has(name) ? name : undefined;
};

/** Whether we can match by the rule that a query names. */
export const isRuleSupported = ({ matchBy }: WsQuery, dialect: Dialect): boolean =>
  findRuleName(matchBy, dialect) !== undefined;

/** Whether a service has all the scopes of a query by its matching rule; never by a rule that we do not know. */
export const matchesScopes = (
  { scopes = [], matchBy }: WsQuery,
  held: readonly string[],
  dialect: Dialect,
): boolean => {
  const name = findRuleName(matchBy, dialect);
  if (name === undefined) return false;
  if (name === 'none') return held.length === 0;
  const rule = RULES.get(name);
  const own = held.length === 0 ? [dialect.defaultScope] : held;
  return rule !== undefined && scopes.every((wanted) => own.some((scope) => rule(wanted, scope)));
};

/** Whether a service is what a query looks for (section 5.1 of WS-Discovery 1.1). */
export const matchesQuery = (
  query: WsQuery,
  { types, scopes }: Pick<WsEndpoint, 'types' | 'scopes'>,
  dialect: Dialect,
): boolean =>
  (query.types ?? []).every((wanted) => types.some((type) => equalNames(type, wanted))) &&
  matchesScopes(query, scopes, dialect);
