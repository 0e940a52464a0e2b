import { hashSha256, toBase64Url, toUtf8 } from '../../base/index.js';
import type { ComponentKind, Fingerprint } from '../../schema/index.js';
import type { NameKey } from '../../xml/index.js';

/** How an interface uses a component: in requests, in what comes back (answers, events, documents), both, or in neither. */
export type ComponentRole = 'request' | 'answer' | 'both' | 'none';

/** A component by which a document is found. */
export interface AdvertisedComponent {
  readonly kind: ComponentKind;
  readonly name: NameKey;
  readonly fingerprint: Fingerprint;
  readonly role: ComponentRole;
}

/** The components of one interface; documents with equal interfaces have equal digests. */
export interface ComponentSet {
  /** `''` for no components. */
  readonly digest: string;
  readonly components: readonly AdvertisedComponent[];
}

/** The set of a document without a schema. */
export const NO_COMPONENTS: ComponentSet = Object.freeze({ digest: '', components: [] });

type Packed = readonly [ComponentKind, NameKey, Fingerprint, ComponentRole];

/** JSON form of a set, as it stands in records. */
export type PackedComponents = readonly [digest: string, ...Packed[]];

/** A set with its digest. */
export const createComponentSet = (components: readonly AdvertisedComponent[]): ComponentSet => {
  if (components.length === 0) return NO_COMPONENTS;
  const digest = toBase64Url(hashSha256(toUtf8(JSON.stringify(components.map(pack)))));
  return Object.freeze({ digest, components });
};

const pack = ({ kind, name, fingerprint, role }: AdvertisedComponent): Packed => [kind, name, fingerprint, role];

export const packComponents = ({ digest, components }: ComponentSet): PackedComponents => [
  digest,
  ...components.map(pack),
];

export const unpackComponents = ([digest, ...packed]: PackedComponents): ComponentSet =>
  digest === ''
    ? NO_COMPONENTS
    : { digest, components: packed.map(([kind, name, fingerprint, role]) => ({ kind, name, fingerprint, role })) };
