import { StoaError, createUrn, given, isStoaError } from '../../base/index.js';
import type { Caller, GateId, SpaceId } from '../../base/index.js';
import type { Endpoint } from '../../advertisement/index.js';
import type { GateDesk, OpenGate, OpenGateInput } from '../model.js';
import { assertComponents } from './check-components.js';
import { createClientGates } from './client-gates.js';
import { createClosureFeed } from './closure-feed.js';
import { chooseCarry } from './endpoints.js';
import { createGrantTokens } from './grant-token.js';
import type { Grant, GrantTokens } from './grant-token.js';
import { grantedOf, issueCredential } from './issue.js';
import type { IssuedCredential } from './issue.js';
import { closeGates, createLookAgain, keepIssued } from './look-again.js';
import type { ClosingParts } from './look-again.js';
import { createOpenCalls } from './open-calls.js';
import type { OpenCalls } from './open-calls.js';
import { createOpenGates } from './open-gates.js';
import type { IssuedGate } from './open-gates.js';
import { toDeskContext } from './parts.js';
import type { CallableService, DeskContext, GateDeskOptions, GateDeskParts, GateLimits } from './parts.js';
import { createRelayOrders } from './relay-orders.js';
import type { RelayOrders } from './relay-orders.js';
import { relayMessage } from './relay.js';
import { getStanding, toOpener } from './standing.js';
import type { StandingGate } from './standing.js';

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

/** What a desk knows of the gates that it has to do with. */
interface DeskState extends ClosingParts {
  readonly tokens: GrantTokens;
  readonly calls: OpenCalls;
  readonly orders: RelayOrders;
}

/** Holders renew a credential ahead of its end, but none in the first half of its life. */
const toRenewable = (
  { clock }: DeskContext,
  { credentialExpiresAtMs: endMs }: IssuedCredential,
): Pick<IssuedGate, 'renewableFromMs'> => (endMs === undefined ? {} : { renewableFromMs: (clock.nowMs() + endMs) / 2 });

const hasNothingToRenew = (
  { clock }: DeskContext,
  { credential }: IssuedCredential,
  { renewableFromMs = 0 }: Partial<IssuedGate> = {},
): boolean => credential === undefined || clock.nowMs() < renewableFromMs;

const createOpen =
  (context: DeskContext, state: DeskState): GateDesk['open'] =>
  async (caller, space, input) => {
    const { tokens, clients, orders } = state;
    const changes = state.changes.count;
    const { maxGateMs, maxClientGates, takeCall, opener = 'anyone' } = await context.limitsOf(space, caller);
    takeCall?.(caller);
    const service = await context.getCallable(caller, space, input.id);
    const { carry, endpoint } = chooseCarry(service.advertisement, input.carry);
    const methods = grantMethods(service, input.methods);
    if (input.components && input.components.length > 0) assertComponents(await service.getSeen(), input.components);
    const grant: Grant = {
      gate: createUrn<GateId>(context),
      document: service.id,
      expiresAtMs: context.clock.nowMs() + grantPeriod(input, maxGateMs),
      methods: input.methods.length > 0 || service.grantedMethods !== undefined ? methods : undefined,
      subject: caller.subject,
      opener,
      ...given('publisher', service.publisher),
      ...given('keyThumbprint', findKey(caller, input)),
      carry,
    };
    const issued = await issueCredential(context, { space, grant, service });
    const gate: OpenGate = {
      id: grant.gate,
      carry,
      uri: toAddress(tokens, { space, grant, endpoint }),
      binding: endpoint.binding,
      expiresAtMs: grant.expiresAtMs,
      methods,
      control: tokens.write('gate-control', space, grant),
      advertisement: await service.readText(),
      ...issued,
      ...(grant.keyThumbprint !== undefined && { renewal: tokens.write('gate-renewal', space, grant) }),
    };
    if (maxClientGates !== undefined) clients.add(space, grant, maxClientGates);
    await keepIssued(context, state, { space, grant, methods, changes, ...toRenewable(context, issued) });
    if (carry === 'relay') orders.open(grant.gate, service);
    context.log.info({ space, gate: gate.id, document: service.id, carry, methods: methods.length }, 'gate opened');
    return Object.freeze(gate);
  };

/** What is done with an open gate. */
const createUses = (context: DeskContext, state: DeskState): Pick<GateDesk, 'refresh' | 'close' | 'relay'> => {
  const { tokens, calls, open, orders } = state;

  const getControlled = (space: SpaceId, gate: GateId, control: string): Grant => {
    const grant = tokens.find('gate-control', space, control);
    if (grant?.gate === gate) return grant;
    throw new StoaError('CREDENTIAL_INVALID', 'the control credential is not that of this gate');
  };

  /** As {@link getStanding}; a gate whose opener may no longer is closed for good. */
  const getUsable = async (space: SpaceId, grant: Grant): Promise<StandingGate> => {
    await assertNotEnded(context, space, grant);
    try {
      return await getStanding(context, space, grant);
    } catch (thrown) {
      if (isStoaError(thrown, 'GATE_CLOSED')) await closeGates(context, state, { space, grants: [grant] });
      throw thrown;
    }
  };

  const count = async (space: SpaceId, grant: Grant, counted?: 'endings'): Promise<GateLimits> => {
    const limits = await context.limitsOf(space);
    limits.takeCall?.(toOpener(context, space, grant), counted);
    return limits;
  };

  return {
    refresh: async (space, gate, control) => {
      const renewable = tokens.find('gate-renewal', space, control);
      const held = renewable?.gate === gate ? renewable : getControlled(space, gate, control);
      const changes = state.changes.count;
      await count(space, held);
      const { service, grant } = await getUsable(space, held);
      const { endpoint } = chooseCarry(service.advertisement, grant.carry);
      const issued = await issueCredential(context, { space, grant, service });
      // Who has nothing to renew yet asks where the service is now because it could not be reached.
      if (grant.carry === 'direct' && hasNothingToRenew(context, issued, open.find(gate))) service.doubt?.();
      const methods = grantedOf(grant, service);
      await keepIssued(context, state, { space, grant: held, methods, changes, ...toRenewable(context, issued) });
      return {
        carry: grant.carry,
        uri: toAddress(tokens, { space, grant: held, endpoint }),
        expiresAtMs: grant.expiresAtMs,
        ...issued,
      };
    },
    close: async (space, gate, control) => {
      const grant = getControlled(space, gate, control);
      await count(space, grant, 'endings');
      // Closing twice is one closing: it is told and kept once.
      if (context.clock.nowMs() >= grant.expiresAtMs || (await context.closures.has(space, gate))) return;
      await closeGates(context, state, { space, grants: [grant] });
    },
    relay: async (space, input) => {
      const held = tokens.find('gate-address', space, input.address);
      if (!held) throw new StoaError('GATE_NOT_FOUND', 'there is no gate at this address');
      const { maxOpenCalls: limit } = await count(space, held);
      const client = typeof held.opener === 'string' ? undefined : held.subject;
      return calls.run(space, { limit, client }, async () => {
        const { service, grant } = await getUsable(space, held);
        const begin = (method: string) => orders.begin(held.gate, service, method);
        return relayMessage(context, { space, service, grant, begin }, input);
      });
    },
  };
};

/**
 * The space's side of gates. Nothing of an open gate is stored: its relay address and its control hold the grant,
 * sealed; only closures are kept, until the gate would have ended.
 */
export const createGateDesk = (parts: GateDeskParts, options: GateDeskOptions = {}): GateDesk => {
  const context = toDeskContext(parts, options);
  const { clock } = context;
  const state: DeskState = {
    tokens: createGrantTokens(context.mint),
    clients: createClientGates(clock),
    calls: createOpenCalls(),
    feed: createClosureFeed(clock),
    open: createOpenGates(clock),
    changes: { count: 0 },
    orders: createRelayOrders(),
  };
  return Object.freeze<GateDesk>({
    open: createOpen(context, state),
    ...createUses(context, state),
    closures: state.feed.follow,
    lookAgain: createLookAgain(context, state),
    usage: () => ({ gates: state.open.count(), relayed: state.calls.count() }),
  });
};
