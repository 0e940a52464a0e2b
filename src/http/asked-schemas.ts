import { LRUCache } from 'lru-cache';
import type { XmlLimits } from '../base/index.js';
import type { SchemaPart } from '../advertisement/index.js';
import { XSD_NAMESPACE } from '../schema/index.js';
import type { LookupAnswer } from '../space/index.js';
import { parseXml } from '../xml/index.js';
import type { AnswerFormat } from './negotiation.js';

/** A partial schema that was asked with. */
export interface AskedSchema {
  /** The one array of its schema documents: by it a space knows what it has read before. */
  readonly parts: readonly SchemaPart[];
  /** The answer written last. */
  written: WrittenAnswer | undefined;
}

/** An answer as it was written. */
export interface WrittenAnswer {
  readonly answer: LookupAnswer;
  readonly format: AnswerFormat;
  readonly bytes: Uint8Array;
}

/**
 * Partial schemas by the bytes of the bodies that they came in. Who looks for services asks with the same few again and
 * again; equal bytes give the same object.
 */
export interface AskedSchemas {
  /** What a body is that was read lately. */
  readonly find: (body: Uint8Array) => AskedSchema | undefined;
  /** The partial schema in a body, `undefined` when it is XML of another kind. @throws what `parseXml` throws */
  readonly read: (body: Uint8Array) => AskedSchema | undefined;
}

/** Bodies kept: their trees take about ten times as much, and the models that spaces make of them as much again. */
const MAX_KEPT = 500;
const MAX_KEPT_BYTES = 1024 * 1024;
/** Larger bodies are not kept. */
export const MAX_ASKED_BYTES = 32 * 1024;

/** The bytes as a key, one character each. */
const toKey = ({ buffer, byteOffset, length }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, length).toString('latin1');

export const createAskedSchemas = (limits: XmlLimits): AskedSchemas => {
  const kept = new LRUCache<string, AskedSchema>({
    max: MAX_KEPT,
    maxSize: MAX_KEPT_BYTES,
    maxEntrySize: MAX_ASKED_BYTES,
    sizeCalculation: (_, key) => key.length,
  });
  const find = (body: Uint8Array): AskedSchema | undefined =>
    body.length > MAX_ASKED_BYTES ? undefined : kept.get(toKey(body));
  return {
    find,
    read: (body) => {
      const known = find(body);
      if (known !== undefined) return known;
      const { root, source } = parseXml(body, limits);
      if (root.name.namespace !== XSD_NAMESPACE || root.name.local !== 'schema') return undefined;
      const asked = { parts: [{ location: '', root, source }], written: undefined };
      if (body.length <= MAX_ASKED_BYTES) kept.set(toKey(body), asked);
      return asked;
    },
  };
};
