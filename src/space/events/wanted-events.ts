import { StoaError } from '../../base/index.js';
import { parseXml, writeXml } from '../../xml/index.js';
import type { SubscribeInput } from '../model.js';
import type { SubscriptionRecord } from '../tables/index.js';

/** Which events a subscription is for. */
export type WantedEvents = Pick<SubscribeInput, 'name' | 'kinds' | 'schemas' | 'methods' | 'grade'>;

/** The part of a subscription's record that says which events it is for. */
export type WantedEventsRecord = Pick<SubscriptionRecord, 'name' | 'kinds' | 'schemas' | 'methods' | 'grade'>;

/** Most characters of schema documents in one subscription: they are kept for as long as it lives. */
const MAX_SCHEMA_CHARACTERS = 65_536;

/**
 * The filter of a subscription as it is kept.
 *
 * @throws {StoaError} `PARAMETER_INVALID` for a schema that is too large
 */
export const writeWantedEvents = ({ name, kinds, schemas, methods, grade }: WantedEvents): WantedEventsRecord => {
  const texts = (schemas ?? []).map(
    (document) => [document.location, 'xml' in document ? document.xml : writeXml(document.root)] as const,
  );
  const length = texts.reduce((sum, [, text]) => sum + text.length, 0);
  if (length > MAX_SCHEMA_CHARACTERS) {
    throw new StoaError(
      'PARAMETER_INVALID',
      `the partial schema of a subscription has at most ${MAX_SCHEMA_CHARACTERS} characters, this one has ${length}`,
      { limit: 'maxSchemaCharacters' },
    );
  }
  return { name, kinds: kinds ?? [], schemas: texts, methods: methods ?? [], grade };
};

/** The filter that a record keeps. */
export const readWantedEvents = ({ name, kinds, schemas, methods, grade }: WantedEventsRecord): WantedEvents => ({
  kinds,
  ...(name !== undefined && { name }),
  ...(schemas.length > 0 && {
    schemas: schemas.map(([location, text]) => {
      const { root, source } = parseXml(text);
      return { location, root, source };
    }),
  }),
  ...(methods.length > 0 && { methods }),
  ...(grade !== undefined && { grade }),
});
