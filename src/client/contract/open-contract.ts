import { given, isStoaError } from '../../base/light.js';
import type { CodecGate, OpenGateOptions, SpaceClient } from '../api.js';
import type { Hit } from '../model.js';
import { toContractQuery } from './contract-query.js';
import type { GateCodecs } from '../gate/codec-interface.js';
import { createLastingGate } from './lasting-gate.js';
import { toMessageCodec } from './message.js';
import type { Contract } from './model.js';

/** How a gate for a generated client is opened. */
export type OpenOptions = Omit<OpenGateOptions, 'components'>;

/** How the messages of a contract are read and written. */
export const toCodecs = ({ methods }: Contract): GateCodecs =>
  methods.map(({ name, request, response, faults = [], idempotent = false }) => ({
    name,
    request: toMessageCodec(request),
    ...(response && { response: toMessageCodec(response) }),
    faults: faults.map(({ message }) => toMessageCodec(message)),
    idempotent,
  }));

/** Whether a service whose components differ can still be used: the space compares them in the direction of their use. */
const isCompatible = async (
  { space, contract }: { readonly space: SpaceClient; readonly contract: Contract },
  id: string,
  signal: AbortSignal | undefined,
): Promise<boolean> => {
  const query = { ...(await toContractQuery(contract)), id, limit: 1 };
  const { hits } = await space.lookup(query, signal === undefined ? {} : { signal });
  return hits.length > 0;
};

/** Opens a gate on a service for a contract. */
const openOnce = async (
  parts: { readonly space: SpaceClient; readonly contract: Contract },
  service: string | Hit,
  options: OpenOptions,
): Promise<CodecGate> => {
  const { space, contract } = parts;
  const components = Object.entries(contract.components).map(([element, fingerprint]) => ({ element, fingerprint }));
  const own = { codecs: toCodecs(contract), ...given('order', contract.order) };
  const asked = { methods: contract.methods.map(({ name }) => name), ...options, ...own };
  try {
    return await space.openGate(service, { ...asked, components });
  } catch (thrown) {
    const id = typeof service === 'string' ? service : service.entry.id;
    if (!isStoaError(thrown, 'INTERFACE_MISMATCH') || !(await isCompatible(parts, id, options.signal))) throw thrown;
    return space.openGate(service, asked);
  }
};

/**
 * Opens a gate on a service for a contract, and anew whenever it has expired; but not where a period was asked for, nor where messages
 * have an order: with the gate the conversation is over. The space is told the fingerprints of all components that the client was built for. Where
 * some differ it is asked whether they can be used all the same: a service may take more and answer less.
 *
 * @throws {StoaError} `INTERFACE_MISMATCH` with a finding for each component that differs, when the service cannot be used;
 *   what opening a gate throws
 */
export const openContract = async (
  parts: { readonly space: SpaceClient; readonly contract: Contract },
  service: string | Hit,
  options: OpenOptions = {},
): Promise<CodecGate> => {
  const gate = await openOnce(parts, service, options);
  if (parts.contract.order !== undefined || options.periodMs !== undefined) return gate;
  // What gives up this opening says nothing of later ones.
  const { signal } = new AbortController();
  return createLastingGate(gate, () => openOnce(parts, service, { ...options, signal }));
};
