import type { DocumentId, SpaceId } from '../../base/index.js';
import { SERVER_SUBJECT, createUrn, fromUtf8, toUtf8 } from '../../base/index.js';
import { readContent } from '../content/index.js';
import type { SpaceContext } from '../context.js';
import { publishAs, updateAs } from '../documents/publish.js';
import { removeChange } from '../documents/changes.js';
import type { Space, SpaceDeclaration } from '../model.js';
import { readTable } from '../open/load-space.js';
import type { DeclaredRecord, SpaceRecord } from '../tables/index.js';
import { declaredKey, digestBytes, readDeclaredRecord, TABLES, writeDeclaredRecord } from '../tables/index.js';
import type { View } from '../writer/index.js';
import { toSchemaTexts } from './definitions.js';
import { readPolicy } from './policy.js';
import { declareAccess } from './access-policy.js';
import type { Registry } from './registry.js';
import { declareChange } from './system-changes.js';

/** Declared spaces are held by their configuration, not by a lease. */
const NO_LEASE = { periodMs: 0, grantedAtMs: 0, expiresAtMs: 0, stale: false, extended: false };

/**
 * Makes a declared space, or brings the kept one in line with its declaration. Its id stays; documents are published
 * when they are new or their bytes have changed, and removed when they are declared no more.
 *
 * @throws what reading a policy and publishing throw
 */
export const declare = async (registry: Registry, declaration: SpaceDeclaration): Promise<Space> => {
  const { advertisement, alias } = declaration;
  const policy = readPolicy(advertisement.extensions);
  if (policy.schemas.length > 0) await registry.shared.models.for(SERVER_SUBJECT).readSchema(policy.schemas);
  const known = [...registry.members.values()].find(({ record }) => record.alias === alias);
  const access = declareAccess(known?.record.access, policy.access);
  const toRecord = (id: SpaceId): SpaceRecord => ({
    id,
    name: advertisement.name,
    kind: 'space',
    alias,
    parent: undefined,
    limits: policy.limits,
    schemas: toSchemaTexts(policy.schemas),
    leaseId: undefined,
    lease: NO_LEASE,
    state: 'alive',
    endedAtMs: 0,
    access,
    owner: undefined,
  });
  const freshId = createUrn<SpaceId>(registry.shared.collaborators);
  const record = await registry.system.write(declareChange(alias, toRecord, freshId));
  const { space, open } = await registry.open(registry.enter(record));
  open.context.access.set(record.access);
  await publishDeclared(open.context, declaration.documents);
  return space;
};

const publishDeclared = async (context: SpaceContext, documents: SpaceDeclaration['documents']): Promise<void> => {
  const known = await readDeclared(context);
  for (const document of documents) await publishOne(context, document, known.get(document.name));
  const names = new Set(documents.map(({ name }) => name));
  for (const [name, { id }] of known) if (!names.has(name)) await removeOne(context, name, id);
};

const readDeclared = async (context: SpaceContext): Promise<ReadonlyMap<string, DeclaredRecord>> => {
  const known = new Map<string, DeclaredRecord>();
  for await (const rows of readTable(context, TABLES.declared)) {
    for (const { key, value } of rows)
      known.set(fromUtf8(key).slice(declaredKey('').length), readDeclaredRecord(value));
  }
  return known;
};

const publishOne = async (
  context: SpaceContext,
  { name, bytes }: SpaceDeclaration['documents'][number],
  known: DeclaredRecord | undefined,
): Promise<void> => {
  const digest = digestBytes(bytes);
  const row = known && context.projection.find(known.id);
  if (row && known.digest === digest) return;
  const { definition, shared } = context;
  const content = await readContent(
    { definition, models: shared.models.for(SERVER_SUBJECT), xmlLimits: shared.settings.xmlLimits },
    { bytes, name },
  );
  const note = (view: View, id: DocumentId): void => view.put(declaredKey(name), writeDeclaredRecord({ id, digest }));
  const shown = [context.keys.root()];
  if (row) await updateAs(context, { content, id: row.id, version: undefined, shown, note });
  else await publishAs(context, { content, publisher: SERVER_SUBJECT, shown, periodMs: 0, note });
};

const removeOne = async (context: SpaceContext, name: string, id: DocumentId): Promise<void> => {
  const atMs = context.shared.collaborators.clock.nowMs();
  await context.writer.write(removeChange(context, { id, publisher: SERVER_SUBJECT, atMs, allow: () => true }));
  await context.writer.write({ reads: [], size: toUtf8(name).length, apply: (view) => view.delete(declaredKey(name)) });
};
