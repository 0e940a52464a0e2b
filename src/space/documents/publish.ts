import type { Caller, DocumentId } from '../../base/index.js';
import { admit, findQuota, isHolder, refuse, showing } from '../admission.js';
import type { Rights } from '../access/rules.js';
import type { Content } from '../content/index.js';
import { findContent, readContent } from '../content/index.js';
import type { SpaceContext } from '../context.js';
import { createId } from '../context.js';
import { heldUntilMs } from '../parts.js';
import { grantPeriod } from '../lease/grant.js';
import type { GrantedLease, HeldDocument, PublishInput, UpdateInput } from '../model.js';
import { toWrittenEntry } from '../projection/index.js';
import type { LeaseRecord } from '../tables/index.js';
import type { PublishPlan, UpdatePlan, Written } from './changes.js';
import { publishChange, updateChange } from './changes.js';

const readIn = (
  { definition, shared }: SpaceContext,
  { subject }: Caller,
  input: Pick<PublishInput, 'bytes' | 'name'>,
): Content | Promise<Content> => {
  const { models, settings } = shared;
  const rules = { definition, models, xmlLimits: settings.xmlLimits };
  return findContent(rules, input) ?? readContent({ ...rules, models: models.for(subject) }, input);
};

/**
 * Publishes a document, or the next version of one that has a URN of its own.
 *
 * @throws what reading content throws, what admission throws, `QUOTA_EXCEEDED`, `RESULT_COMPLETE`
 */
export const publish = async (context: SpaceContext, caller: Caller, input: PublishInput): Promise<HeldDocument> => {
  const who = showing(caller, input.credential);
  const shown = who.credentials;
  const rights = admit(context, who, 'publish');
  const { limits, kind } = context.definition;
  // What a space of results holds is of use as long as the space is: by default it ends with it.
  const isHeld = kind === 'result' && input.periodMs === undefined;
  const periodMs = isHeld ? 0 : grantPeriod(input.periodMs, limits);
  const reading = readIn(context, caller, input);
  const content = reading instanceof Promise ? await reading : reading;
  assertName(context, { caller: who, rights }, content.name);
  const quota = findQuota(context, who);
  return publishAs(context, { content, publisher: caller.subject, shown, periodMs, quota });
};

/** A publisher, and what it may do. */
interface Publisher {
  readonly caller: Caller;
  readonly rights: Rights;
}

/** @throws {StoaError} `ACCESS_DENIED`, `AUTHENTICATION_REQUIRED` when only other names are granted */
const assertName = (context: SpaceContext, { caller, rights }: Publisher, name: string): void => {
  if (!rights.may('publish', name)) throw refuse(context, caller, { action: 'publish', name });
};

export type PublishAs = Omit<PublishPlan, 'id' | 'freshId' | 'atMs' | 'note' | 'quota'> &
  Partial<Pick<PublishPlan, 'note' | 'quota'>>;

/** Publishes content that was read, for a publisher that was admitted. */
export const publishAs = async (context: SpaceContext, input: PublishAs): Promise<HeldDocument> => {
  const freshId = createId<DocumentId>(context.shared);
  const atMs = context.shared.collaborators.clock.nowMs();
  const { content, publisher, shown, periodMs, note, quota } = input;
  const id = content.id ?? freshId;
  const plan: PublishPlan = { content, publisher, shown, periodMs, id, freshId, atMs, note, quota };
  const written = await context.writer.write(publishChange(context, plan));
  const { entry, lease, created } = toHeld(context, written);
  return { entry, lease: { ...lease, credential: context.keys.lease(lease.id) }, created };
};

/**
 * Brings a document up to date; its lease goes on.
 *
 * @throws what reading content throws, `DOCUMENT_NOT_FOUND`, `VERSION_CONFLICT`, `CREDENTIAL_REQUIRED`,
 *   `CREDENTIAL_INVALID`, `QUOTA_EXCEEDED`, `RESULT_COMPLETE`
 */
export const update = async (context: SpaceContext, caller: Caller, input: UpdateInput): Promise<HeldDocument> => {
  const who = showing(caller, input.credential);
  const shown = who.credentials;
  const row = context.projection.find(input.id);
  const isHeld = row !== undefined && isHolder(context.keys, shown, row.lease);
  const admitted = isHeld ? undefined : admit(context, who, 'publish');
  // A plain document keeps the name that it was published with.
  const name = row?.plain ? { name: row.name } : {};
  const content = await readIn(context, caller, { bytes: input.bytes, ...name });
  // Who holds a document may change it, but not give it a name that it could not publish.
  if (content.name !== row?.name) {
    const rights = admitted ?? admit(context, who, 'publish');
    assertName(context, { caller: who, rights }, content.name);
  }
  const quota = findQuota(context, who);
  return updateAs(context, { content, id: input.id, version: input.version, shown, quota });
};

export type UpdateAs = Omit<UpdatePlan, 'atMs' | 'currentLease' | 'publisher'>;

/** Brings a document up to date with content that was read, for a caller that was admitted to the space. */
export const updateAs = async (context: SpaceContext, input: UpdateAs): Promise<HeldDocument> => {
  const atMs = context.shared.collaborators.clock.nowMs();
  const publisher = context.projection.find(input.id)?.publisher;
  const currentLease = (kept: LeaseRecord): LeaseRecord => context.leases.current(input.id, kept);
  return toHeld(
    context,
    await context.writer.write(updateChange(context, { ...input, publisher, atMs, currentLease })),
  );
};

const toGranted = (context: SpaceContext, { record, lease }: Written): GrantedLease =>
  lease.periodMs === 0
    ? { id: record.lease, periodMs: context.definition.limits.defaultLeaseMs, expiresAtMs: heldUntilMs(context) }
    : { id: record.lease, periodMs: lease.periodMs, expiresAtMs: lease.expiresAtMs };

const toHeld = (context: SpaceContext, written: Written): HeldDocument => ({
  entry: toWrittenEntry(written.record, written.lease, heldUntilMs(context)),
  lease: toGranted(context, written),
  created: written.created,
});
