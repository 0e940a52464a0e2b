import type { ErrorCode, ErrorFinding } from '../base/index.js';
import type { WsdlReading } from '../bridge/soap/index.js';
import type { HeldLease } from './held-leases.js';

/** A service, or a whole file, that was not imported. */
export interface ImportRefusal {
  readonly file: string;
  readonly name: string;
  readonly code: ErrorCode;
  readonly message: string;
  readonly findings: readonly ErrorFinding[];
}

/** What an import did. */
export interface ImportSummary {
  readonly files: number;
  /** Advertisements published (or found good, in a dry run). */
  readonly accepted: number;
  /** Places repaired, by name of the repair, and in how many files. */
  readonly repairs: Readonly<Record<string, { readonly places: number; readonly files: number }>>;
  readonly refused: readonly ImportRefusal[];
}

/** Collects what an import does, and says it at the end. */
export interface ImportReport {
  readonly read: (file: string, reading: WsdlReading) => void;
  readonly accept: (file: string, name: string) => void;
  readonly refuse: (file: string, refusal: Omit<ImportRefusal, 'file'>) => void;
  readonly hold: (document: string, held: HeldLease) => void;
  readonly held: () => readonly (readonly [string, HeldLease])[];
  readonly summary: () => ImportSummary;
  /** Text for people; everything with `verbose`, else the counts and the refusals. */
  readonly lines: (verbose: boolean) => readonly string[];
}

const REASONS_SHOWN = 3;

const refusalLines = ({ file, name, code, message, findings }: ImportRefusal): readonly string[] => [
  `  ${file}: ${name}: ${message} [${code}]`,
  ...findings
    .slice(0, REASONS_SHOWN)
    .map(
      (finding) => `      ${finding.path === undefined ? '' : `${finding.path}: `}${finding.message} (${finding.rule})`,
    ),
];

/** An empty report. */
export const createImportReport = (): ImportReport => {
  const details: string[] = [];
  const refused: ImportRefusal[] = [];
  const held: (readonly [string, HeldLease])[] = [];
  const repairs = new Map<string, { places: number; files: number }>();
  let files = 0;
  let accepted = 0;

  const summary = (): ImportSummary => ({ files, accepted, repairs: Object.fromEntries(repairs), refused });
  const refuse: ImportReport['refuse'] = (file, refusal) => void refused.push({ file, ...refusal });
  return {
    read: (file, reading) => {
      files += 1;
      for (const { name, count } of reading.repairs) {
        const total = repairs.get(name) ?? { places: 0, files: 0 };
        repairs.set(name, { places: total.places + count, files: total.files + 1 });
        details.push(`  ${file}: repaired ${name} in ${count} places`);
      }
      for (const note of reading.notes) details.push(`  ${file}: ${note}`);
      for (const { name, code, message, findings } of reading.refusals) refuse(file, { name, code, message, findings });
    },
    accept: (file, name) => {
      accepted += 1;
      details.push(`  ${file}: ${name}`);
    },
    refuse,
    hold: (document, lease) => void held.push([document, lease]),
    held: () => held,
    summary,
    lines: (verbose) => [
      ...(verbose ? details : []),
      `${files} files: ${accepted} services accepted, ${refused.length} refused`,
      ...[...repairs].map(([name, total]) => `  repaired ${name}: ${total.places} places in ${total.files} files`),
      ...(refused.length === 0 ? [] : ['refused:', ...refused.flatMap(refusalLines)]),
    ],
  };
};
