import { DEFAULT_XML_LIMITS, StoaError, fromUtf8, isErrorCode } from '../base/index.js';
import type { ErrorFinding } from '../base/index.js';
import { childrenNamed, findChild, parseXml, textOf } from '../xml/index.js';
import type { XmlElement } from '../xml/index.js';
import { findProblemFormat } from './media-type.js';
import { OWN_NAMESPACES } from './own-namespaces.js';

const PROBLEM_NAMESPACE = OWN_NAMESPACES.problem;

/** Longest text taken over from somebody else's problem document, in UTF-16 code units. */
const MAX_FOREIGN_TEXT = 2_000;
/** Most findings taken over from somebody else's problem document. */
const MAX_FOREIGN_FINDINGS = 50;
/** Largest problem document read, in bytes. */
const MAX_PROBLEM_BYTES = 256 * 1024;

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
