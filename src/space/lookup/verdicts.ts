import { LRUCache } from 'lru-cache';
import type { ComponentComparison, ComponentKey, Direction, Mismatch, Verdict } from '../../schema/index.js';
import { askerOf } from '../documents/find-body.js';
import type { ReadableSpace } from '../documents/find-body.js';
import { createSchemaFinder } from './advertised-schema.js';
import type { SchemaFinderCollaborators } from './advertised-schema.js';
import { nextTurn } from '../next-turn.js';
import type { SharedComponents } from '../projection/index.js';
import type { KnownSchema } from '../schemas/index.js';
import type { AdvertisedComponent, ComponentRole, SetView } from '../tables/index.js';

/** A wanted component, an advertised one of its kind and name, and how the advertised one is used. */
export interface ComparedPair {
  readonly wanted: ComponentKey;
  readonly component: AdvertisedComponent;
  readonly direction: Direction;
  /** Between which schemas: it matters where wildcards lead to what they declare elsewhere. */
  readonly between: string;
}

/** Says between which schemas a pair is compared. */
export const between = ({ schema }: { readonly schema: KnownSchema | undefined }, { digest }: SetView): string =>
  `${schema?.digest ?? ''} ${digest}`;

/**
 * How wanted components compare with advertised ones, decided once for each pair of fingerprints; where wildcards lead to
 * what the two schemas declare elsewhere, once for each pair of schemas.
 */
export interface Verdicts {
  /** What is known; equal fingerprints always are. */
  readonly find: (pair: ComparedPair) => Verdict | undefined;
  /** Whether it is known that the verdict depends on the schemas. */
  readonly isOpen: (pair: ComparedPair) => boolean;
  /** Decides a pair, from the interface of a document of one of `sets`: any will do for a pair that is not open, since fingerprints say what it is; for one that is, a verdict is for that set alone. */
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

/** Marks a pair whose verdict depends on the schemas. */
const OPEN = 'open';

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

export const createVerdicts = ({ models, texts }: SchemaFinderCollaborators): Verdicts => {
  const verdicts = new LRUCache<string, Verdict | typeof OPEN>({ max: MAX_VERDICTS });
  const openVerdicts = new LRUCache<string, Verdict>({ max: MAX_VERDICTS });

  const findSchema = createSchemaFinder({ models, texts });

  const compare = async (
    context: ReadableSpace,
    { wanted, component, direction }: ComparedPair,
    { schema, sets }: DecideParts,
  ): Promise<(ComponentComparison & { readonly view: SetView }) | undefined> => {
    // Reading and comparing take some milliseconds each: others get their turn in between.
    await nextTurn();
    const advertised = await findSchema(context, sets);
    if (!advertised) return undefined;
    await nextTurn();
    const compared = await models
      .for(askerOf(context))
      .compare({ schema, key: wanted }, { schema: advertised.schema, key: component }, direction);
    return { ...compared, view: advertised.view };
  };

  const find = (pair: ComparedPair): Verdict | undefined => {
    if (pair.wanted.fingerprint === pair.component.fingerprint) return 'exact';
    const key = toKey(pair);
    const known = verdicts.get(key);
    return known === OPEN ? openVerdicts.get(`${key} ${pair.between}`) : known;
  };

  const decide = async (context: ReadableSpace, pair: ComparedPair, parts: DecideParts): Promise<void> => {
    if (find(pair) !== undefined) return;
    const compared = await compare(context, pair, parts);
    if (!compared) return;
    const key = toKey(pair);
    verdicts.set(key, compared.isOpen === true ? OPEN : compared.verdict);
    if (compared.isOpen === true) openVerdicts.set(`${key} ${between(parts, compared.view)}`, compared.verdict);
  };

  return {
    find,
    isOpen: (pair) => pair.wanted.fingerprint !== pair.component.fingerprint && verdicts.get(toKey(pair)) === OPEN,
    decide,
    explain: async (context, pair, parts) => (await compare(context, pair, parts))?.mismatches ?? [],
  };
};
