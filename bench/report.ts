import { isMissed } from './harness.js';
import type { BenchRow } from './harness.js';

const HEADER = ['case', 'contestant', 'per second', 'p99 ms', 'ours is', 'goal', ''];

const formatRate = (rate: number): string =>
  rate.toLocaleString('en', rate < 100 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 0 });

const toCells = (row: BenchRow, at: number): readonly string[] => [
  at === 0 ? row.name : '',
  row.contestant,
  formatRate(row.rate),
  row.p99Ms === undefined ? '' : row.p99Ms.toPrecision(2),
  at === 0 ? '' : `${row.ratio.toFixed(2)} x`,
  row.goal === undefined ? '' : `${row.goal} x`,
  isMissed(row) ? 'MISSED' : '',
];

/** The rows of the cases as one Markdown table, aligned for a terminal too. */
export const formatTable = (cases: readonly (readonly BenchRow[])[]): string => {
  const lines = [HEADER, ...cases.flatMap((rows) => rows.map(toCells))];
  const widths = HEADER.map((_, column) => Math.max(3, ...lines.map((cells) => cells[column]?.length ?? 0)));
  const isNumber = (column: number): boolean => column >= 2 && column <= 5;
  const format = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, column) => (isNumber(column) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  const [header = [], ...body] = lines;
  return [format(header), `| ${rule.join(' | ')} |`, ...body.map(format)].join('\n');
};
