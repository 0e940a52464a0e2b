import type { Test } from 'tap';
import { connect, createService } from '../../src/client/index.js';
import type { ConnectOptions, Service, ServiceInput, ServiceOptions, SpaceClient } from '../../src/client/index.js';
import { serve } from '../../src/http/index.js';
import { PROJECT } from '../support/source-files.js';
import { startTestServer } from '../http/support/test-server.js';
import type { TestServerOptions } from '../http/support/test-server.js';

/** Counts what a client sends and keeps the requests. */
export const createCountingFetch = () => {
  const requests: { readonly url: string; readonly body: string; readonly headers: Headers }[] = [];
  const counting: typeof fetch = async (input, init) => {
    const body = init?.body;
    requests.push({
      url: String(input),
      body: body instanceof Uint8Array ? new TextDecoder().decode(body) : '',
      headers: new Headers(init?.headers),
    });
    return fetch(input, init);
  };
  return { fetch: counting, requests };
};

/** A server over memory with the declared space `main`, and a client of it. */
export const startHouse = async (t: Test, options: TestServerOptions & { readonly client?: ConnectOptions } = {}) => {
  const server = await startTestServer(t, { ...options, flags: { spaces: `${PROJECT}spaces`, ...options.flags } });
  const url = `${server.url}/spaces/main`;
  const counting = createCountingFetch();
  const clock = options.collaborators?.clock;
  const client = connect(url, { fetch: counting.fetch, ...(clock && { clock }), ...options.client });
  return { server, url, client, requests: counting.requests };
};

export interface StartedService {
  readonly service: Service;
  readonly url: string;
  readonly id: string;
}

/** Serves a service on a port of its own and publishes it; `advertisement` is given the address. */
export const startService = async (
  t: Test,
  space: SpaceClient,
  {
    advertisement,
    options,
    ...input
  }: Omit<ServiceInput, 'advertisement'> & {
    readonly advertisement: (uri: string) => string;
    readonly options?: ServiceOptions;
  },
): Promise<StartedService> => {
  const made: { service?: Service } = {};
  const host = await serve({
    handle: async (request) => {
      if (!made.service) throw new TypeError('called before it was made');
      return made.service.handle(request);
    },
  });
  t.teardown(() => host.close());
  const service = await createService({ ...input, advertisement: advertisement(host.url) } as ServiceInput, {
    space,
    ...options,
  });
  made.service = service;
  const published = await service.publish();
  t.teardown(() => published.kept.stop());
  return { service, url: host.url, id: published.entry.id };
};
