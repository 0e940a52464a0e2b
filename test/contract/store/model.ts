import fc from 'fast-check';
import t from 'tap';
import { compareBytes, isStoaError, toHex } from '../../../src/base/index.js';
import type { SpaceId } from '../../../src/base/index.js';
import type { Commit, CommitMark, Expectation, Store } from '../../../src/store/index.js';
import { EVERYTHING, SPACES, bytes, readChanges } from './backend.js';
import type { StoreBackend } from './backend.js';

const KEYS = [bytes(), bytes(0), bytes('a'), bytes('a', 0), bytes('b'), bytes(0xff, 0xff)];
const MODEL_SPACES = [SPACES[0], SPACES[1], SPACES[4]] as readonly SpaceId[];
const SEED = 20_260_101;
const RUNS = 60;

/** What a space should hold: texts by hexadecimal key, and the log. */
interface ModelSpace {
  rows: Map<string, { value: Uint8Array; version: number | undefined; by: CommitMark | undefined }>;
  applied: Set<CommitMark>;
  log: string[];
  trimmedThrough: number;
}

/** A commit in the making: which version it expects is known only when it is made. */
interface PlannedCommit {
  readonly space: number;
  readonly expected: readonly { readonly key: number; readonly state: 'present' | 'absent' | 'stale' | 'left' }[];
  /** Whether it is decided upon the commit before it in its space. */
  readonly isAfter: boolean;
  /** Turns between the one before it and itself: none, of the microtasks, of the event loop. */
  readonly pause: 'none' | 'microtask' | 'turn';
  readonly puts: readonly { readonly key: number; readonly value: Uint8Array }[];
  readonly deletes: readonly number[];
  readonly entries: readonly number[];
}

type Step =
  | { readonly kind: 'commits'; readonly commits: readonly PlannedCommit[] }
  | { readonly kind: 'compact'; readonly space: number; readonly through: number }
  | { readonly kind: 'drop'; readonly space: number }
  | { readonly kind: 'reopen' };

const space = fc.nat({ max: MODEL_SPACES.length - 1 });
const key = fc.nat({ max: KEYS.length - 1 });
const value = fc.uint8Array({ maxLength: 12 });
const plannedCommit: fc.Arbitrary<PlannedCommit> = fc.record({
  space,
  expected: fc.array(
    fc.record({
      key,
      state: fc.constantFrom('present' as const, 'absent' as const, 'stale' as const, 'left' as const),
    }),
    { maxLength: 2 },
  ),
  isAfter: fc.boolean(),
  pause: fc.constantFrom('none' as const, 'microtask' as const, 'turn' as const),
  puts: fc.array(fc.record({ key, value }), { maxLength: 4 }),
  deletes: fc.array(key, { maxLength: 3 }),
  entries: fc.array(fc.nat({ max: 99 }), { maxLength: 3 }),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('commits' as const),
      commits: fc.array(plannedCommit, { minLength: 1, maxLength: 8 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('compact' as const), space, through: fc.nat({ max: 20 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop' as const), space }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen' as const) }) },
);

const keyAt = (at: number): Uint8Array => KEYS[at] ?? bytes();
const idAt = (at: number): SpaceId => MODEL_SPACES[at] as SpaceId;
const emptySpace = (): ModelSpace => ({ rows: new Map(), applied: new Set(), log: [], trimmedThrough: 0 });

/** A version that no key ever has: versions count up from 1. */
const STALE_VERSION = 0;

interface MadeCommit {
  readonly at: number;
  readonly commit: Commit;
  readonly pause: PlannedCommit['pause'];
}

/** `before` is the mark of the commit before it in its space. */
const toCommit = (planned: PlannedCommit, model: ModelSpace, before: CommitMark | undefined): Commit => ({
  mark: { isMark: true },
  ...(planned.isAfter && before && { after: before }),
  expected: planned.expected.map(({ key, state }) => {
    const known = model.rows.get(toHex(keyAt(key)))?.version;
    const left = before ?? STALE_VERSION;
    const versions = { present: known ?? STALE_VERSION, absent: undefined, stale: STALE_VERSION, left };
    return { key: keyAt(key), version: versions[state] };
  }),
  puts: planned.puts.map(({ key, value }) => ({ key: keyAt(key), value })),
  deletes: planned.deletes.map(keyAt),
  entries: planned.entries.map((entry) => bytes(String(entry))),
});

const makeCommits = (planned: readonly PlannedCommit[], model: readonly ModelSpace[]): readonly MadeCommit[] => {
  const marks = new Map<number, CommitMark>();
  return planned.map((plan) => {
    const commit = toCommit(plan, model[plan.space] ?? emptySpace(), marks.get(plan.space));
    if (commit.mark) marks.set(plan.space, commit.mark);
    return { at: plan.space, commit, pause: plan.pause };
  });
};

const holds = (model: ModelSpace, { key, version }: Expectation): boolean => {
  const row = model.rows.get(toHex(key));
  if (typeof version === 'object') return model.applied.has(version) && row?.by === version;
  return version === undefined ? row === undefined : row !== undefined && row.version === version;
};

/**
 * Applies a commit to the model, or tells that it conflicts. The version of a row put by an earlier commit of the
 * same step is not known yet, and differs from all that were.
 */
const applyToModel = (model: ModelSpace, commit: Commit): number | 'conflict' => {
  if (commit.after && !model.applied.has(commit.after)) return 'conflict';
  if (commit.expected?.some((expectation) => !holds(model, expectation))) return 'conflict';
  for (const key of commit.deletes ?? []) model.rows.delete(toHex(key));
  for (const { key, value } of commit.puts ?? []) {
    model.rows.set(toHex(key), { value, version: undefined, by: commit.mark });
  }
  for (const entry of commit.entries ?? []) model.log.push(new TextDecoder().decode(entry));
  if (commit.mark) model.applied.add(commit.mark);
  return model.log.length;
};

const runCommits = async (store: Store, model: ModelSpace[], planned: readonly PlannedCommit[]): Promise<void> => {
  const made = makeCommits(planned, model);
  const committing: Promise<number | 'conflict'>[] = [];
  for (const { at, commit, pause } of made) {
    if (pause === 'microtask') await Promise.resolve();
    if (pause === 'turn') await new Promise((resolve) => void setImmediate(resolve));
    committing.push(
      store.commit(idAt(at), commit).catch((error: unknown) => {
        if (isStoaError(error, 'STORE_CONFLICT')) return 'conflict';
        throw error;
      }),
    );
  }
  const outcomes = await Promise.all(committing);
  const should = made.map(({ at, commit }) => applyToModel(model[at] ?? emptySpace(), commit));
  if (JSON.stringify(outcomes) !== JSON.stringify(should)) {
    throw new RangeError(`outcomes ${JSON.stringify(outcomes)}, expected ${JSON.stringify(should)}`);
  }
};

/** Compares a space with its model and takes over the versions that it tells. */
const compareSpace = async (store: Store, id: SpaceId, model: ModelSpace): Promise<void> => {
  const rows = await store.range(id, EVERYTHING);
  const found = rows.map(({ key, value }) => [toHex(key), toHex(value)]);
  const sorted = KEYS.filter((key) => model.rows.has(toHex(key))).sort(compareBytes);
  const should = sorted.map((key) => [toHex(key), toHex(model.rows.get(toHex(key))?.value ?? bytes())]);
  if (JSON.stringify(found) !== JSON.stringify(should)) {
    throw new RangeError(`rows ${JSON.stringify(found)}, expected ${JSON.stringify(should)}`);
  }
  for (const row of rows) {
    const known = model.rows.get(toHex(row.key));
    if (known?.version !== undefined && known.version !== row.version)
      throw new RangeError('a version changed by itself');
    if (known) known.version = row.version;
  }
  const after = model.trimmedThrough;
  const log = await readChanges(store, id, { after, count: model.log.length - after });
  const logged = model.log.slice(after).map((entry, at) => `${String(after + at + 1)}:${entry}`);
  if (JSON.stringify(log) !== JSON.stringify(logged))
    throw new RangeError(`log ${log.join()}, expected ${logged.join()}`);
  if ((await store.sequence(id)) !== model.log.length)
    throw new RangeError('the sequence is not the length of the log');
};

const runStep = async (store: Store, model: ModelSpace[], step: Exclude<Step, { kind: 'reopen' }>): Promise<void> => {
  if (step.kind === 'commits') return runCommits(store, model, step.commits);
  if (step.kind === 'drop') {
    model[step.space] = emptySpace();
    return store.drop(idAt(step.space));
  }
  const kept = model[step.space] ?? emptySpace();
  const through = Math.max(kept.trimmedThrough, Math.min(step.through, kept.log.length));
  const trimmed = await store.compact(idAt(step.space), step.through);
  if (trimmed !== through - kept.trimmedThrough) throw new RangeError(`${String(trimmed)} entries trimmed`);
  kept.trimmedThrough = through;
};

/** Random sequences of operations, compared with a plain model after each. */
export const testAgainstModel = (backend: StoreBackend): void => {
  void t.test(
    `a store behaves as a plain map with a log under any sequence of operations (seed ${String(SEED)})`,
    async (t) => {
      const run = async (steps: readonly Step[]): Promise<void> => {
        const home = backend.makeHome(t);
        let store = await home.open();
        const model = MODEL_SPACES.map(emptySpace);
        try {
          for (const step of steps) {
            if (step.kind !== 'reopen') await runStep(store, model, step);
            else if (backend.durable) {
              await store.close();
              store = await home.open();
            }
            for (const [at, kept] of model.entries()) await compareSpace(store, idAt(at), kept);
          }
        } finally {
          await store.close();
        }
      };
      await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 12 }), run), { seed: SEED, numRuns: RUNS });
      t.pass(`${String(RUNS)} sequences`);
    },
  );
};
