import type { BrowseEvent, WsEndpoint } from '../../discovery/index.js';
import { SCOPE_PREFIX, toKindType } from '../../nearby/index.js';
import type { FoundStoa } from '../../nearby/index.js';
import { ADVERTISEMENT_KINDS } from '../../advertisement/index.js';
import type { AdvertisementKind } from '../../advertisement/index.js';
import { equalNames, toNameKey } from '../../xml/index.js';

/** Something that was announced on the link, by one protocol. */
export interface Seen {
  /** The same as long as it is there. */
  readonly key: string;
  readonly by: 'dns-sd' | 'ws-discovery';
  /** URN, or other address, that it says it has. */
  readonly id: string;
  readonly name: string;
  readonly urls: readonly string[];
  readonly asksWho?: boolean;
  /** What it says it is; of DNS-SD nothing. */
  readonly kind?: AdvertisementKind;
  /** Types of WS-Discovery, as `{namespace}local`. */
  readonly types?: readonly string[];
  /** Whether it speaks Stoa, so that its advertisement can be got. */
  readonly isOurs: boolean;
}

/** What became of the advertisement that something was announced with. */
export interface Checked {
  /** `checked`: its advertisement names the URN that was announced; `foreign`: it has none; else why it is not to be believed. */
  readonly state: 'checked' | 'unreachable' | 'impostor' | 'asks who you are' | 'foreign';
  readonly url?: string;
  readonly kind?: AdvertisementKind;
}

/** Something that was seen, with what its advertisement says. */
export interface Line extends Seen, Checked {
  readonly event: BrowseEvent['kind'];
}

/** What was announced by DNS-SD. */
export const fromDnsSd = (found: FoundStoa): Seen => ({ ...found, by: 'dns-sd', isOurs: true });

const NAME_SCOPE = /^[a-z][a-z0-9+.-]*:\/\/[^/]+\/(?:.*\/)?name\/([^/?#]+)$/i;

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stranger's text that is no encoding stands for itself.
    return text;
  }
};

/** The name that a scope says, as `stoa://scope/name/Lamp` and `onvif://www.onvif.org/name/Camera` do; ours first. */
const findName = (scopes: readonly string[]): string | undefined => {
  const ours = scopes.filter((scope) => scope.startsWith(SCOPE_PREFIX));
  const [, name] = [...ours, ...scopes].map((scope) => NAME_SCOPE.exec(scope)).find((match) => match !== null) ?? [];
  return name === undefined ? undefined : decode(name);
};

/** What was announced by WS-Discovery, and found by a question: several may find the same. */
export const fromWsDiscovery = ({ address, types, scopes, xaddrs }: WsEndpoint, question = 0): Seen => {
  const kind = ADVERTISEMENT_KINDS.find((each) => types.some((type) => equalNames(type, toKindType(each))));
  const [first] = types;
  return {
    key: `ws-discovery ${question} ${address}`,
    by: 'ws-discovery',
    id: address,
    name: findName(scopes) ?? first?.local ?? address,
    urls: xaddrs,
    kind: kind ?? 'device',
    types: types.map(toNameKey),
    isOurs: kind !== undefined,
  };
};
