import { toNameKey } from '../../xml/index.js';
import type { NameKey } from '../../xml/index.js';
import type { AttributeUse } from '../model/components.js';
import { isDerivedFrom } from '../model/derivation.js';
import { allowsNamespace, includesConstraint } from '../model/wildcard.js';
import type { Wildcard } from '../model/wildcard.js';
import type { AttributeGroup } from './builder.js';
import { equalConstraints } from './value-constraint.js';

/** A clause of "Derivation Valid (Restriction)" (section 3.4.6) and what is wrong by it. */
export type AttributeProblem = readonly [clause: string, message: string];

const keyOf = ({ declaration }: AttributeUse): NameKey => toNameKey(declaration.name);

const isFixedAlike = (own: AttributeUse, base: AttributeUse): boolean => {
  const fixed = base.valueConstraint;
  if (fixed?.kind !== 'fixed') return true;
  const again = own.valueConstraint;
  return again?.kind === 'fixed' && equalConstraints(base.declaration.type, again, fixed);
};

const findUseProblem = (own: AttributeUse, base: AttributeUse): AttributeProblem | undefined => {
  if (own === base) return undefined;
  const key = keyOf(own);
  if (base.required && !own.required) return ['2.1.1', `the base requires the attribute ${key}`];
  if (!isDerivedFrom(own.declaration.type, base.declaration.type)) {
    return ['2.1.2', `the type of the attribute ${key} does not derive from that in the base`];
  }
  return isFixedAlike(own, base) ? undefined : ['2.1.3', `the base fixes the value of the attribute ${key}`];
};

const STRICTNESS = { skip: 0, lax: 1, strict: 2 } as const;

/** Whether one wildcard checks what it lets in at least as strictly as another. */
export const isAsStrict = (own: Wildcard, base: Wildcard): boolean =>
  STRICTNESS[own.processContents] >= STRICTNESS[base.processContents];

const findWildcardProblem = (own: Wildcard, base: Wildcard | undefined): AttributeProblem | undefined => {
  if (base === undefined) return ['4.1', 'the base has no attribute wildcard'];
  if (!includesConstraint(base.constraint, own.constraint)) {
    return ['4.2', 'the attribute wildcard lets in more than that of the base'];
  }
  return isAsStrict(own, base) ? undefined : ['4.3', 'the attribute wildcard is less strict than that of the base'];
};

/** Why the attributes of a restriction are not among those that its base allows (section 3.4.6, clauses 2 to 4). */
export const findAttributeProblems = (own: AttributeGroup, base: AttributeGroup): readonly AttributeProblem[] => {
  const problems: (AttributeProblem | undefined)[] = [];
  const inherited = new Map(base.uses.map((use) => [keyOf(use), use]));
  const names = new Set<NameKey>();
  for (const use of own.uses) {
    const key = keyOf(use);
    names.add(key);
    const before = inherited.get(key);
    const { namespace } = use.declaration.name;
    if (before !== undefined) problems.push(findUseProblem(use, before));
    else if (base.wildcard === undefined || !allowsNamespace(base.wildcard.constraint, namespace)) {
      problems.push(['2.2', `the base does not allow the attribute ${key}`]);
    }
  }
  for (const [key, { required }] of inherited) {
    if (required && !names.has(key)) problems.push(['3', `the base requires the attribute ${key}`]);
  }
  if (own.wildcard !== undefined) problems.push(findWildcardProblem(own.wildcard, base.wildcard));
  return problems.filter((problem) => problem !== undefined);
};
