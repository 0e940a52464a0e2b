import type { SpaceId, SpaceLimits, XmlLimits } from '../../base/index.js';
import { StoaError } from '../../base/index.js';
import type { SchemaPart } from '../../advertisement/index.js';
import { parseXml, writeXml } from '../../xml/index.js';
import type { SpaceDefinition } from '../definition.js';
import type { SchemaText, SpaceRecord } from '../tables/index.js';

/** Schema documents as they are kept. */
export const toSchemaTexts = (parts: readonly SchemaPart[]): readonly SchemaText[] =>
  parts.map(({ location, root }) => ({ location, text: writeXml(root) }));

export interface DefinitionSource {
  readonly findRecord: (id: SpaceId) => SpaceRecord | undefined;
  /** Limits of a declared space that says nothing. */
  readonly limits: SpaceLimits;
  readonly xmlLimits: XmlLimits;
}

/**
 * What a space is, from its record and those of its ancestors: limits and schemas that a space does not have of
 * its own are its parent's.
 *
 * @throws {StoaError} `SPACE_GONE` when an ancestor is not there any more
 */
export const defineSpace = (source: DefinitionSource, record: SpaceRecord): SpaceDefinition => {
  const parent = record.parent === undefined ? undefined : defineParent(source, record.parent);
  const own = record.schemas.map(({ location, text }) => {
    const document = parseXml(text, source.xmlLimits);
    return { location, root: document.root, source: document.source };
  });
  return Object.freeze({
    id: record.id,
    name: record.name,
    kind: record.kind,
    alias: record.alias,
    parent: record.parent,
    depth: parent === undefined ? 0 : parent.depth + 1,
    limits: Object.freeze({ ...(parent?.limits ?? source.limits), ...record.limits }),
    contentSchemas: Object.freeze([...(parent?.contentSchemas ?? []), ...own]),
  });
};

const defineParent = (source: DefinitionSource, id: SpaceId): SpaceDefinition => {
  const record = source.findRecord(id);
  if (record?.state === 'alive') return defineSpace(source, record);
  throw new StoaError('SPACE_GONE', `space ${id}, which this space was spawned from, has ended`);
};
