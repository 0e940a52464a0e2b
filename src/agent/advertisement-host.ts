import { StoaError, toUtf8 } from '../base/index.js';
import type { Clock, Log } from '../base/index.js';
import { createHttpAnswering, SOAP_CONTENT_TYPE } from '../discovery/index.js';
import type { CallAnswer } from '../gate/index.js';
import { toProblemAnswer } from '../gate/index.js';
import { serve } from '../http/index.js';
import type { HostRequest, ServiceHost } from '../http/index.js';
import { toWsTarget } from '../nearby/index.js';
import type { Offer } from '../nearby/index.js';
import { XML_CONTENT_TYPE } from '../protocol/index.js';

/** What the host of an agent answers with. */
export interface AdvertisementHostOptions {
  /** What is offered now. */
  readonly offers: () => readonly Offer[];
  readonly host: string;
  readonly port: number;
  readonly clock: Clock;
  readonly log: Log;
}

/** Path of the advertisement of an offer. */
export const toAdvertisementPath = (id: string): string =>
  `/advertisements/${encodeURIComponent(id.replace(/^urn:uuid:/, ''))}`;

const notFound = (): CallAnswer =>
  toProblemAnswer(
    new StoaError('ROUTE_NOT_FOUND', 'a listener agent gives advertisements, and answers Probe and Resolve at /', {
      hint: 'GET /advertisements/ID, or POST a message of WS-Discovery',
    }),
  );

const toXmlAnswer = (text: string): CallAnswer => ({
  status: 200,
  headers: { 'content-type': XML_CONTENT_TYPE },
  body: toUtf8(text),
});

/** Gives the advertisements of offers by GET, and answers WS-Discovery by POST. @throws {StoaError} `CONFIGURATION_INVALID` */
export const serveAdvertisements = (options: AdvertisementHostOptions): Promise<ServiceHost> => {
  const { offers, host, port, clock, log } = options;
  const answerWs = createHttpAnswering({ clock });
  const answerPost = async (request: HostRequest): Promise<CallAnswer> => {
    const address = new URL(request.reachedAt).hostname.replaceAll(/^\[|\]$/g, '');
    const { status, body } = answerWs(await request.body(), {
      targets: offers().map(toWsTarget),
      addresses: [address],
    });
    return { status, headers: { 'content-type': SOAP_CONTENT_TYPE }, body };
  };
  return serve({
    handle: () => Promise.resolve(notFound()),
    host,
    port,
    clock,
    log,
    maxBodyBytes: 65_536,
    graceMs: 1000,
    also: (request) => {
      if (request.method === 'POST' && request.path === '/') return answerPost(request);
      const found = offers().find(({ id }) => toAdvertisementPath(id) === request.path);
      return found && request.method === 'GET' ? toXmlAnswer(found.xml) : notFound();
    },
  });
};
