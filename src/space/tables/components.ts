import { toBase64Url, toUtf8 } from '../../base/index.js';
import { hashSha256 } from '../../base/digest.js';
import type { ComponentKind, Fingerprint, Outline } from '../../schema/index.js';
import type { NameKey } from '../../xml/index.js';
import { readFields, writeFields } from './fields.js';

/** How an interface uses a component: in requests, in what comes back (answers, events, documents), both, or in neither. */
export type ComponentRole = 'request' | 'answer' | 'both' | 'none';

/** A component by which a document is found. */
export interface AdvertisedComponent {
  readonly kind: ComponentKind;
  readonly name: NameKey;
  readonly fingerprint: Fingerprint;
  readonly role: ComponentRole;
  /** By it most components that only share the name are told apart; it follows from the fingerprint, and is no part of the digest. */
  readonly outline: Outline;
}

/** A method of an interface by the elements of its messages. */
export interface MethodSignature {
  readonly name: string;
  readonly request: NameKey;
  /** `undefined` for a method that answers nothing. */
  readonly response: NameKey | undefined;
  readonly faults: readonly NameKey[];
}

/** What one interface is found by; documents with equal interfaces have equal digests. */
export interface ComponentSet {
  /** `''` for no components. */
  readonly digest: string;
  readonly components: readonly AdvertisedComponent[];
  /** In the order of the interface; none for a document that is no service. */
  readonly methods: readonly MethodSignature[];
  /** Its record, where it is at hand. */
  readonly record?: Uint8Array;
}

/** What is asked of a set without writing it out: one may hold ten thousand components. */
export interface SetView {
  /** Equal for equal sets; `''` for no components. */
  readonly digest: string;
  /** How many components it has. */
  readonly size: number;
  readonly find: (kind: ComponentKind, name: NameKey) => AdvertisedComponent | undefined;
  /** Names of the components of a kind. */
  readonly names: (kind: ComponentKind) => readonly NameKey[];
  readonly methods: readonly MethodSignature[];
}

/** The view of a set that is written out. */
export const toSetView = ({ digest, components, methods }: ComponentSet): SetView => ({
  digest,
  size: components.length,
  find: (kind, name) => components.find((each) => each.kind === kind && each.name === name),
  names: (kind) => components.filter((each) => each.kind === kind).map((each) => each.name),
  methods,
});

/** The set of a document without a schema. */
export const NO_COMPONENTS: ComponentSet = Object.freeze({ digest: '', components: [], methods: [] });

type PackedComponent = readonly [ComponentKind, NameKey, Fingerprint, ComponentRole];
type KeptComponent = readonly [...PackedComponent, Outline];
type PackedMethod = readonly [name: string, request: NameKey, response: NameKey | null, ...faults: readonly NameKey[]];

/** JSON form of a set, as it stands in records. */
type PackedComponents = readonly [
  digest: string,
  components: readonly KeptComponent[],
  methods: readonly PackedMethod[],
];

/**
 * A set with its digest. `besides` stands for what its schema declares beside the components: equal digests mean that their
 * components compare alike, also where wildcards lead to what is declared elsewhere.
 */
export const createComponentSet = (
  components: readonly AdvertisedComponent[],
  methods: readonly MethodSignature[] = [],
  besides = '',
): ComponentSet => {
  if (components.length === 0) return NO_COMPONENTS;
  const packed = JSON.stringify([
    components.map(packComponent),
    methods.map(packMethod),
    ...(besides === '' ? [] : [besides]),
  ]);
  return Object.freeze({ digest: toBase64Url(hashSha256(toUtf8(packed))), components, methods });
};

const packComponent = ({ kind, name, fingerprint, role }: AdvertisedComponent): PackedComponent => [
  kind,
  name,
  fingerprint,
  role,
];

const packMethod = ({ name, request, response, faults }: MethodSignature): PackedMethod => [
  name,
  request,
  response ?? null,
  ...faults,
];

const keepComponent = (component: AdvertisedComponent): KeptComponent => [
  ...packComponent(component),
  component.outline,
];

const unpackComponent = ([kind, name, fingerprint, role, outline]: KeptComponent): AdvertisedComponent => ({
  kind,
  name,
  fingerprint,
  role,
  outline,
});

const unpackMethod = ([name, request, response, ...faults]: PackedMethod): MethodSignature => ({
  name,
  request,
  response: response ?? undefined,
  faults,
});

const VERSION = 2;

/** A set as it is kept: once for all documents and log entries that name it by its number. */
export const writeComponentSet = (set: ComponentSet): Uint8Array => {
  if (set.record) return set.record;
  const { digest, components, methods } = set;
  const packed: PackedComponents = [digest, components.map(keepComponent), methods.map(packMethod)];
  return writeFields(VERSION, packed);
};

/** A set by its record, which is read only when its components are asked for: of ten thousand that takes milliseconds. */
export const openComponentSet = (digest: string, record: Uint8Array): ComponentSet => {
  let read: ComponentSet | undefined;
  const open = (): ComponentSet => (read ??= readComponentSet(record));
  return {
    digest,
    record,
    get components() {
      return open().components;
    },
    get methods() {
      return open().methods;
    },
  };
};

/** @throws {StoaError} `STORE_VERSION_UNSUPPORTED` */
export const readComponentSet = (bytes: Uint8Array): ComponentSet => {
  const [digest, components, methods] = readFields(VERSION, bytes) as unknown as PackedComponents;
  return { digest, components: components.map(unpackComponent), methods: methods.map(unpackMethod) };
};
