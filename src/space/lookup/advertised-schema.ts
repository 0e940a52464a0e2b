import type { AdvertisementTexts, RowText } from '../documents/advertisement-texts.js';
import { askerOf } from '../documents/find-body.js';
import type { ReadableSpace } from '../documents/find-body.js';
import type { Models, SharedModels } from '../content/index.js';
import type { SharedComponents } from '../projection/index.js';
import { isSmallDocument } from '../schemas/index.js';
import type { KnownSchema } from '../schemas/index.js';
import type { SetView } from '../tables/index.js';

/** A set of components and the schema that it was made from. */
export interface AdvertisedSchema {
  readonly view: SetView;
  readonly schema: KnownSchema;
}

/** Finds the schema of one of some sets; the set's digest stands for all that is declared in it. `undefined` when all are gone. */
export type FindAdvertisedSchema = (
  context: ReadableSpace,
  sets: Iterable<SharedComponents>,
) => Promise<AdvertisedSchema | undefined>;

export interface SchemaFinderCollaborators {
  readonly models: SharedModels;
  readonly texts: AdvertisementTexts;
}

export const createSchemaFinder = ({ models: shared, texts }: SchemaFinderCollaborators): FindAdvertisedSchema => {
  const readAdvertised = async (models: Models, found: RowText): Promise<KnownSchema | undefined> => {
    if (!isSmallDocument(found.text)) return models.readAdvertised(found.text);
    const parts = texts.parse(found).interface?.schemas;
    return parts && models.readSchema(parts);
  };

  const readSchemaOf = async (context: ReadableSpace, { rows }: SharedComponents): Promise<KnownSchema | undefined> => {
    const models = shared.for(askerOf(context));
    for (const row of rows.after(0)) {
      if (row.plain) return models.readSchema(context.definition.contentSchemas);
      const found = await texts.read(context, row);
      const schema = found && (await readAdvertised(models, found));
      if (schema) return schema;
    }
    return undefined;
  };

  return async (
    context: ReadableSpace,
    sets: Iterable<SharedComponents>,
  ): Promise<{ readonly view: SetView; readonly schema: KnownSchema } | undefined> => {
    for (const set of sets) {
      const { view } = set;
      const schema = shared.findSchema(view.digest) ?? (await readSchemaOf(context, set));
      if (schema === undefined) continue;
      shared.keepSchema(view.digest, schema);
      return { view, schema };
    }
    return undefined;
  };
};
