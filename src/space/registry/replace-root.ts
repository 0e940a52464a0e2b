import { equalSecrets, toUtf8 } from '../../base/index.js';
import type { Caller, SpaceId } from '../../base/index.js';
import { createSpaceKeys, showing } from '../admission.js';
import { takeCall } from '../access/take-call.js';
import type { ReplaceRootInput } from '../model.js';
import type { AccessRecord } from '../tables/index.js';
import { NOTHING_STATED, assertRoot } from './access-policy.js';
import { keysOf } from './member.js';
import type { Registry } from './registry.js';
import { accessChange } from './system-changes.js';

/** Whether it was this very seed that the root credential was made from: who knows it has asked for that. */
const isMadeFrom = (kept: AccessRecord | undefined, seed: string): boolean =>
  kept?.root !== undefined && equalSecrets(toUtf8(kept.root.seed), toUtf8(seed));

/**
 * Makes a new root credential of a space: its key goes on to mint, over a seed that only who asks knows. The one before holds until
 * the change is durable, and then never again. Whoever asks with the seed once more, because the answer was lost, gets that
 * answer, though its credential is none any more.
 *
 * @throws {StoaError} `CREDENTIAL_REQUIRED`, `CREDENTIAL_INVALID`, `RATE_LIMITED`, `SPACE_NOT_FOUND`, `SPACE_GONE`
 */
export const replaceRoot = async (
  registry: Registry,
  { caller, id }: { readonly caller: Caller; readonly id: SpaceId },
  { seed, credential }: ReplaceRootInput,
): Promise<string> => {
  const member = registry.get(id);
  const { context } = (await registry.open(member)).open;
  const who = showing(caller, credential);
  takeCall(context, who);
  const { credentials, policyChanged, rootReplaced } = registry.shared.collaborators;
  if (isMadeFrom(member.record.access, seed)) return keysOf(credentials, member).root();
  assertRoot(context, who.credentials, 'the root credential');
  const update = (kept: AccessRecord = NOTHING_STATED): AccessRecord => {
    if (isMadeFrom(kept, seed)) return kept;
    // Of two that came at once with one credential the second has none any more.
    const keys = createSpaceKeys(credentials, id, () => kept.root);
    assertRoot({ ...context, keys }, who.credentials, 'the root credential');
    return { ...kept, root: { version: (kept.root?.version ?? 0) + 1, seed } };
  };
  const record = await registry.system.write(accessChange(id, update));
  member.record = record;
  context.access.set(record.access);
  policyChanged?.(id);
  await rootReplaced?.(id);
  return createSpaceKeys(credentials, id, () => record.access?.root).root();
};
