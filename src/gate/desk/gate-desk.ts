import { StoaError, createUrn, given } from '../../base/index.js';
import type { Caller, GateId, SpaceId } from '../../base/index.js';
import type { Endpoint } from '../../advertisement/index.js';
import type { GateDesk, OpenGate, OpenGateInput, RelayInput } from '../model.js';
import { assertComponents } from './check-components.js';
import { createClientGates } from './client-gates.js';
import type { ClientGates } from './client-gates.js';
import { createClosureFeed } from './closure-feed.js';
import { chooseCarry } from './endpoints.js';
import { createGrantTokens } from './grant-token.js';
import type { Grant, GrantTokens } from './grant-token.js';
import { issueCredential } from './issue.js';
import { createOpenCalls } from './open-calls.js';
import { toDeskContext } from './parts.js';
import type { CallableService, DeskContext, GateDeskOptions, GateDeskParts } from './parts.js';
import { relayMessage } from './relay.js';

/** Path of relay addresses below the URL of their space. */
export const RELAY_PATH = 'relay';

const grantPeriod = ({ periodMs }: OpenGateInput, maxGateMs: number): number => {
  if (periodMs !== undefined && !(periodMs > 0)) {
    throw new StoaError('PARAMETER_INVALID', `a gate is asked for a period above 0, got ${periodMs} ms`);
  }
  return Math.min(periodMs ?? maxGateMs, maxGateMs);
};

/**
 * Names of the methods wanted, each once, or of all that the caller is granted.
 *
 * @throws {StoaError} `METHOD_UNKNOWN`; `METHOD_NOT_GRANTED` when one that is wanted is not granted, or none at all is
 */
const grantMethods = (
  { compiled, grantedMethods, advertisement }: CallableService,
  wanted: readonly string[],
): readonly string[] => {
  const isGranted = (name: string): boolean => grantedMethods?.includes(name) ?? true;
  const all = compiled.methods.map(({ name }) => name).filter(isGranted);
  if (wanted.length === 0 && all.length > 0) return all;
  // Of what is not granted it is not told either whether it is there.
  if (wanted.length > 0 && wanted.every(isGranted))
    return [...new Set(wanted)].map((name) => compiled.getMethod(name).name);
  throw new StoaError(
    'METHOD_NOT_GRANTED',
    `of "${advertisement.name}" the caller is granted: ${all.slice(0, 20).join(', ') || 'no method'}`,
    { hint: 'ask for fewer methods, or whoever runs the space for more' },
  );
};

const assertNotEnded = async ({ closures, clock }: DeskContext, space: SpaceId, grant: Grant): Promise<void> => {
  if (clock.nowMs() >= grant.expiresAtMs)
    throw new StoaError('GATE_EXPIRED', 'the gate has expired', { hint: 'open a new one' });
  if (await closures.has(space, grant.gate))
    throw new StoaError('GATE_CLOSED', 'the gate was closed', { hint: 'open a new one' });
};

/**
 * The service that a gate was opened for, if it can be called now. A URN may be published anew once it is free: a gate leads to no
 * service of somebody else than at first.
 *
 * @throws {StoaError} `GATE_CLOSED`, and what the look-up throws
 */
const getGranted = async (context: DeskContext, space: SpaceId, grant: Grant): Promise<CallableService> => {
  const service = await context.getCallable(context.callerOf(space), space, grant.document);
  if (service.publisher === grant.publisher) return service;
  throw new StoaError('GATE_CLOSED', 'the service that the gate led to is gone, and its URN is that of another now', {
    hint: 'look the service up anew',
  });
};

/**
 * The key to which a gate is bound. One that is stated need not be proved here: a credential is of no use to who lacks
 * its key. But a caller that has proved one cannot open gates for another.
 */
const findKey = (caller: Caller, { keyThumbprint }: OpenGateInput): string | undefined => {
  const proved = caller.keyThumbprint;
  if (proved === undefined || keyThumbprint === undefined || keyThumbprint === proved) return proved ?? keyThumbprint;
  throw new StoaError('KEY_MISMATCH', 'a gate is bound to the key with which it is asked for, another one was stated', {
    hint: 'leave the key out, or ask with the one that is stated; a gate can be given away by narrowing it',
  });
};

/** Where messages go: to the service as it is advertised now, or to the space. */
const toAddress = (
  tokens: GrantTokens,
  { space, grant, endpoint }: { readonly space: SpaceId; readonly grant: Grant; readonly endpoint: Endpoint },
): string => (grant.carry === 'direct' ? endpoint.uri : `${RELAY_PATH}/${tokens.write('gate-address', space, grant)}`);

/** What opening a gate takes besides the service. */
interface OpenParts {
  readonly tokens: GrantTokens;
  readonly clients: ClientGates;
}

const createOpen =
  (context: DeskContext, { tokens, clients }: OpenParts): GateDesk['open'] =>
  async (caller, space, input) => {
    const service = await context.getCallable(caller, space, input.id);
    const { carry, endpoint } = chooseCarry(service.advertisement, input.carry);
    const methods = grantMethods(service, input.methods);
    if (input.components && input.components.length > 0) assertComponents(await service.getSeen(), input.components);
    const { maxGateMs, maxClientGates } = await context.limitsOf(space, caller);
    const grant: Grant = {
      gate: createUrn<GateId>(context),
      document: service.id,
      expiresAtMs: context.clock.nowMs() + grantPeriod(input, maxGateMs),
      methods: input.methods.length > 0 || service.grantedMethods !== undefined ? methods : undefined,
      subject: caller.subject,
      ...given('publisher', service.publisher),
      ...given('keyThumbprint', findKey(caller, input)),
      carry,
    };
    const gate: OpenGate = {
      id: grant.gate,
      carry,
      uri: toAddress(tokens, { space, grant, endpoint }),
      binding: endpoint.binding,
      expiresAtMs: grant.expiresAtMs,
      methods,
      control: tokens.write('gate-control', space, grant),
      advertisement: service.text,
      ...(await issueCredential(context, { space, grant, service })),
      ...(grant.keyThumbprint !== undefined && { renewal: tokens.write('gate-renewal', space, grant) }),
    };
    if (maxClientGates !== undefined) clients.add(space, grant, maxClientGates);
    context.log.info({ space, gate: gate.id, document: service.id, carry, methods: methods.length }, 'gate opened');
    return Object.freeze(gate);
  };

/**
 * The space's side of gates. Nothing of an open gate is stored: its relay address and its control hold the grant,
 * sealed; only closures are kept, until the gate would have ended.
 */
export const createGateDesk = (parts: GateDeskParts, options: GateDeskOptions = {}): GateDesk => {
  const context = toDeskContext(parts, options);
  const tokens = createGrantTokens(context.mint);
  const clients = createClientGates(context.clock);
  const calls = createOpenCalls();
  const feed = createClosureFeed(context.clock);

  const getControlled = (space: SpaceId, gate: GateId, control: string): Grant => {
    const grant = tokens.find('gate-control', space, control);
    if (grant?.gate === gate) return grant;
    throw new StoaError('CREDENTIAL_INVALID', 'the control credential is not that of this gate');
  };

  const relay = async (space: SpaceId, input: RelayInput) => {
    const grant = tokens.find('gate-address', space, input.address);
    if (!grant) throw new StoaError('GATE_NOT_FOUND', 'there is no gate at this address');
    await assertNotEnded(context, space, grant);
    const { maxOpenCalls, takeCall } = await context.limitsOf(space);
    takeCall?.(grant.subject);
    return calls.run(space, maxOpenCalls, async () => {
      const service = await getGranted(context, space, grant);
      return relayMessage(context, { space, grant, service }, input);
    });
  };

  return Object.freeze({
    open: createOpen(context, { tokens, clients }),
    refresh: async (space: SpaceId, gate: GateId, control: string) => {
      const renewable = tokens.find('gate-renewal', space, control);
      const grant = renewable?.gate === gate ? renewable : getControlled(space, gate, control);
      await assertNotEnded(context, space, grant);
      const service = await getGranted(context, space, grant);
      const { endpoint } = chooseCarry(service.advertisement, grant.carry);
      return {
        carry: grant.carry,
        uri: toAddress(tokens, { space, grant, endpoint }),
        expiresAtMs: grant.expiresAtMs,
        ...(await issueCredential(context, { space, grant, service })),
      };
    },
    close: async (space: SpaceId, gate: GateId, control: string) => {
      const grant = getControlled(space, gate, control);
      if (context.clock.nowMs() >= grant.expiresAtMs) return;
      await context.closures.add(space, gate, grant.expiresAtMs);
      clients.delete(space, grant);
      feed.tell(space, grant.document, gate);
    },
    relay,
    closures: feed.follow,
  });
};
