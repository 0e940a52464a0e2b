import t from 'tap';
import type { SpaceId, StoaError } from '../../src/base/index.js';
import { connectNearest } from '../../src/client/index.js';
import type { SpaceClient, SpaceOffer } from '../../src/client/index.js';

const URN = 'urn:uuid:0190163d-8694-739b-aea5-966c26f8ad91';
const offer = (name: string, ...urls: string[]): SpaceOffer => ({ name, id: URN, urls });

async function* give(...offers: SpaceOffer[]): AsyncGenerator<SpaceOffer> {
  for (const one of offers) yield await Promise.resolve(one);
}

/** Where the advertisement got at `url` says that the space is: an agent has those of others. */
const homeOf = (url: string): string => /agent\/(?<home>.*)$/.exec(url)?.groups?.['home'] ?? url;

/** A space of which only the description is asked; hosts that begin with `dead` do not answer. */
const open = (url: string): SpaceClient =>
  ({
    url,
    describe: () =>
      url.includes('dead')
        ? Promise.reject(new TypeError('fetch failed'))
        : Promise.resolve({
            id: (url.includes('false') ? 'urn:uuid:other' : URN) as SpaceId,
            advertisement: { endpoints: [{ uri: homeOf(url), binding: 'stoa-http', priority: 0 }] },
          }),
  }) as unknown as SpaceClient;

t.test('an offer is taken only when the space itself says the URN that was announced', async (t) => {
  const refused: string[] = [];
  const onRefused = ({ name }: SpaceOffer, { code }: StoaError): void => void refused.push(`${name} ${code}`);
  const offers = give(
    offer('impostor', 'http://false/'),
    offer('gone', 'http://dead/'),
    offer('good', 'http://dead/', 'http://good/'),
  );
  const space = await connectNearest({ offers, open, onRefused });
  t.equal(space.url, 'http://good/');
  t.same(refused, ['impostor ANSWER_INVALID', 'gone INTERNAL']);
  await t.rejects(connectNearest({ offers: give(offer('impostor', 'http://false/')), open }), {
    code: 'SPACE_NOT_FOUND',
  });
});

t.test('the nearest that has what is asked for is taken, else the nearest', async (t) => {
  const both = () => give(offer('a', 'http://a/'), offer('b', 'http://b/'));
  const has = (wanted: string) => (space: SpaceClient) => Promise.resolve(space.url === wanted);
  t.equal((await connectNearest({ offers: both(), open, has: has('http://b/') })).url, 'http://b/');
  t.equal((await connectNearest({ offers: both(), open, has: has('http://c/') })).url, 'http://a/');
});

t.test(
  'an agent that has only the advertisement leads to the space, which has to say the same URN itself',
  async (t) => {
    const agent = 'http://x/agent/';
    t.equal(
      (await connectNearest({ offers: give(offer('a', `${agent}http://a/spaces/main`)), open })).url,
      'http://a/spaces/main',
    );
    for (const home of ['http://dead/spaces/main', 'http://false/spaces/main'])
      await t.rejects(connectNearest({ offers: give(offer('a', `${agent}${home}`)), open }), {
        code: 'SPACE_NOT_FOUND',
      });
    t.equal(
      (await connectNearest({ offers: give(offer('a', 'http://10.0.0.1/spaces/main')), open })).url,
      'http://10.0.0.1/spaces/main',
    );
  },
);
