import { StoaError, findIdInPath } from '../../base/index.js';
import type { DocumentId } from '../../base/index.js';
import type { AcceptedResult } from '../../gate/index.js';
import { OWN_NAMESPACES } from '../../protocol/light.js';
import { findAttribute, findChild, parseXml, textOf } from '../../xml/index.js';
import type { XmlElement } from '../../xml/index.js';
import type { ResultWay, SpaceClient } from '../api.js';
import { readDocument } from './read-results.js';
import type { FoundDocument, Reading } from './read-results.js';
import { wait } from '../parts.js';

/** Results of which an advertisement may come. */
export interface AdvertisedResults {
  readonly accepted: AcceptedResult;
  readonly way: ResultWay;
  /** The space of the service. */
  readonly home?: SpaceClient;
}

const ENDPOINT = { namespace: OWN_NAMESPACES.advertisement, local: 'endpoint' };
const NAME = { namespace: OWN_NAMESPACES.advertisement, local: 'name' };

/** Waits between two looks, in milliseconds: twice as long each time. */
const FIRST_LOOK_MS = 100;
const MAX_LOOK_MS = 2_000;

/** The id of the document of results that an advertisement leads to, or `undefined` when it leads to the space. */
const findDocumentId = (advertisement: string, { space }: Pick<Reading, 'space'>): DocumentId | undefined => {
  const endpoint = findChild(parseXml(advertisement).root, ENDPOINT);
  const uri = endpoint && findAttribute(endpoint, 'uri');
  const before = `${space.url}/documents/`;
  if (uri === undefined || uri === space.url) return undefined;
  // The credential to the results is for their space alone.
  const id = uri.startsWith(before)
    ? findIdInPath<DocumentId>(decodeURIComponent(uri.slice(before.length)))
    : undefined;
  if (id !== undefined) return id;
  throw new StoaError('ANSWER_INVALID', 'the advertisement of the results leads to no document of their space');
};

/** The advertisement of the results as it stands in the space of the service now, and the sequence after which it may come. */
const look = async ({ home, id, reading: { signal } }: Awaiting) => {
  const { hits, sequence } = await home.lookup({ id, kinds: ['result'] }, { signal });
  return { found: hits[0]?.advertisement, sequence };
};

interface Awaiting {
  readonly home: SpaceClient;
  /** URN of the results. */
  readonly id: string;
  readonly reading: Reading;
}

const awaitByLooking = async (awaiting: Awaiting): Promise<string | undefined> => {
  const { clock, signal } = awaiting.reading;
  let waitMs = FIRST_LOOK_MS;
  while (!signal.aborted) {
    const { found } = await look(awaiting);
    if (found !== undefined) return found;
    await wait(clock, { waitMs: waitMs, signal: signal });
    waitMs = Math.min(MAX_LOOK_MS, waitMs * 2);
  }
  return undefined;
};

const nameOf = (root: XmlElement): string => {
  const name = findChild(root, NAME);
  return name ? textOf(name).trim() : '*';
};

const awaitByEvent = async (awaiting: Awaiting, name: string): Promise<string | undefined> => {
  const { home, id, reading } = awaiting;
  const { found, sequence } = await look(awaiting);
  if (found !== undefined) return found;
  const subscription = await home.subscribe({ name, kinds: ['result'], after: sequence }, { signal: reading.signal });
  for await (const { event, id: published } of subscription)
    if (published === id && event !== 'removed') return (await look(awaiting)).found;
  return undefined;
};

const awaitInHome = async (
  { way, home, accepted }: AdvertisedResults,
  reading: Reading,
): Promise<string | undefined> => {
  if (home === undefined) return undefined;
  const awaiting = { home, id: accepted.space, reading };
  if (way === 'advertisement-space') return awaitByLooking(awaiting);
  return way === 'advertisement-space-event'
    ? awaitByEvent(awaiting, nameOf(parseXml(accepted.advertisement).root))
    : undefined;
};

/**
 * The document that the advertisement of the results leads to, where one was asked for, once it is there.
 *
 * @throws {StoaError} `ANSWER_INVALID` when it leads out of the space of the results
 */
export const awaitAdvertised = async (
  results: AdvertisedResults,
  reading: Reading,
): Promise<FoundDocument | undefined> => {
  const { way, accepted } = results;
  const advertisement = way === 'advertisement' ? accepted.advertisement : await awaitInHome(results, reading);
  const id = advertisement === undefined ? undefined : findDocumentId(advertisement, reading);
  return id === undefined ? undefined : readDocument(reading, id);
};
