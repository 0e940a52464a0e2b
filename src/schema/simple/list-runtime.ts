import type { TypedValue } from '../facade.js';
import { quote } from './characters.js';
import { enumerationCheck, lengthChecks, patternChecks } from './facet-checks.js';
import type { FacetCheck } from './facet-checks.js';
import type { Facets, QNameContext, SimpleProblem, SimpleRuntime, SimpleType } from './model.js';
import { collapse } from './white-space.js';

const splitItems = (text: string): readonly string[] => (text === '' ? [] : text.split(' '));

/** Between the items of a key: no text of XML holds it, while a namespace in the key of a QName may hold spaces. */
const ITEM_END = '\u0000';

const inItem = (problem: SimpleProblem, index: number): SimpleProblem => ({
  rule: problem.rule,
  message: `item ${String(index + 1)}: ${problem.message}`,
});

/** The items of a list in a text as it stands in a document. */
export const listItems = (text: string): readonly string[] => splitItems(collapse(text));

/** Why a text cannot be one item of a list: it is empty, or white space would make several of it. */
export const checkItemText = (text: string): SimpleProblem | undefined => {
  const [, second] = splitItems(text);
  if (text !== '' && second === undefined) return undefined;
  return { rule: 'cvc-datatype-valid.1.2.2', message: `expected an item without white space, got ${quote(text)}` };
};

/** The runtime of a list of `itemType`; lengths count items, patterns are about the whole text. */
export const createListRuntime = (
  itemType: SimpleType,
  facets: Facets,
  enumerated: ReadonlySet<string> | undefined,
): SimpleRuntime => {
  const item = itemType.runtime;
  const canonical = (text: string, qnames?: QNameContext): string =>
    splitItems(text)
      .map((part) => item.canonical(part, qnames))
      .join(' ');
  const checks: readonly FacetCheck[] = [
    ...lengthChecks(facets, (text) => splitItems(text).length, 'items'),
    ...patternChecks(facets),
    ...(enumerated === undefined ? [] : [enumerationCheck(canonical, facets, enumerated)]),
  ];

  const checkFacets = (text: string, qnames?: QNameContext): SimpleProblem | undefined => {
    for (const check of checks) {
      const problem = check(text, qnames);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };

  return {
    normalize: collapse,
    canonical,
    key: (text, qnames) => {
      const keys = listItems(text).map((part) => item.key(part, qnames) + ITEM_END);
      return `list:${keys.join('')}`;
    },
    enumerated,
    holdsIds: item.holdsIds,
    memberFor: (self) => self,
    check: (text, qnames) => {
      const normalized = collapse(text);
      for (const [index, part] of splitItems(normalized).entries()) {
        const problem = item.check(part, qnames);
        if (problem !== undefined) return inItem(problem, index);
      }
      return checkFacets(normalized, qnames);
    },
    parse: (text, qnames) => {
      const normalized = collapse(text);
      const value: TypedValue[] = [];
      for (const [index, part] of splitItems(normalized).entries()) {
        const parsed = item.parse(part, qnames);
        if ('problem' in parsed) return { problem: inItem(parsed.problem, index) };
        value.push(parsed.value);
      }
      const problem = checkFacets(normalized, qnames);
      return problem === undefined ? { value } : { problem };
    },
  };
};
