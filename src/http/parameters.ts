import { StoaError, findDurationMs, findIdInPath } from '../base/index.js';
import type { DocumentId } from '../base/index.js';
import type { AdvertisementKind } from '../advertisement/index.js';
import { ADVERTISEMENT_KINDS } from '../advertisement/index.js';

/** The query parameters of one request, read by name and kind of value. */
export interface Parameters {
  readonly text: (name: string) => string | undefined;
  readonly flag: (name: string) => boolean | undefined;
  readonly whole: (name: string) => number | undefined;
  readonly periodMs: (name: string) => number | undefined;
  /** One of some words. */
  readonly word: <Word extends string>(name: string, words: readonly Word[]) => Word | undefined;
  readonly kinds: (name: string) => readonly AdvertisementKind[] | undefined;
  /** URN of a document, or its UUID. */
  readonly id: (name: string) => DocumentId | undefined;
}

const refuse = (name: string, message: string): StoaError =>
  new StoaError('PARAMETER_INVALID', `${name}: ${message}`, { findings: [{ rule: name, message }] });

const isKind = (text: string): text is AdvertisementKind => ADVERTISEMENT_KINDS.some((kind) => kind === text);

const assertKnown = (query: Readonly<Record<string, unknown>>, known: readonly string[]): void => {
  for (const name in query) {
    if (known.includes(name)) continue;
    throw refuse(
      name.slice(0, 100),
      `unknown parameter; ${known.length === 0 ? 'this resource takes none' : `expected ${known.join(', ')}`}`,
    );
  }
};

const toRecord = (query: unknown): Readonly<Record<string, unknown>> =>
  typeof query === 'object' && query !== null ? { ...query } : {};

const textsOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((item: unknown) =>
    typeof item === 'string' ? item.split(',') : [],
  );

/**
 * Reads the query of a request; every parameter must be one of `known`, so that a misspelt one is never ignored.
 * All members throw `PARAMETER_INVALID`.
 */
export const readParameters = (query: unknown, known: readonly string[]): Parameters => {
  const values = toRecord(query);
  assertKnown(values, known);
  const text = (name: string): string | undefined => {
    const value = values[name];
    if (Array.isArray(value)) throw refuse(name, 'expected one value, got several');
    return typeof value === 'string' ? value : undefined;
  };
  return {
    text,
    flag: (name) => {
      const value = text(name);
      if (value === undefined || value === 'false') return value === undefined ? undefined : false;
      if (value === 'true' || value === '') return true;
      throw refuse(name, `expected true or false, got ${value.slice(0, 100)}`);
    },
    whole: (name) => {
      const value = text(name);
      if (value === undefined) return undefined;
      if (!/^\d{1,9}$/.test(value)) throw refuse(name, `expected a whole number, got ${value.slice(0, 100)}`);
      return Number(value);
    },
    periodMs: (name) => {
      const value = text(name);
      const periodMs = value === undefined ? undefined : findDurationMs(value);
      if (value !== undefined && periodMs === undefined) {
        throw refuse(name, `expected a duration such as PT10M or 10m, got ${value.slice(0, 100)}`);
      }
      return periodMs;
    },
    word: (name, words) => {
      const value = text(name);
      if (value === undefined) return undefined;
      const found = words.find((word) => word === value);
      if (found !== undefined) return found;
      throw refuse(name, `expected ${words.join(', ')}, got ${value.slice(0, 100)}`);
    },
    kinds: (name) => {
      const value = values[name];
      if (value === undefined) return undefined;
      return textsOf(value).map((kind) => {
        if (isKind(kind)) return kind;
        throw refuse(name, `expected ${ADVERTISEMENT_KINDS.join(', ')}, got ${kind.slice(0, 100)}`);
      });
    },
    id: (name) => {
      const value = text(name);
      const id = value === undefined ? undefined : findIdInPath<DocumentId>(value);
      if (value === undefined || id !== undefined) return id;
      throw refuse(name, `expected a URN or a UUID, got ${value.slice(0, 100)}`);
    },
  };
};
