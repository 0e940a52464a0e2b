import type { TypedValue } from '../facade.js';
import { enumerationCheck, lengthChecks, patternChecks } from './facet-checks.js';
import type { FacetCheck } from './facet-checks.js';
import type { Facets, QNameContext, SimpleProblem, SimpleRuntime, SimpleType } from './model.js';
import { collapse } from './white-space.js';

const splitItems = (text: string): readonly string[] => (text === '' ? [] : text.split(' '));

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

  const inItem = (problem: SimpleProblem, index: number): SimpleProblem => ({
    rule: problem.rule,
    message: `item ${String(index + 1)}: ${problem.message}`,
  });

  return {
    normalize: collapse,
    canonical,
    enumerated,
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
