import { LRUCache } from 'lru-cache';
import { hashSha256 } from '../../base/digest.js';
import { toBase64Url, toUtf8 } from '../../base/index.js';
import type { SchemaLimits } from '../../base/index.js';
import { tailorAdvertisement, writeAdvertisement, writeProtectedAdvertisement } from '../../advertisement/index.js';
import type { Seen, Sight } from '../access/sight.js';
import { nextTurn } from '../next-turn.js';
import type { Row } from '../projection/index.js';
import { isInlineLimit, toInlineLimits } from '../schemas/index.js';
import type { Asker, SchemaWorker } from '../schemas/index.js';
import type { AdvertisementTexts, RowText } from './advertisement-texts.js';
import { askerOf } from './find-body.js';
import type { ReadableSpace } from './find-body.js';

/** The advertisement of a document as somebody sees it. */
export interface View extends RowText {
  /** Tells views apart that have other bytes; `undefined` for the complete advertisement. */
  readonly view: string | undefined;
}

/** Advertisements as callers see them: complete, protected, or with some methods and the part of the schema that these need. */
export interface Views {
  /** What is at hand. */
  readonly find: (context: ReadableSpace, row: Row, seen: Seen) => string | undefined;
  /** As the caller sees the document's present version; `undefined` when it was removed meanwhile, or is hidden. */
  readonly read: (context: ReadableSpace, row: Row, sight: Pick<Sight, 'of'>) => Promise<View | undefined>;
}

/** Characters kept of tailored advertisements; equal grants share them. */
const MAX_CHARACTERS = 16 * 1024 * 1024;

const DIGEST_BYTES = 6;

const digest = (text: string): string => toBase64Url(hashSha256(toUtf8(text)).subarray(0, DIGEST_BYTES));

const writeProtected = ({ shared, definition }: ReadableSpace, { id, kind, name }: Row): string => {
  const { addresses } = shared.collaborators;
  const complete = `${addresses.document(definition, id)}/advertisement`;
  return writeProtectedAdvertisement({ id, kind, name, complete, authentication: addresses.authentication?.() });
};

/** A tailored advertisement as it is kept. */
interface Tailored {
  readonly text: string;
  readonly view: string;
}

/**
 * Characters of an advertisement up to which it is tailored in the event loop: that reads the schema twice, whole and cut, to see that
 * both say the same of the messages.
 */
const MAX_INLINE_CHARACTERS = 8_192;

/** Askers whose work is done in turn, each for itself. */
const MAX_ASKERS = 1000;

/** What views are made with. */
export interface ViewsParts {
  readonly texts: AdvertisementTexts;
  readonly workers: { readonly for: (asker: Asker) => Pick<SchemaWorker, 'tailor'> };
  readonly limits: SchemaLimits;
}

/** Does one piece of work after the other, with turns of the event loop in between: answers ask for many at once. */
const createTurns = () => {
  let last: Promise<unknown> = Promise.resolve();
  return <Done>(work: () => Done | Promise<Done>): Promise<Done> => {
    const done = last.then(work);
    last = done.then(nextTurn, nextTurn);
    return done;
  };
};

/** Makes advertisements with some of their methods: of large ones outside the event loop. */
const createTailor = ({ texts, workers, limits }: ViewsParts) => {
  const here = createTurns();
  /** One that is forgotten while it is in use only lets two pieces of work of one asker go on at once. */
  const outside = new LRUCache<Asker, ReturnType<typeof createTurns>>({ max: MAX_ASKERS });
  const tailorOutside = (asker: Asker, { text }: RowText, methods: readonly string[]): Promise<string> => {
    const turns = outside.get(asker) ?? createTurns();
    outside.set(asker, turns);
    return turns(() => workers.for(asker).tailor(text, methods));
  };
  return async (asker: Asker, found: RowText, methods: readonly string[]): Promise<string> => {
    if (found.text.length > MAX_INLINE_CHARACTERS) return tailorOutside(asker, found, methods);
    try {
      return await here(() =>
        writeAdvertisement(tailorAdvertisement(texts.parse(found), methods, toInlineLimits(limits))),
      );
    } catch (thrown) {
      if (isInlineLimit(thrown)) return tailorOutside(asker, found, methods);
      throw thrown;
    }
  };
};

/** Views over the texts of advertisements. */
export const createViews = (parts: ViewsParts): Views => {
  const { texts } = parts;
  const tailored = new LRUCache<string, Tailored>({
    maxSize: MAX_CHARACTERS,
    sizeCalculation: ({ text }) => text.length + 1,
  });
  const making = new Map<string, Promise<Tailored>>();
  const tailor = createTailor(parts);
  const keyOf = ({ definition }: ReadableSpace, row: Row, methods: readonly string[]): string =>
    JSON.stringify([definition.id, row.id, row.sequence, row.version, ...methods]);

  const make = async (key: string, tailoring: () => Promise<string>): Promise<Tailored> => {
    try {
      const text = await tailoring();
      const made = { text, view: digest(text) };
      tailored.set(key, made);
      return made;
    } finally {
      making.delete(key);
    }
  };

  const getTailored = (
    context: ReadableSpace,
    found: RowText,
    methods: readonly string[],
  ): Tailored | Promise<Tailored> => {
    const key = keyOf(context, found.row, methods);
    const known = tailored.get(key) ?? making.get(key);
    if (known !== undefined) return known;
    const made = make(key, () => tailor(askerOf(context), found, methods));
    making.set(key, made);
    return made;
  };

  return {
    find: (context, row, seen) => {
      if (seen === 'complete') return texts.find(row);
      if (seen === 'protected') return writeProtected(context, row);
      return seen === 'hidden' ? undefined : tailored.get(keyOf(context, row, seen))?.text;
    },
    read: async (context, row, sight) => {
      const found = await texts.read(context, row);
      const seen = found && sight.of(found.row);
      if (found === undefined || seen === undefined || seen === 'hidden') return undefined;
      if (seen === 'complete') return { ...found, view: undefined };
      if (seen !== 'protected') return { row: found.row, ...(await getTailored(context, found, seen)) };
      const text = writeProtected(context, found.row);
      return { row: found.row, text, view: digest(text) };
    },
  };
};
