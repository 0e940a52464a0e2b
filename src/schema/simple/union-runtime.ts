import { quote } from './characters.js';
import { enumerationProblem, patternChecks } from './facet-checks.js';
import type { Facets, QNameContext, SimpleProblem, SimpleRuntime, SimpleType } from './model.js';

/** What a union is made of. */
export interface UnionParts {
  readonly memberTypes: readonly SimpleType[];
  readonly facets: Facets;
  /** Keys of the enumerated values. */
  readonly enumerated: ReadonlySet<string> | undefined;
}

const MOST_SHOWN = 4;

/** Steps that trying a member type counts for. */
const TRIAL_COST = 40;

const same = (text: string): string => text;

/** Says why no member takes the text: what the first few of them say. */
const toProblem = (members: readonly SimpleType[], text: string, qnames: QNameContext | undefined): SimpleProblem => {
  const reasons = members.slice(0, MOST_SHOWN).map(({ runtime }) => runtime.check(text, qnames)?.message ?? '');
  const more = members.length > MOST_SHOWN ? '; …' : '';
  return {
    rule: 'cvc-datatype-valid.1.2.3',
    message: `expected a value of one of the ${String(members.length)} member types, got ${quote(text)}: ${reasons.join('; ')}${more}`,
  };
};

/**
 * The runtime of a union. The first member type that takes a text gives its value and normalises its white space
 * (XSD 1.0 part 2, sections 2.5.1.3 and 4.3.6); texts are therefore normalised within the other functions only.
 */
export const createUnionRuntime = ({ memberTypes, facets, enumerated }: UnionParts): SimpleRuntime => {
  const patterns = patternChecks(facets);

  const find = (text: string, qnames: QNameContext | undefined): SimpleType | undefined => {
    for (const member of memberTypes) {
      qnames?.step?.(TRIAL_COST);
      if (member.runtime.check(text, qnames) === undefined) return member;
    }
    return undefined;
  };

  const key = (text: string, qnames?: QNameContext): string => find(text, qnames)?.runtime.key(text, qnames) ?? '';

  const memberFor: SimpleRuntime['memberFor'] = (_self, text, qnames) => {
    const member = find(text, qnames);
    return member?.runtime.memberFor(member, text, qnames);
  };

  const checkFacets = (member: SimpleType, text: string, qnames?: QNameContext): SimpleProblem | undefined => {
    if (patterns.length > 0) {
      const reader = member.runtime.memberFor(member, text, qnames) ?? member;
      const normalized = reader.runtime.normalize(text);
      for (const check of patterns) {
        const problem = check(normalized, qnames);
        if (problem !== undefined) return problem;
      }
    }
    if (enumerated === undefined || enumerated.has(member.runtime.key(text, qnames))) return undefined;
    return enumerationProblem(facets, text);
  };

  return {
    normalize: same,
    canonical: key,
    key,
    enumerated,
    holdsIds: memberTypes.some(({ runtime }) => runtime.holdsIds),
    memberFor,
    check: (text, qnames) => {
      const member = find(text, qnames);
      return member === undefined ? toProblem(memberTypes, text, qnames) : checkFacets(member, text, qnames);
    },
    parse: (text, qnames) => {
      const member = find(text, qnames);
      const problem = member === undefined ? toProblem(memberTypes, text, qnames) : checkFacets(member, text, qnames);
      if (member === undefined || problem !== undefined) return { problem: problem ?? toProblem([], text, qnames) };
      return member.runtime.parse(text, qnames);
    },
  };
};
