import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { acceptResults, connect } from '../../src/client/index.js';
import type { CallContext, TypedValue } from '../../src/client/index.js';
import { startHouse, startService } from '../client/space-house.js';
import { createTestCli } from '../cli/cli-run.js';
import { PROJECT } from '../support/source-files.js';

const readText = (path: string): string => readFileSync(join(PROJECT, path), 'utf8');
const page = readText('docs/results.md');

const readingOf = (site: string): string =>
  `<reading xmlns="urn:example:survey" sample="1"><site>${site}</site><level>21.5</level></reading>`;

/** The survey of the examples, with one reading; a hundred samples take for ever. */
const startSurvey = async (t: Parameters<typeof startHouse>[0]) => {
  const house = await startHouse(t);
  let stopped: (reason: unknown) => void = () => undefined;
  const cancelled = new Promise<unknown>((resolve) => (stopped = resolve));
  const survey = async (value: TypedValue, { results, signal }: CallContext): Promise<TypedValue> => {
    const { site, samples } = value as { site: string; samples: number };
    await results?.publish(readingOf(site));
    if (samples === 100)
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })).then(() =>
        stopped(signal.reason),
      );
    return { site, samples, mean: '21.5' };
  };
  const advertisement = (uri: string): string =>
    readText('examples/site-survey.xml').replace('http://127.0.0.1:4011/', uri);
  const service = await startService(t, connect(house.url), { advertisement, handlers: { survey } });
  return { ...house, survey: service, cancelled };
};

t.test('the examples of docs/results.md run as they stand there and print what they say', async (t) => {
  const { client: space, survey, cancelled } = await startSurvey(t);
  const printed: string[] = [];
  const given = {
    acceptResults,
    space,
    survey,
    console: { log: (...values: unknown[]) => printed.push(values.join(' ')) },
  };
  const blocks = [...page.matchAll(/```js\n(.*?)```/gs)].map((match) => match[1] ?? '');
  t.equal(blocks.length, 4);
  const body = blocks.join('\n').replaceAll(/^import .*$/gm, '');
  const AsyncFunction = (async () => undefined).constructor as new (
    ...parts: string[]
  ) => (...values: unknown[]) => Promise<void>;
  await new AsyncFunction(...Object.keys(given), body)(...Object.values(given));
  t.same(printed, [
    'message 21.5',
    'space 21.5',
    'space-event 21.5',
    'advertisement 21.5',
    'advertisement-space 21.5',
    'advertisement-space-event 21.5',
    'reading 21.5',
    'harbour',
    '3',
  ]);
  t.match(await cancelled, { code: 'SPACE_GONE' }, 'what was cancelled has stopped');
});

t.test('the command lines of docs/results.md do what they say', async (t) => {
  const { url } = await startSurvey(t);
  const cli = createTestCli(t, url);
  const lines = [...(/```sh\n(.*?)```/s.exec(page)?.[1] ?? '').matchAll(/^stoa (.*?) *(?:#.*)?$/gm)].map(
    ([, line = '']) => line.split(/ +/),
  );
  const [async = [], advertised = [], share = [], , watch] = lines;
  const streamed = await cli.run(...async);
  t.match(streamed.output, /<reading[^]*<summary/);
  t.match((await cli.run(...advertised)).output, '<mean>21.5</mean>');
  const shared = await cli.run(...share.slice(0, share.indexOf('>')));
  t.match(shared.output, /^<accepted [^]*<\/accepted>\n$/);
  t.notMatch(shared.output, 'root=');
  const folder = t.testdir({ 'survey.xml': shared.output });
  const fetched = await cli.run('results', `${folder}/survey.xml`);
  t.equal(fetched.output, streamed.output, 'who gets the text fetches the same');
  const answer = await cli.run('results', `${folder}/survey.xml`, '--answer');
  t.match(answer.output, /^<summary/);
  t.same(watch, ['watch', '--kind', 'result']);
  const wrong = await cli.run('call', 'site-survey', '--results', 'pigeon', '--site', 'x', '--samples', '1');
  t.match(wrong, { code: 2, errors: /pigeon/ });
});
