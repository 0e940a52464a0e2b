/**
 * Imports the 1,080 service descriptions beside the project and reports what became of them: how many were
 * accepted, which repairs that took, whether libxml2 shares each verdict, and the time of both for the same schemas.
 * Run: node --import=tsx scripts/import-wsdl-report.ts [--json]
 */
import { parseArgs } from 'node:util';
import { REPAIR_NAMES } from '../src/bridge/soap/index.js';
import { findWsdlCorpus, judge } from '../test/support/wsdl-corpus.js';
import type { Verdict } from '../test/support/wsdl-corpus.js';

const GOALS = { accepted: 1015, ratio: 3 };
const WARM_UP = 100;

const countRepairs = (verdicts: readonly Verdict[]) =>
  REPAIR_NAMES.map((name) => {
    const made = verdicts.flatMap(({ repairs }) => repairs.filter((repair) => repair.name === name));
    return { name, files: made.length, places: made.reduce((sum, { count }) => sum + count, 0) };
  });

const countReasons = (verdicts: readonly Verdict[]) => {
  const reasons = new Map<string, number>();
  for (const refusal of verdicts.flatMap(({ refusals }) => refusals)) {
    const reason = refusal
      .replace(/"[^"]*"|\{[^}]*\}\S+/g, '…')
      .replace(/\[\d+\]/g, '')
      .slice(0, 110);
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return [...reasons].map(([reason, count]) => ({ count, reason })).sort((left, right) => right.count - left.count);
};

const report = (verdicts: readonly Verdict[]) => {
  const oursMs = verdicts.reduce((sum, verdict) => sum + verdict.oursMs, 0);
  const libxmlMs = verdicts.reduce((sum, verdict) => sum + verdict.libxmlMs, 0);
  return {
    files: verdicts.length,
    accepted: verdicts.filter(({ accepted }) => accepted).length,
    repairs: countRepairs(verdicts),
    refusals: countReasons(verdicts),
    disagreements: verdicts.flatMap(({ name, disagreements }) => disagreements.map((told) => `${name}: ${told}`)),
    oursMs: Math.round(oursMs),
    libxmlMs: Math.round(libxmlMs),
    ratio: Math.round((oursMs / libxmlMs) * 100) / 100,
  };
};

const print = (result: ReturnType<typeof report>): void => {
  console.log(`${result.accepted} of ${result.files} accepted (goal: at least ${GOALS.accepted})`);
  for (const { name, files, places } of result.repairs) console.log(`  ${name}: ${places} places in ${files} files`);
  console.log('refused:');
  for (const { count, reason } of result.refusals) console.log(`  ${count} × ${reason}`);
  console.log(`verdicts that libxml2 does not share: ${result.disagreements.length}`);
  for (const told of result.disagreements.slice(0, 20)) console.log(`  ${told}`);
  console.log(
    `parse, repair and compile: ${result.oursMs} ms; libxml2, the same schemas: ${result.libxmlMs} ms; ` +
      `ratio ${result.ratio} (goal: at most ${GOALS.ratio})`,
  );
};

const corpus = findWsdlCorpus();
if (!corpus) {
  console.log('the descriptions are not beside the project (../shared/wsdl): nothing to report');
} else {
  corpus.slice(0, WARM_UP).forEach(judge);
  const result = report(corpus.map(judge));
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  if (values.json) console.log(JSON.stringify(result, undefined, 2));
  else print(result);
  const missed = result.accepted < GOALS.accepted || result.ratio > GOALS.ratio || result.disagreements.length > 0;
  process.exitCode = missed ? 1 : 0;
}
