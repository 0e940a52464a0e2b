import type { Caller, SpaceId, SpaceLimits, SubjectId } from '../../../src/base/index.js';
import { localCaller, silentLog, toUtf8 } from '../../../src/base/index.js';
import { readAdvertisement } from '../../../src/advertisement/index.js';
import { createCredentialMint } from '../../../src/security/index.js';
import type {
  AddressBook,
  AskAddress,
  SchemaWorker,
  SchemaWorkers,
  Space,
  SpaceDeclaration,
  Spaces,
} from '../../../src/space/index.js';
import { createSpaces } from '../../../src/space/index.js';
import type { Store } from '../../../src/store/index.js';
import { createMemoryStore } from '../../../src/store/index.js';
import { parseXml } from '../../../src/xml/index.js';
import type { SeededRandom } from '../../support/seeded-random.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import type { VirtualClock } from '../../support/virtual-clock.js';
import { createVirtualClock } from '../../support/virtual-clock.js';

/** Addresses as a server on example.org gives them. */
export const addresses: AddressBook = {
  space: ({ id, alias }) => `http://example.org/spaces/${alias ?? id}`,
  document: ({ id: space, alias }, id) => `http://example.org/spaces/${alias ?? space}/documents/${id}`,
  events: ({ id: space, alias }, id) => `http://example.org/spaces/${alias ?? space}/subscriptions/${id}/events`,
};

/** Where it is said how to prove who one is. */
export const AUTHENTICATION = 'http://example.org/.well-known/oauth-protected-resource';

export interface Rig {
  readonly store: Store;
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  spaces: Spaces;
  readonly main: () => Space;
  /** Closes the spaces and opens others on the same store, as a restart does. */
  readonly restart: (options?: RigOptions) => Promise<void>;
}

export interface RigOptions {
  readonly store?: Store;
  readonly clock?: VirtualClock;
  readonly limits?: Partial<SpaceLimits>;
  readonly declaration?: SpaceDeclaration;
  /** Callers can prove who they are. */
  readonly authenticates?: boolean;
  /** Works on large schemas. */
  readonly schemaWorker?: SchemaWorker;
  /** The same, told for whom. */
  readonly schemaWorkers?: SchemaWorkers;
  /** Asks services whether they are there. */
  readonly ask?: AskAddress;
  /** The same over restarts, else ids come twice. */
  readonly random?: SeededRandom;
}

/** The declaration of a space named `main` with a policy, if one is given. */
export const declareMain = (policy = '', documents: SpaceDeclaration['documents'] = []): SpaceDeclaration => ({
  alias: 'main',
  documents,
  advertisement: readAdvertisement(
    parseXml(
      `<advertisement xmlns="urn:stoa:advertisement:1" kind="space"><name>Main space</name>${policy}</advertisement>`,
    ).root,
  ),
});

export const open = (store: Store, clock: VirtualClock, options: RigOptions = {}): Promise<Spaces> => {
  const { schemaWorker, schemaWorkers = schemaWorker && { for: () => schemaWorker } } = options;
  return createSpaces(
    {
      store,
      clock,
      random: options.random ?? createSeededRandom(20261121),
      log: silentLog,
      credentials: createCredentialMint(new Uint8Array(32).fill(7)),
      addresses: options.authenticates ? { ...addresses, authentication: () => AUTHENTICATION } : addresses,
      ...(schemaWorkers && { schemaWorkers }),
      ...(options.ask && { ask: options.ask }),
    },
    {
      ...(options.limits && { limits: options.limits }),
      ...(options.authenticates && { authenticates: true }),
    },
  );
};

/** One declared space on a memory store and a virtual clock. */
export const createRig = async (options: RigOptions = {}): Promise<Rig> => {
  const store = options.store ?? createMemoryStore();
  const clock = options.clock ?? createVirtualClock();
  const declaration = options.declaration ?? declareMain();
  const random = options.random ?? createSeededRandom(1);
  const spaces = await open(store, clock, { ...options, random });
  await spaces.declare(declaration);
  const rig: Rig = {
    store,
    clock,
    random,
    spaces,
    main: () => {
      const space = rig.spaces.findByAlias('main');
      if (!space) throw new RangeError('the space is not declared');
      return space;
    },
    restart: async (again = options) => {
      await rig.spaces.close();
      rig.spaces = await open(store, clock, { ...again, random });
      await rig.spaces.declare(again.declaration ?? declaration);
    },
  };
  return rig;
};

export const caller = localCaller;

/** A caller that proved who it is. */
export const user = (subject: string, ...groups: readonly string[]): Caller => ({
  subject: subject as SubjectId,
  credentials: [],
  authenticated: true,
  groups,
});

/** A policy element with these grants. */
export const accessPolicy = (grants: string, more = ''): string =>
  `<policy xmlns="urn:stoa:policy:1"><access>${grants}</access>${more}</policy>`;

/** A schema whose global element `element` holds the given content particles. */
export const schemaText = (namespace: string, body: string): string =>
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="${namespace}" targetNamespace="${namespace}" elementFormDefault="qualified">${body}</xs:schema>`;

/** An element of a sequence of string fields, for schemas. */
export const elementOf = (name: string, ...fields: readonly string[]): string =>
  `<xs:element name="${name}"><xs:complexType><xs:sequence>${fields
    .map((field) => `<xs:element name="${field}" type="xs:string"/>`)
    .join('')}</xs:sequence></xs:complexType></xs:element>`;

export const parts = (...texts: readonly string[]) =>
  texts.map((text) => ({ location: '', root: parseXml(text).root }));

export interface ServiceInput {
  readonly name: string;
  readonly id?: string;
  /** What stands after the interface. */
  readonly after?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly schema?: string;
  readonly request?: string;
  readonly response?: string;
  /** Methods by name, each with the local names of its request and response; instead of `request` and `response`. */
  readonly methods?: Readonly<Record<string, readonly [request: string, response?: string]>>;
}

/** A schema of one request element. */
export const ECHO_SCHEMA = schemaText('urn:test:echo', elementOf('echo', 'text'));

/** Bytes of an advertisement with one method `call`; without a schema given it takes `{urn:test:echo}echo`. */
export const service = (input: ServiceInput): Uint8Array => {
  const { name, id, kind = 'service', namespace = 'urn:test:echo', schema = ECHO_SCHEMA } = input;
  const { request = 'echo', response, after = '' } = input;
  const reference = (role: string, element: string | undefined): string =>
    element === undefined ? '' : `<${role} xmlns:t="${namespace}" element="t:${element}"/>`;
  const methods = Object.entries(input.methods ?? { call: [request, response] as const })
    .map(
      ([each, [taken, given]]) =>
        `<method name="${each}">${reference('request', taken)}${reference('response', given)}</method>`,
    )
    .join('');
  return toUtf8(
    `<?xml version="1.0"?>\n<advertisement xmlns="urn:stoa:advertisement:1" kind="${kind}"${id ? ` id="${id}"` : ''}>` +
      `<name>${name}</name><endpoint uri="http://service.example/" binding="stoa-http"/>` +
      `<interface>${methods}<schema>${schema}</schema></interface>${after}</advertisement>`,
  );
};

export const plain = (text: string): Uint8Array => toUtf8(text);

export type { SpaceId };
