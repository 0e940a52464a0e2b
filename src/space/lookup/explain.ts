import { given } from '../../base/index.js';
import type { Mismatch } from '../../schema/index.js';
import type { ReadableSpace } from '../documents/find-body.js';
import type { Match, WantedReport } from '../model.js';
import type { SharedComponents } from '../projection/index.js';
import { fromNameKey } from '../../xml/index.js';
import { createNameBudget, findClosestComponent, findClosestMethod } from './closest-names.js';
import type { ComponentOutcome, MethodOutcome, SetMatch } from './grade-set.js';
import type { Verdicts } from './verdicts.js';
import type { Wanted } from './wanted.js';

/** What a match is explained from. */
export interface ExplainParts {
  readonly verdicts: Verdicts;
  readonly wanted: Wanted;
  readonly shared: SharedComponents;
}

const MISSING_CHANGE = 'leave it out of the partial schema';

const reportMissing = (name: string, kind: 'element' | 'type', closest: string | undefined): WantedReport => ({
  kind,
  name,
  verdict: 'missing',
  ...(closest !== undefined && { found: closest }),
  mismatches: [
    {
      path: '.',
      rule: 'missing',
      message: `wanted the ${kind} ${name}, which is not there${closest === undefined ? '' : `; closest is ${closest}`}`,
      change: closest === undefined ? MISSING_CHANGE : `name it ${closest}, or ${MISSING_CHANGE}`,
    },
  ],
});

const reportComponent = async (
  context: ReadableSpace,
  { verdicts, wanted, shared }: ExplainParts,
  outcome: ComponentOutcome,
): Promise<WantedReport> => {
  const { kind, name } = outcome.wanted;
  if (outcome.pair === undefined)
    return reportMissing(name, kind, findClosestComponent(shared.view, outcome.wanted, createNameBudget())?.name);
  const { schema } = wanted;
  const isOpen = outcome.verdict === 'incompatible' || outcome.verdict === 'undecided';
  const mismatches = isOpen && schema ? await verdicts.explain(context, outcome.pair, { schema, sets: [shared] }) : [];
  return { kind, name, verdict: outcome.verdict, role: outcome.pair.component.role, mismatches };
};

const reportMissingMethod = (
  { shared }: ExplainParts,
  { wanted, method }: Pick<MethodOutcome, 'wanted' | 'method'>,
): WantedReport => {
  const { label, name, input, output } = wanted;
  const local = name ?? fromNameKey((input ?? output)?.name ?? '').local;
  const closest = method?.name ?? findClosestMethod(shared.view, local, createNameBudget())?.name;
  const message = `no method answers ${label}${closest === undefined ? '' : `; closest is ${closest}`}`;
  const mismatches = [{ path: '.', rule: 'missing', message, change: 'leave the method out, or ask for less of it' }];
  return { kind: 'method', name: label, verdict: 'missing', ...given('found', closest), mismatches };
};

const PARTS = ['input', 'output'] as const;

const reportMethod = async (
  context: ReadableSpace,
  parts: ExplainParts,
  { wanted, verdict, method, parts: outcomes }: MethodOutcome,
): Promise<WantedReport> => {
  if (verdict === 'missing' || method === undefined) return reportMissingMethod(parts, { wanted, method });
  const asked = PARTS.filter((part) => wanted[part] !== undefined);
  const mismatches: Mismatch[] = [];
  for (const [at, outcome] of outcomes.entries()) {
    const report = await reportComponent(context, parts, outcome);
    for (const mismatch of report.mismatches)
      mismatches.push({ ...mismatch, path: `${asked[at] ?? ''}: ${mismatch.path}` });
  }
  return { kind: 'method', name: wanted.label, verdict, found: method.name, mismatches };
};

/** A match with what became of each thing that was wanted; one after the other, so that others get their turn in between. */
export const explainMatch = async (context: ReadableSpace, parts: ExplainParts, match: SetMatch): Promise<Match> => {
  const wanted: WantedReport[] = [];
  for (const outcome of match.components) wanted.push(await reportComponent(context, parts, outcome));
  for (const outcome of match.methods) wanted.push(await reportMethod(context, parts, outcome));
  return { grade: match.grade, share: match.share, wanted };
};
