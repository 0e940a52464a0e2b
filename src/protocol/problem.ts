import { DEFAULT_XML_LIMITS, StoaError, fromUtf8, isErrorCode, toUtf8 } from '../base/index.js';
import type { ErrorFinding } from '../base/index.js';
import { childrenNamed, escapeText, findChild, parseXml, textOf } from '../xml/index.js';
import type { XmlElement } from '../xml/index.js';
import { findProblemFormat } from './media-type.js';

/** Namespace of RFC 9457's XML form; the number is that of its predecessor, on purpose. */
export const PROBLEM_NAMESPACE = 'urn:ietf:rfc:7807';

/** How a problem document is written. */
export interface ProblemOptions {
  readonly format: 'xml' | 'json';
  /** URI of this occurrence, e.g. the URN of the request. */
  readonly instance?: string;
}

/** Longest text taken over from somebody else's problem document, in UTF-16 code units. */
const MAX_FOREIGN_TEXT = 2_000;
/** Most findings taken over from somebody else's problem document. */
const MAX_FOREIGN_FINDINGS = 50;
/** Largest problem document read, in bytes. */
const MAX_PROBLEM_BYTES = 256 * 1024;

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
  ['title', error.title],
  ['status', error.status],
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

/** Members of a problem by name, as another party sent them. */
interface ForeignMembers {
  readonly text: (name: string) => string | undefined;
  readonly findings: () => readonly ForeignMembers[];
}

const cut = (text: string): string => (text.length > MAX_FOREIGN_TEXT ? `${text.slice(0, MAX_FOREIGN_TEXT)}…` : text);

const fromElement = (element: XmlElement): ForeignMembers => ({
  text: (local) => {
    const child = findChild(element, { namespace: PROBLEM_NAMESPACE, local });
    return child && cut(textOf(child).trim());
  },
  findings: () => childrenNamed(element, { namespace: PROBLEM_NAMESPACE, local: 'finding' }).map(fromElement),
});

const fromJson = (value: unknown): ForeignMembers => {
  const members = new Map<string, unknown>(typeof value === 'object' && value !== null ? Object.entries(value) : []);
  return {
    text: (name) => {
      const member = members.get(name);
      return typeof member === 'string' || typeof member === 'number' ? cut(String(member)) : undefined;
    },
    findings: () => {
      const list = members.get('finding');
      return Array.isArray(list) ? list.map(fromJson) : [];
    },
  };
};

const toFinding = (members: ForeignMembers): ErrorFinding => {
  const path = members.text('path');
  const [line, column] = [Number(members.text('line')), Number(members.text('column'))];
  return {
    rule: members.text('rule') ?? '',
    message: members.text('message') ?? '',
    ...(path !== undefined && { path }),
    ...(line > 0 && { line }),
    ...(column > 0 && { column }),
  };
};

const toError = (members: ForeignMembers): StoaError | undefined => {
  const code = members.text('code');
  if (code === undefined || !isErrorCode(code)) return undefined;
  const [limit, hint] = [members.text('limit'), members.text('hint')];
  return new StoaError(code, members.text('detail') ?? members.text('title') ?? 'no detail was given', {
    findings: members.findings().slice(0, MAX_FOREIGN_FINDINGS).map(toFinding),
    ...(limit !== undefined && { limit }),
    ...(hint !== undefined && { hint }),
  });
};

const parseMembers = (bytes: Uint8Array, format: 'xml' | 'json'): ForeignMembers | undefined => {
  try {
    if (format === 'json') return fromJson(JSON.parse(fromUtf8(bytes)));
    const { root } = parseXml(bytes, { ...DEFAULT_XML_LIMITS, maxBytes: MAX_PROBLEM_BYTES });
    return root.name.namespace === PROBLEM_NAMESPACE && root.name.local === 'problem' ? fromElement(root) : undefined;
  } catch {
    return undefined;
  }
};

/**
 * The error that another party's problem document tells, or `undefined` when `bytes` is none, or one without a code
 * of ours. Texts are cut to a bounded length; nothing else of a foreign document is believed.
 */
export const readProblem = (bytes: Uint8Array, contentType: string | undefined): StoaError | undefined => {
  const format = findProblemFormat(contentType);
  if (format === undefined || bytes.length > MAX_PROBLEM_BYTES) return undefined;
  const members = parseMembers(bytes, format);
  return members && toError(members);
};
