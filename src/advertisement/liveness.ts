import { StoaError, findDurationMs, given } from '../base/index.js';
import { OWN_NAMESPACES, ownSchemas } from '../protocol/index.js';
import type { XmlElement, XmlName } from '../xml/index.js';
import { equalNames, findAttribute } from '../xml/index.js';
import type { Advertisement } from './model.js';

/** That an advertisement asks its space to ask after it now and then (`schemas/liveness.xsd`). */
export interface Liveness {
  /** What is got: a URI, maybe relative to the first endpoint that speaks HTTP. Absent: the endpoints themselves. */
  readonly probe?: string;
  /** How often, in milliseconds. Absent: as the space does. */
  readonly everyMs?: number;
}

/** Something whose liveness can be asked for. */
type Asked = Pick<Advertisement, 'endpoints' | 'extensions'>;

const SPEAKS_HTTP = /^https?:/i;

const invalid = (message: string): StoaError => new StoaError('ADVERTISEMENT_INVALID', `the liveness: ${message}`);

/** Name of the element by which an advertisement asks to be asked after. */
export const LIVENESS: XmlName = { namespace: OWN_NAMESPACES.liveness, local: 'liveness' };

const isLiveness = ({ name }: XmlElement): boolean => equalNames(name, LIVENESS);

/** The extensions of an advertisement that is not to be asked after, as one whose addresses were put in the place of others. */
export const withoutLiveness = ({ extensions }: Pick<Advertisement, 'extensions'>): readonly XmlElement[] =>
  extensions.filter((element) => !isLiveness(element));

/** Addresses that can be asked, in the order in which gates try them. */
const toAddresses = ({ endpoints }: Pick<Advertisement, 'endpoints'>): readonly string[] =>
  endpoints
    .filter(({ uri }) => SPEAKS_HTTP.test(uri))
    .toSorted((left, right) => left.priority - right.priority)
    .map(({ uri }) => uri);

/** The probe as a URL. @throws {StoaError} `ADVERTISEMENT_INVALID` when it is none that can be got */
const toProbeUrl = (probe: string, addresses: readonly string[]): string => {
  const [base] = addresses;
  if (!URL.canParse(probe, base)) {
    const reason = base === undefined ? ', or an endpoint that speaks HTTP to which it is relative' : '';
    throw invalid(`expected an http or https URL for probe${reason}, got "${probe.slice(0, 80)}"`);
  }
  const { href, protocol, username, password } = new URL(probe, base);
  if (!SPEAKS_HTTP.test(protocol)) throw invalid(`expected an http or https URL for probe, got ${protocol}`);
  if (username !== '' || password !== '') throw invalid('expected a probe without user name and password');
  return href;
};

const readEvery = (text: string): number => {
  const everyMs = findDurationMs(text.trim());
  if (everyMs !== undefined && everyMs > 0) return everyMs;
  throw invalid(
    `expected a duration in days, hours, minutes and seconds above 0 for every, got "${text.slice(0, 80)}"`,
  );
};

/**
 * What an advertisement asks for; `undefined` when it does not ask to be asked after.
 *
 * @throws {StoaError} `ADVERTISEMENT_INVALID` when it does not conform to `schemas/liveness.xsd`, names nothing that can be got by HTTP, or
 *   has no address that could be asked
 */
export const findLiveness = (advertisement: Asked): Liveness | undefined => {
  const element = advertisement.extensions.find(isLiveness);
  if (element === undefined) return undefined;
  const findings = ownSchemas.liveness.check(element);
  const [first] = findings;
  if (first) throw new StoaError('ADVERTISEMENT_INVALID', `the liveness: ${first.message}`, { findings });
  const probe = findAttribute(element, 'probe')?.trim();
  const every = findAttribute(element, 'every');
  const addresses = toAddresses(advertisement);
  if (probe !== undefined) toProbeUrl(probe, addresses);
  else if (addresses.length === 0) throw invalid('expected an endpoint that speaks HTTP, or a probe');
  return { ...given('probe', probe), ...given('everyMs', every === undefined ? undefined : readEvery(every)) };
};

/** How a service is asked whether it is there. */
export interface Questions {
  /** Asked one after the other until one answers well. */
  readonly urls: readonly string[];
  /** Only a status of 200 to 299 means alive; else any answer does. */
  readonly mustBeWell: boolean;
}

/** How a service is asked: as its advertisement says, or at its endpoints. */
export const toQuestions = (advertisement: Asked, liveness: Liveness | undefined): Questions => {
  const addresses = toAddresses(advertisement);
  const probe = liveness?.probe;
  if (probe === undefined) return { urls: addresses, mustBeWell: false };
  return { urls: [toProbeUrl(probe, addresses)], mustBeWell: true };
};
