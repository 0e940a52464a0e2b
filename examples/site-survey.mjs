// A long job: progress and readings are published in a space of results, the summary comes last.
import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { serve } from 'stoa';

const SAMPLE_MS = 150;

/** What a level meter at the site would say. */
const measure = (site, sample) => (site.length * 7 + sample * 13) % 50;

const readingXml = (site, sample, level) =>
  `<reading xmlns="urn:example:survey" sample="${sample}"><site>${site}</site><level>${level}</level></reading>`;

const handlers = {
  survey: async ({ site, samples }, { signal, results }) => {
    let sum = 0;
    for (let sample = 1; sample <= samples; sample++) {
      await wait(SAMPLE_MS, undefined, { signal });
      const level = measure(site, sample);
      sum += level;
      await results?.publish(readingXml(site, sample, level), `reading-${sample}`);
      await results?.progress(sample, samples, `${sample} of ${samples} samples`);
    }
    return { site, samples, mean: (sum / samples).toFixed(2) };
  },
};

/** Starts the service on a free port and publishes it in `space`; resolves with what ends it. */
export const startSiteSurvey = async (space, options = { signals: [] }) => {
  const advertisement = await readFile(new URL('site-survey.xml', import.meta.url), 'utf8');
  const { url, close } = await serve({ advertisement, handlers }, { space, ...options });
  return { url, stop: close };
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await startSiteSurvey(process.env.STOA_SPACE ?? 'http://127.0.0.1:7862/spaces/main', {});
  console.log(`site-survey takes messages at ${url}; Ctrl-C withdraws it`);
}
