import { quote } from './characters.js';
import { boundChecks, digitChecks, enumerationCheck, lengthChecks, patternChecks } from './facet-checks.js';
import type { FacetCheck } from './facet-checks.js';
import type { Facets, Parsed, QNameContext, SimpleProblem, SimpleRuntime } from './model.js';
import { findQuickTest } from './quick-test.js';
import type { ValueSpace } from './value-space.js';
import { NORMALIZERS } from './white-space.js';

/** What an atomic type is made of. */
export interface AtomicParts {
  readonly space: ValueSpace;
  /** The name of the nearest built-in type, for messages. */
  readonly builtIn: string;
  readonly facets: Facets;
  /** Canonical texts of the enumeration. */
  readonly enumerated: ReadonlySet<string> | undefined;
}

const compileChecks = ({ space, facets, enumerated }: AtomicParts): readonly FacetCheck[] => {
  const checks: FacetCheck[] = [];
  if (space.lengthOf !== undefined) {
    checks.push(...lengthChecks(facets, space.lengthOf, space.shape === 'bytes' ? 'octets' : 'characters'));
  }
  checks.push(...digitChecks(facets));
  if (space.comparatorTo !== undefined) checks.push(...boundChecks(facets, space.comparatorTo));
  checks.push(...patternChecks(facets));
  if (enumerated !== undefined) checks.push(enumerationCheck(space.canonical, facets, enumerated));
  return checks;
};

const accept = (): undefined => undefined;

/** The runtime of an atomic type. A type that takes every text (a string without facets) costs nothing to check. */
export const createAtomicRuntime = (parts: AtomicParts): SimpleRuntime => {
  const { space, builtIn, facets, enumerated } = parts;
  const checks = compileChecks(parts);
  const normalize = NORMALIZERS[facets.whiteSpace];
  const isQuick = findQuickTest(parts);

  const expected = ({ length }: string): string =>
    length > (space.maxLength ?? Infinity)
      ? `at most ${String(space.maxLength)} characters of xs:${builtIn}`
      : `a value of xs:${builtIn}`;

  const checkNormalized = (text: string, qnames?: QNameContext): SimpleProblem | undefined => {
    if (!space.isLexical(text, qnames)) {
      return { rule: 'cvc-datatype-valid.1.2.1', message: `expected ${expected(text)}, got ${quote(text)}` };
    }
    for (const check of checks) {
      const problem = check(text, qnames);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };

  const takesAll = space.primitive === 'string' && builtInTakesAll(builtIn) && checks.length === 0;
  return {
    normalize,
    canonical: space.canonical,
    key: (text, qnames) => `${space.primitive}:${space.canonical(normalize(text), qnames)}`,
    enumerated,
    isQuick,
    holdsIds: builtIn === 'ID' || builtIn === 'IDREF',
    memberFor: (self) => self,
    check: takesAll
      ? accept
      : (text, qnames) => (isQuick?.(text) === true ? undefined : checkNormalized(normalize(text), qnames)),
    parse: (text, qnames): Parsed => {
      if (isQuick?.(text) === true) return { value: space.toValue(text) };
      const normalized = normalize(text);
      const problem = takesAll ? undefined : checkNormalized(normalized, qnames);
      return problem === undefined ? { value: space.toValue(normalized, qnames) } : { problem };
    },
  };
};

const builtInTakesAll = (builtIn: string): boolean =>
  builtIn === 'string' || builtIn === 'normalizedString' || builtIn === 'token' || builtIn === 'anySimpleType';
