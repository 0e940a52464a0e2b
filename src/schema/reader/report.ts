import { StoaError } from '../../base/index.js';
import type { ErrorFinding, SchemaLimits } from '../../base/index.js';
import { toFinding } from './place.js';
import type { Place } from './place.js';

/** Where a reading collects what is wrong and counts what it costs. */
export interface Report {
  readonly limits: SchemaLimits;
  /** Notes that the schema breaks `rule`; reading goes on, so that several findings are told at once. */
  readonly invalid: (rule: string, message: string, place: Place) => void;
  /** Notes a location for which no document is given: what is not found later may be there. */
  readonly lacks: (location: string) => void;
  /** Counts one component. */
  readonly component: () => void;
  /** Counts steps of work. */
  readonly step: (count: number) => void;
  /** Throws what was noted. */
  readonly assertClean: () => void;
}

const where = ({ path, line, column }: ErrorFinding): string =>
  line === undefined ? (path ?? '') : `${String(line)}:${String(column)}`;

/** The error for findings. */
const toError = (findings: readonly ErrorFinding[]): StoaError => {
  const [first] = findings;
  const told = first === undefined ? '' : `${first.message} at ${where(first)}`;
  const more = findings.length > 1 ? `, and ${String(findings.length - 1)} more` : '';
  return new StoaError('SCHEMA_INVALID', `${told}${more}`, { findings });
};

/** The error for a limit that was met. */
export const limitError = (limit: keyof SchemaLimits, limits: SchemaLimits, what: string): StoaError =>
  new StoaError('SCHEMA_LIMIT_EXCEEDED', `${what}, the limit ${limit} is ${String(limits[limit])}`, { limit });

const showLocations = (locations: ReadonlySet<string>): string =>
  [...locations]
    .slice(0, 3)
    .map((location) => JSON.stringify(location))
    .join(', ');

/** A report that keeps at most `maxFindings` findings and throws once a limit is met. */
export const createReport = (limits: SchemaLimits): Report => {
  const invalid: ErrorFinding[] = [];
  const lacking = new Set<string>();
  let components = 0;
  let steps = 0;
  const assertClean = (): void => {
    if (invalid.length > 0) throw toError(invalid);
  };
  return {
    limits,
    invalid: (rule, message, place) => {
      const isUnresolved = rule === 'src-resolve' && lacking.size > 0;
      const told = isUnresolved ? `${message}; no document is given for ${showLocations(lacking)}` : message;
      invalid.push(toFinding(rule, told, place));
      if (invalid.length >= limits.maxFindings) assertClean();
    },
    lacks: (location) => lacking.add(location),
    component: () => {
      if (++components > limits.maxComponents)
        throw limitError('maxComponents', limits, 'the schema has too many components');
    },
    step: (count) => {
      steps += count;
      if (steps > limits.maxSteps) throw limitError('maxSteps', limits, 'the schema takes too long to compile');
    },
    assertClean,
  };
};
