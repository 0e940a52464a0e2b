import { statusOf, titleOf, toUtf8 } from '../base/index.js';
import type { ErrorFinding, StoaError } from '../base/index.js';
import { escapeText } from '../xml/index.js';
import { OWN_NAMESPACES } from './own-namespaces.js';

/** Namespace of RFC 9457's XML form; the number is that of its predecessor, on purpose. */
export const PROBLEM_NAMESPACE = OWN_NAMESPACES.problem;

/** How a problem document is written. */
export interface ProblemOptions {
  readonly format: 'xml' | 'json';
  /** URI of this occurrence, e.g. the URN of the request. */
  readonly instance?: string;
}

/** `type` of a problem: a URN made from its code, since no URL is an identity. */
export const toProblemType = (code: string): string => `urn:stoa:problem:${code}`;

/** Messages may quote what a peer sent; XML has no place for control characters and lone surrogates. */
const cleanse = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd');

type Member = readonly [name: string, value: string | number | undefined];

const writeMembers = (members: readonly Member[]): string =>
  members
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<${name}>${escapeText(cleanse(String(value)))}</${name}>`)
    .join('');

const membersOf = (error: StoaError, instance: string | undefined): readonly Member[] => [
  ['type', toProblemType(error.code)],
  ['title', titleOf(error)],
  ['status', statusOf(error)],
  ['detail', error.message],
  ['instance', instance],
  ['code', error.code],
  ['limit', error.limit],
  ['hint', error.hint],
];

const membersOfFinding = ({ rule, message, path, line, column }: ErrorFinding): readonly Member[] => [
  ['rule', rule],
  ['message', message],
  ['path', path],
  ['line', line],
  ['column', column],
];

const writeXmlProblem = (error: StoaError, instance: string | undefined): string => {
  const findings = error.findings.map((finding) => `<finding>${writeMembers(membersOfFinding(finding))}</finding>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<problem xmlns="${PROBLEM_NAMESPACE}">${writeMembers(membersOf(error, instance))}${findings.join('')}</problem>`;
};

const writeJsonProblem = (error: StoaError, instance: string | undefined): string => {
  const toObject = (members: readonly Member[]) =>
    Object.fromEntries(members.filter(([, value]) => value !== undefined));
  const findings = error.findings.map((finding) => toObject(membersOfFinding(finding)));
  return JSON.stringify({ ...toObject(membersOf(error, instance)), ...(findings.length > 0 && { finding: findings }) });
};

/** Problem document (RFC 9457) of an error; its cause is not told. XML conforms to `schemas/problem.xsd`. */
export const writeProblem = (error: StoaError, { format, instance }: ProblemOptions): Uint8Array =>
  toUtf8(format === 'xml' ? writeXmlProblem(error, instance) : writeJsonProblem(error, instance));
