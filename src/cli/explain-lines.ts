import type { Match, WantedReport } from '../client/index.js';

const SIGNS: Readonly<Record<WantedReport['verdict'], string>> = {
  exact: '=',
  compatible: '+',
  incompatible: '-',
  undecided: '?',
  missing: '-',
};

/** A share for people: `67 %`. */
export const formatShare = (share: number): string => `${String(Math.round(share * 100))} %`;

const describe = ({ kind, name, verdict, found, role }: WantedReport): string => {
  const used = role === undefined || role === 'none' ? '' : ` as ${role === 'both' ? 'request and answer' : role}`;
  const by = found === undefined ? '' : verdict === 'missing' ? `, closest is ${found}` : ` by ${found}`;
  return `  ${SIGNS[verdict]} ${kind} ${name}: ${verdict}${used}${by}`;
};

/** Why a document is a hit or none: a line for each thing wanted, and under it what keeps it from fitting. */
export const explainLines = ({ wanted = [] }: Match): readonly string[] =>
  wanted.flatMap((report) => [
    describe(report),
    ...report.mismatches.flatMap(({ path, message, change }) => [
      `      ${path === '.' ? '' : `${path}: `}${message}`,
      `      to match: ${change}`,
    ]),
  ]);
