import { LRUCache } from 'lru-cache';
import type { ComponentComparison, ComponentKey, Direction, Mismatch, Verdict } from '../../schema/index.js';
import type { ReadableSpace } from '../documents/find-body.js';
import type { AdvertisementTexts, RowText } from '../documents/advertisement-texts.js';
import type { Models } from '../content/index.js';
import { nextTurn } from '../next-turn.js';
import type { SharedComponents } from '../projection/index.js';
import { isSmallDocument } from '../schemas/index.js';
import type { KnownSchema } from '../schemas/index.js';
import type { AdvertisedComponent, ComponentRole } from '../tables/index.js';

/** A wanted component, an advertised one of its kind and name, and how the advertised one is used. */
export interface ComparedPair {
  readonly wanted: ComponentKey;
  readonly component: AdvertisedComponent;
  readonly direction: Direction;
}

/** How wanted components compare with advertised ones, decided once for each pair of fingerprints. */
export interface Verdicts {
  /** What is known; equal fingerprints always are. */
  readonly find: (pair: ComparedPair) => Verdict | undefined;
  /** Decides a pair, from the interface of a document of one of `sets`: any will do, since its fingerprint says what it is. */
  readonly decide: (context: ReadableSpace, pair: ComparedPair, parts: DecideParts) => Promise<void>;
  /** What keeps a pair from fitting; nothing when the advertised schema is gone. */
  readonly explain: (context: ReadableSpace, pair: ComparedPair, parts: DecideParts) => Promise<readonly Mismatch[]>;
}

export interface DecideParts {
  /** The schema of the wanted component. */
  readonly schema: KnownSchema;
  /** Sets that hold the advertised component. */
  readonly sets: Iterable<SharedComponents>;
}

export interface VerdictsCollaborators {
  readonly models: Models;
  readonly texts: AdvertisementTexts;
}

/** Verdicts kept, one for each distinct pair that was compared. */
const MAX_VERDICTS = 100_000;

const DIRECTIONS: Readonly<Record<ComponentRole, Direction>> = {
  request: 'in',
  answer: 'out',
  both: 'both',
  none: 'either',
};

/** Which way a component is compared that is used in a role. */
export const directionOf = (role: ComponentRole): Direction => DIRECTIONS[role];

const toKey = ({ wanted: { kind, name, fingerprint }, component, direction }: ComparedPair): string =>
  `${direction} ${kind} ${name} ${fingerprint} ${component.fingerprint}`;

export const createVerdicts = ({ models, texts }: VerdictsCollaborators): Verdicts => {
  const verdicts = new LRUCache<string, Verdict>({ max: MAX_VERDICTS });

  const readAdvertised = async ({ row, text }: RowText): Promise<KnownSchema | undefined> => {
    if (!isSmallDocument(text)) return models.readAdvertised(text);
    const parts = texts.parse(row, text).interface?.schemas;
    return parts && models.readSchema(parts);
  };

  const readSchemaOf = async (context: ReadableSpace, { rows }: SharedComponents): Promise<KnownSchema | undefined> => {
    for (const row of rows.after(0)) {
      if (row.plain) return models.readSchema(context.definition.contentSchemas);
      const found = await texts.read(context, row);
      const schema = found && (await readAdvertised(found));
      if (schema) return schema;
    }
    return undefined;
  };

  /** The schema of one of the sets; the set's digest stands for all of its components. */
  const findSchema = async (
    context: ReadableSpace,
    sets: Iterable<SharedComponents>,
  ): Promise<KnownSchema | undefined> => {
    for (const shared of sets) {
      const { digest } = shared;
      const schema = models.findSchema(digest) ?? (await readSchemaOf(context, shared));
      if (schema === undefined) continue;
      models.keepSchema(digest, schema);
      return schema;
    }
    return undefined;
  };

  const compare = async (
    context: ReadableSpace,
    { wanted, component, direction }: ComparedPair,
    { schema, sets }: DecideParts,
  ): Promise<ComponentComparison | undefined> => {
    // Reading and comparing take some milliseconds each: others get their turn in between.
    await nextTurn();
    const advertised = await findSchema(context, sets);
    if (!advertised) return undefined;
    await nextTurn();
    return models.compare({ schema, key: wanted }, { schema: advertised, key: component }, direction);
  };

  const find = (pair: ComparedPair): Verdict | undefined =>
    pair.wanted.fingerprint === pair.component.fingerprint ? 'exact' : verdicts.get(toKey(pair));

  return {
    find,
    decide: async (context, pair, parts) => {
      if (find(pair) !== undefined) return;
      const compared = await compare(context, pair, parts);
      if (compared) verdicts.set(toKey(pair), compared.verdict);
    },
    explain: async (context, pair, parts) => (await compare(context, pair, parts))?.mismatches ?? [],
  };
};
