import type { Grade, Mismatch, Verdict } from '../schema/index.js';
import { given } from '../base/index.js';
import type { MatchValue, WantedValue } from './space-messages.js';

/** What became of one wanted element, type or method. */
export interface WantedReport {
  readonly kind: 'element' | 'type' | 'method';
  /** Name key of a component; of a method what was asked for. */
  readonly name: string;
  readonly verdict: Verdict | 'missing';
  /** The method that was found, or, for what is missing, the closest name that is there. */
  readonly found?: string;
  /** How the advertised component is used: `request`, `answer`, `both` or `none`. */
  readonly role?: string;
  /** What keeps it from fitting: where, what is wanted and advertised, and the smallest change that would help. */
  readonly mismatches: readonly Mismatch[];
}

/** How a document answers a partial schema. */
export interface Match {
  readonly grade: Grade;
  /** Part of what was wanted that can be used, from 0 to 1. */
  readonly share: number;
  /** Only when an explanation was asked for. */
  readonly wanted?: readonly WantedReport[];
}

const toWantedValue = ({ kind, name, verdict, found, role, mismatches }: WantedReport): WantedValue => ({
  '@kind': kind,
  '@name': name,
  '@verdict': verdict,
  ...given('@found', found),
  ...given('@role', role),
  ...(mismatches.length > 0 && {
    mismatch: mismatches.map(({ path, rule, message, change }) => ({
      '@path': path,
      '@rule': rule,
      '@message': message,
      '@change': change,
    })),
  }),
});

/** A match as it stands in messages. */
export const toMatchValue = ({ grade, share, wanted = [] }: Match): MatchValue => ({
  '@grade': grade,
  '@share': share,
  ...(wanted.length > 0 && { wanted: wanted.map(toWantedValue) }),
});
