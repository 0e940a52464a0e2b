import { LRUCache } from 'lru-cache';
import { StoaError } from '../../base/index.js';
import type { SchemaPart } from '../../advertisement/index.js';
import type { ComponentKey, Schema } from '../../schema/index.js';
import type { ReadableSpace } from '../documents/find-body.js';
import type { AdvertisementTexts } from '../documents/advertisement-texts.js';
import type { Models } from '../content/index.js';
import type { IndexedComponent, Projection, Row, RowList, SharedComponents } from '../projection/index.js';
import type { AdvertisedComponent } from '../tables/index.js';
import { fits } from './fits.js';

/** A partial schema that was read: what it looks for. */
export interface Wanted {
  readonly schema: Schema;
  readonly components: readonly ComponentKey[];
}

/** Finds documents by partial schema, through the inverted index; it never looks at a document that does not match. */
export interface Matcher {
  /** @throws {StoaError} `SCHEMA_INVALID` when there is nothing to look for; what `readSchema` throws */
  readonly read: (parts: readonly SchemaPart[]) => Wanted;
  /** Decides the pairs of components that were never met before. Call until {@link find} needs no more. */
  readonly decide: (context: ReadableSpace, wanted: Wanted) => Promise<void>;
  /** Lists of the rows that hold every wanted component, compatible in its role. */
  readonly find: (projection: Projection, wanted: Wanted) => readonly RowList<Row>[];
}

export interface MatcherCollaborators {
  readonly models: Models;
  readonly texts: AdvertisementTexts;
}

/** Verdicts kept: one for each distinct pair of fingerprints that was compared. */
const MAX_VERDICTS = 100_000;

export const createMatcher = ({ models, texts }: MatcherCollaborators): Matcher => {
  const verdicts = new LRUCache<string, boolean>({ max: MAX_VERDICTS });

  const findVerdict = (wanted: ComponentKey, { fingerprint, role }: AdvertisedComponent): boolean | undefined =>
    wanted.fingerprint === fingerprint ? true : verdicts.get(toPair(wanted, fingerprint, role));

  const decide = async (context: ReadableSpace, { schema, components }: Wanted): Promise<void> => {
    for (const key of components) {
      for (const candidate of [...context.projection.components.find(key.kind, key.name)]) {
        const { component } = candidate;
        if (findVerdict(key, component) !== undefined) continue;
        const advertised = await findSchema(context, candidate);
        if (!advertised) continue;
        const pair = { wanted: { schema, key }, advertised: { schema: advertised, key: component } };
        verdicts.set(toPair(key, component.fingerprint, component.role), fits(pair, component.role));
      }
    }
  };

  /** The schema of one of the documents that hold a component: any will do, since its fingerprint says what it is. */
  const findSchema = async (context: ReadableSpace, { sets }: IndexedComponent): Promise<Schema | undefined> => {
    for (const { rows } of sets) {
      for (const row of rows.after(0)) {
        if (row.plain) return models.readSchema(context.definition.contentSchemas);
        const found = await texts.read(context, row);
        const parts = found && texts.parse(found.row, found.text).interface?.schemas;
        if (parts) return models.readSchema(parts);
      }
    }
    return undefined;
  };

  const setsOf = (projection: Projection, key: ComponentKey): ReadonlySet<SharedComponents> => {
    const found = new Set<SharedComponents>();
    for (const { component, sets } of projection.components.find(key.kind, key.name)) {
      if (findVerdict(key, component) === true) for (const set of sets) found.add(set);
    }
    return found;
  };

  return {
    read: (parts) => {
      const schema = models.readSchema(parts);
      const components = schema.wanted();
      if (components.length > 0) return { schema, components };
      throw new StoaError('SCHEMA_INVALID', 'the partial schema declares no global element and no global type', {
        hint: 'Declare, at the top level of the schema, each element that the services you look for must have.',
      });
    },
    decide,
    find: (projection, { components }) => {
      let matching: readonly SharedComponents[] | undefined;
      for (const key of components) {
        const sets = setsOf(projection, key);
        matching = matching === undefined ? [...sets] : matching.filter((set) => sets.has(set));
        if (matching.length === 0) return [];
      }
      return (matching ?? []).map(({ rows }) => rows);
    },
  };
};

const toPair = ({ kind, name, fingerprint }: ComponentKey, advertised: string, role: string): string =>
  `${kind} ${name} ${fingerprint} ${advertised} ${role}`;
