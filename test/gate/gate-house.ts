import { StoaError, localCaller, toUtf8 } from '../../src/base/index.js';
import type { Caller, DocumentId, GateId, SpaceId } from '../../src/base/index.js';
import { compileInterface, readAdvertisement } from '../../src/advertisement/index.js';
import type { Advertisement } from '../../src/advertisement/index.js';
import { createClientGate, createClosedGates, createGateDesk, createServiceGate } from '../../src/gate/index.js';
import type {
  CallAnswer,
  CallRequest,
  Carrier,
  ClientGateOptions,
  ClientGateParts,
  GateDeskOptions,
  GateService,
  HeldGate,
  MessageHandler,
  OpenGate,
  OpenGateInput,
  ServiceGate,
  ServiceGateOptions,
  ServiceGateParts,
} from '../../src/gate/index.js';
import {
  createCredentialMint,
  createCredentialSigner,
  createCredentialVerifier,
  createSigningKeys,
  toKeySet,
} from '../../src/security/index.js';
import type { ClientKey } from '../../src/security/index.js';
import { parseXml } from '../../src/xml/index.js';
import { createSeededRandom } from '../support/seeded-random.js';
import { createVirtualClock } from '../support/virtual-clock.js';

export const SPACE = 'urn:uuid:00000000-0000-7000-8000-000000000001' as SpaceId;
export const OTHER_SPACE = 'urn:uuid:00000000-0000-7000-8000-000000000002' as SpaceId;
export const PRINTER = 'urn:uuid:00000000-0000-7000-8000-0000000000aa' as DocumentId;
export const PRINT = 'urn:example:print';

export interface PrinterOptions {
  readonly access?: 'unrestricted' | 'restricted';
  /** `<endpoint …/>` elements. */
  readonly endpoints?: string;
  /** Type of `copies`. */
  readonly copies?: string;
}

/** A service with a request and response, faults, and a one-way method. */
export const printerAdvertisement = ({
  access = 'unrestricted',
  endpoints,
  copies = 'xs:unsignedShort',
}: PrinterOptions = {}): string =>
  `<advertisement xmlns="urn:stoa:advertisement:1" kind="service" access="${access}">
  <name>printer-3f</name>
  ${endpoints ?? '<endpoint uri="http://printer.example/" binding="stoa-http"/>'}
  <interface xmlns:p="${PRINT}">
    <method name="print"><request element="p:print"/><response element="p:printed"/><fault element="p:jam"/></method>
    <method name="status" idempotent="true"><request element="p:status"/><response element="p:ready"/></method>
    <method name="log"><request element="p:note"/></method>
    <schema>
      <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="${PRINT}" targetNamespace="${PRINT}" elementFormDefault="qualified">
        <xs:element name="print">
          <xs:complexType>
            <xs:sequence>
              <xs:element name="title" type="xs:string"/>
              <xs:element name="copies" type="${copies}"/>
              <xs:element name="page" type="xs:string" minOccurs="0" maxOccurs="unbounded"/>
            </xs:sequence>
          </xs:complexType>
        </xs:element>
        <xs:element name="printed">
          <xs:complexType><xs:sequence><xs:element name="sheets" type="xs:unsignedInt"/></xs:sequence></xs:complexType>
        </xs:element>
        <xs:element name="jam">
          <xs:complexType><xs:sequence><xs:element name="tray" type="xs:unsignedByte"/></xs:sequence></xs:complexType>
        </xs:element>
        <xs:element name="status"><xs:complexType/></xs:element>
        <xs:element name="ready" type="xs:boolean"/>
        <xs:element name="note" type="xs:string"/>
        <xs:element name="secret" type="xs:string"/>
      </xs:schema>
    </schema>
  </interface>
</advertisement>`;

export const printMessage = (copies = '2', title = 'letter'): string =>
  `<print xmlns="${PRINT}"><title>${title}</title><copies>${copies}</copies></print>`;
export const printed = (sheets: number | string): string =>
  `<printed xmlns="${PRINT}"><sheets>${sheets}</sheets></printed>`;
export const jam = (tray = 3): string => `<jam xmlns="${PRINT}"><tray>${tray}</tray></jam>`;

export const readText = (text: string): Advertisement => {
  const { root, source } = parseXml(text);
  return readAdvertisement(root, source);
};

/** Answers as a well-made printer does. */
export const printerHandler: MessageHandler = async ({ method }) => {
  if (method.name === 'print') return { bytes: toUtf8(printed(2)) };
  return method.name === 'status' ? { bytes: toUtf8(`<ready xmlns="${PRINT}">true</ready>`) } : undefined;
};

/** A carrier that remembers what was sent through it. */
export const createCountingCarrier = (carrier: Carrier) => {
  const calls: CallRequest[] = [];
  const counting: Carrier = (request) => {
    calls.push(request);
    return carrier(request);
  };
  return { carrier: counting, calls, sentBytes: () => calls.reduce((sum, { body }) => sum + body.length, 0) };
};

export interface HouseOptions extends PrinterOptions {
  readonly handle?: MessageHandler;
  /** What stands at the service's address instead of the service's gate. */
  readonly at?: Carrier;
  readonly desk?: GateDeskOptions;
  readonly service?: Partial<ServiceGateParts>;
  readonly serviceOptions?: ServiceGateOptions;
  readonly lifeMs?: number;
}

/** A desk, a service behind its own gate and a client, in one process: what goes between them are bytes. */
export const createHouse = async (options: HouseOptions = {}) => {
  const clock = createVirtualClock();
  const random = createSeededRandom(42);
  const text = printerAdvertisement(options);
  const advertisement = readText(text);
  const keys = await createSigningKeys();
  const verifier = createCredentialVerifier({ keys: async () => toKeySet(keys), clock }, { toleranceMs: 0 });
  const revoked = new Set<GateId>();
  const startService = () =>
    createServiceGate(
      {
        advertisement,
        documentId: () => PRINTER,
        issuer: SPACE,
        verifier,
        revocations: revoked,
        random,
        handle: options.handle ?? printerHandler,
        clock,
        ...options.service,
      },
      options.serviceOptions,
    );
  const running = { serviceGate: startService() };
  /** What the service has in memory is lost. */
  const restartService = (): void => void (running.serviceGate = startService());
  const serviceGate: ServiceGate = (request) => running.serviceGate(request);
  const reach: Carrier =
    options.at ?? (({ headers, body, signal }) => serviceGate({ method: 'POST', headers, body, signal }));
  const outbound = createCountingCarrier(reach);
  const entry: { service: GateService | undefined; refusal?: StoaError | undefined } = {
    service: { id: PRINTER, stale: false, revision: '1', advertisement, readText: () => Promise.resolve(text) },
  };
  const callers: Caller[] = [];
  const desk = createGateDesk(
    {
      findService: async (caller, _space, id) => {
        callers.push(caller);
        if (entry.refusal) throw entry.refusal;
        if (!entry.service || id !== PRINTER) throw new StoaError('DOCUMENT_NOT_FOUND', `there is no document ${id}`);
        return entry.service;
      },
      carrier: outbound.carrier,
      signer: createCredentialSigner({ keys, clock }, options.lifeMs === undefined ? {} : { lifeMs: options.lifeMs }),
      mint: createCredentialMint(random.bytes(32)),
      clock,
      random,
      closures: createClosedGates(clock),
    },
    options.desk,
  );
  /** The network of a client: relay addresses are at the space, all else is the service. */
  const network: Carrier = async (request) => {
    if (!request.uri.startsWith('relay/')) return reach(request);
    const { headers, body, signal } = request;
    return desk.relay(SPACE, { address: request.uri.slice('relay/'.length), headers, body, signal });
  };
  const inbound = createCountingCarrier(network);
  const open = (input: Partial<OpenGateInput> = {}): Promise<OpenGate> =>
    desk.open(localCaller(), SPACE, { id: PRINTER, methods: [], ...input });
  const compiled = compileInterface(advertisement.interface ?? { methods: [], events: [], schemas: [] });
  /** A gate in the hands of somebody who was given it. */
  const holdWith = (
    gate: HeldGate,
    {
      key,
      refresh,
      carrier = inbound.carrier,
      ...gateOptions
    }: Pick<ClientGateParts, 'key' | 'refresh'> & { readonly carrier?: Carrier } & ClientGateOptions,
  ) =>
    createClientGate(
      { gate, compiled, carrier, clock, random, ...(key && { key }), ...(refresh && { refresh }) },
      gateOptions,
    );
  const refresh = ({ id, renewal = '' }: HeldGate) => desk.refresh(SPACE, id, renewal);
  const hold = (gate: OpenGate, gateOptions: ClientGateOptions = {}, key?: ClientKey) =>
    createClientGate(
      {
        gate,
        ...(key && { key }),
        random,
        compiled: compileInterface(readText(gate.advertisement).interface ?? { methods: [], events: [], schemas: [] }),
        carrier: inbound.carrier,
        clock,
        refresh: () => desk.refresh(SPACE, gate.id, gate.control),
        close: () => desk.close(SPACE, gate.id, gate.control),
      },
      gateOptions,
    );
  const openHeld = async (input: Partial<OpenGateInput> = {}, gateOptions: ClientGateOptions = {}) =>
    hold(await open(input), gateOptions);
  /** A gate that is bound to `key`, in the hands of its holder. */
  const openBound = async (key: ClientKey, input: Partial<OpenGateInput> = {}) =>
    hold(await open({ keyThumbprint: key.thumbprint, ...input }), {}, key);
  return {
    space: SPACE,
    random,
    asked: () => callers.length,
    refresh,
    holdWith,
    openBound,
    restartService,
    revoked,
    callers,
    clock,
    desk,
    entry,
    advertisement,
    text,
    serviceGate,
    outbound,
    inbound,
    open,
    hold,
    openHeld,
  };
};

/** An answer of a service that is not one of ours. */
export const rawAnswer = (
  status: number,
  body = '',
  headers: Readonly<Record<string, string>> = { 'content-type': 'application/xml' },
): CallAnswer => ({
  status,
  headers,
  body: toUtf8(body),
});
