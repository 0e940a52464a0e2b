import type { SpaceClient } from '../api.js';
import type { Hit } from '../model.js';
import type { Contract } from './model.js';

/** Answers to the questions that were asked already. */
export interface KeptAnswers {
  readonly get: (question: string) => Promise<boolean> | undefined;
  readonly set: (question: string, answer: Promise<boolean>) => unknown;
  readonly delete: (question: string) => unknown;
}

/** Where a hit came from. One for all hits of a client. */
export interface HitOrigin {
  readonly space: () => SpaceClient;
  /** Made by whoever first asks whether a hit keeps a contract. */
  answers?: KeptAnswers;
}

const ORIGIN = Symbol('origin of a hit');
const APPARENT = Symbol('contract by which a hit was found');

interface Marked {
  readonly [ORIGIN]?: HitOrigin;
  readonly [APPARENT]?: string;
}

/** Lets a hit remember the client that found it, out of sight of those who compare or print hits. */
export const markOrigin = (hit: Hit, origin: HitOrigin): Hit =>
  Object.defineProperty(hit, ORIGIN, { value: origin, enumerable: false });

/** The client that found a hit; `undefined` for one that was copied or made otherwise. */
export const findOrigin = (hit: Hit & Marked): HitOrigin | undefined => hit[ORIGIN];

/** Notes that a hit was found by a contract, so that nobody need ask again. */
export const noteApparent = (hit: Hit, { fingerprint }: Contract): void => {
  Object.defineProperty(hit, APPARENT, { value: fingerprint, enumerable: false, configurable: true });
};

/** Whether a hit was found by a contract. */
export const isApparent = (hit: Hit & Marked, { fingerprint }: Contract): boolean => hit[APPARENT] === fingerprint;
