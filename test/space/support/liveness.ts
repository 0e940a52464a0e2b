import { StoaError } from '../../../src/base/index.js';
import type { DocumentId, LeaseId } from '../../../src/base/index.js';
import type { AskAddress, SpaceEventKind } from '../../../src/space/index.js';
import type { RigOptions } from './spaces.js';
import { caller, createRig, service } from './spaces.js';

/** An hour in milliseconds. */
export const HOUR_MS = 3_600_000;

/** An advertisement that asks to be asked after. */
export const probed = (attributes = 'probe="/health" every="PT20S"', name = 'lamp'): Uint8Array =>
  service({ name, after: `<liveness xmlns="urn:stoa:liveness:1" ${attributes}/>` });

/** What asking where nobody is gives. */
export const unreachable = (): StoaError => new StoaError('SERVICE_UNREACHABLE', 'nobody there');

/** Addresses that answer with a status, or as a function says. */
const createNetwork = () => {
  const asked: string[] = [];
  const network = { answer: (_url: string): number | Promise<number> => 200 };
  const ask: AskAddress = async ({ url }) => {
    asked.push(url);
    return network.answer(url);
  };
  const fail = (): never => {
    throw unreachable();
  };
  return {
    asked,
    ask,
    up: (status = 200) => (network.answer = () => status),
    down: () => (network.answer = fail),
    answer: (answer: typeof network.answer) => (network.answer = answer),
  };
};

/** A space on a virtual clock, with a network, and what happens in it. */
export const setUpLiveness = async (options: RigOptions = {}) => {
  const network = createNetwork();
  const rig = await createRig({ ask: network.ask, limits: { maxLeaseMs: HOUR_MS }, ...options });
  const events: SpaceEventKind[] = [];
  const follow = async () => {
    const { id } = await rig.main().subscribe(caller(), { periodMs: HOUR_MS });
    const signal = new AbortController().signal;
    for await (const { event } of rig.main().events(caller(), { subscription: id, signal })) events.push(event);
  };
  void follow().catch(() => undefined);
  await rig.clock.settle();
  const publish = async (bytes = probed(), periodMs = HOUR_MS) => {
    const { entry, lease } = await rig.main().publish(caller(), { bytes, periodMs });
    const credential = lease.credential ?? '';
    return { id: entry.id, lease: lease.id, credential };
  };
  /** How it stands with a service, as entries tell. */
  const stateOf = async (id: DocumentId): Promise<'fresh' | 'suspect' | 'stale'> => {
    const { entry } = await rig.main().read(caller(), id);
    if (entry.stale) return 'stale';
    return entry.use?.suspect === true ? 'suspect' : 'fresh';
  };
  const freshNames = async (): Promise<readonly string[]> =>
    (await rig.main().lookup(caller(), { fresh: true })).hits.map(({ entry }) => entry.name);
  const renew = ({ lease, credential }: { readonly lease: LeaseId; readonly credential: string }) =>
    rig.main().renew(caller(credential), { lease });
  return { ...rig, rig, main: rig.main, network, events, publish, stateOf, freshNames, renew };
};
