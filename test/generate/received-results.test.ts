import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { receiveResults } from '../../src/client/index.js';
import type { CallContext, ClientClass, Results, SpaceClient, TypedValue } from '../../src/client/index.js';
import { fromAdvertisement } from '../../src/generate/index.js';
import { startHouse, startService } from '../client/space-house.js';
import { PROJECT } from '../support/source-files.js';
import { generateFor, importGenerated } from './support.js';

const SURVEY = readFileSync(join(PROJECT, 'examples/site-survey.xml'), 'utf8');
const READING = 'urn:example:survey';

interface SurveyClient {
  readonly surveyResults: (value: object, options?: object) => Results<{ mean: string }>;
}

interface SurveyModule {
  readonly SiteSurveyClient: ClientClass<SurveyClient> & { open: (space: SpaceClient) => Promise<SurveyClient> };
}

const survey = async (_: TypedValue, { results }: CallContext): Promise<TypedValue> => {
  await results?.publish(`<reading xmlns="${READING}" sample="1"><site>s</site><level>1.5</level></reading>`);
  await results?.progress(1, 1);
  return { site: 's', samples: 1, mean: '1.5' };
};

t.test('[results:gate] results that were passed on are typed as the client that is named gives them', async (t) => {
  const { SiteSurveyClient } = await importGenerated<SurveyModule>(t, 'survey.ts', {
    'survey.ts': generateFor(fromAdvertisement(SURVEY)),
  });
  const { client: space } = await startHouse(t);
  const advertisement = (uri: string): string => SURVEY.replace('http://127.0.0.1:4011/', uri);
  await startService(t, space, { advertisement, handlers: { survey } });
  const client = await SiteSurveyClient.open(space);
  const results = client.surveyResults({ site: 's', samples: 1 });
  const from = await results.share();
  const received = receiveResults(SiteSurveyClient, 'surveyResults', { from });
  const items: object[] = [];
  for await (const item of received) items.push(item);
  const reading = { kind: 'event', name: 'reading', value: { '@sample': 1, site: 's', level: '1.5' } };
  const summary = { site: 's', samples: 1, mean: '1.5' };
  t.same(items, [reading, { kind: 'progress', done: 1, of: 1 }, { kind: 'response', value: summary }]);
  t.same(await received.final(), summary);
  for await (const item of receiveResults(SiteSurveyClient, 'surveyResults', { from })) {
    t.same(item, reading);
    break;
  }
  t.same(await results.final(), summary, 'who leaves a loop over what is not its own ends nothing');
  await results.cancel();
  await t.rejects(received.final(), { code: 'SPACE_GONE' });
  t.throws(() => receiveResults(SiteSurveyClient, 'surveyResults', { from: '<a/>' }), { code: 'PARAMETER_INVALID' });
});
