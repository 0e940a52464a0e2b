import type { ReadableSpace } from '../documents/find-body.js';
import type { Match, WantedReport } from '../model.js';
import type { SharedComponents } from '../projection/index.js';
import { fromNameKey } from '../../xml/index.js';
import { findClosestComponent, findClosestMethod } from './closest-names.js';
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
    return reportMissing(name, kind, findClosestComponent(shared.set, outcome.wanted)?.name);
  const { schema } = wanted;
  const isOpen = outcome.verdict === 'incompatible' || outcome.verdict === 'undecided';
  const mismatches = isOpen && schema ? await verdicts.explain(context, outcome.pair, { schema, sets: [shared] }) : [];
  return { kind, name, verdict: outcome.verdict, role: outcome.pair.component.role, mismatches };
};

const PARTS = ['input', 'output'] as const;

const reportMethod = async (
  context: ReadableSpace,
  parts: ExplainParts,
  { wanted, verdict, method, parts: outcomes }: MethodOutcome,
): Promise<WantedReport> => {
  const base = { kind: 'method' as const, name: wanted.label, verdict };
  if (verdict === 'missing' || method === undefined) {
    const local = wanted.name ?? fromNameKey((wanted.input ?? wanted.output)?.name ?? '').local;
    const closest = method?.name ?? findClosestMethod(parts.shared.set, local)?.name;
    const message = `no method answers ${wanted.label}${closest === undefined ? '' : `; closest is ${closest}`}`;
    const mismatches = [{ path: '.', rule: 'missing', message, change: 'leave the method out, or ask for less of it' }];
    return { ...base, ...(closest !== undefined && { found: closest }), mismatches };
  }
  const asked = PARTS.filter((part) => wanted[part] !== undefined);
  const reports = await Promise.all(outcomes.map((outcome) => reportComponent(context, parts, outcome)));
  const mismatches = reports.flatMap((report, at) =>
    report.mismatches.map((mismatch) => ({ ...mismatch, path: `${asked[at] ?? ''}: ${mismatch.path}` })),
  );
  return { ...base, found: method.name, mismatches };
};

/** A match with what became of each thing that was wanted. */
export const explainMatch = async (context: ReadableSpace, parts: ExplainParts, match: SetMatch): Promise<Match> => ({
  grade: match.grade,
  share: match.share,
  wanted: [
    ...(await Promise.all(match.components.map((outcome) => reportComponent(context, parts, outcome)))),
    ...(await Promise.all(match.methods.map((outcome) => reportMethod(context, parts, outcome)))),
  ],
});
