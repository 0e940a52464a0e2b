import { toNameKey } from '../../xml/index.js';
import type { AttributeUse, ComplexType } from '../model/components.js';
import { allowsNamespace, includesConstraint } from '../model/wildcard.js';
import { checkSimple } from '../simple/index.js';
import { equalConstraints, includesText } from './comparison.js';
import type { Comparison } from './comparison.js';

const keyOf = ({ declaration }: AttributeUse): string => toNameKey(declaration.name);

const includesUse = (wanted: AttributeUse, advertised: AttributeUse): boolean => {
  const { type } = advertised.declaration;
  const fixed = advertised.valueConstraint;
  if (fixed?.kind === 'fixed') {
    const own = wanted.valueConstraint;
    if (own?.kind !== 'fixed' || checkSimple(type, own.text, { resolve: own.resolve }) !== undefined) return false;
    if (!equalConstraints(type, own, fixed)) return false;
  }
  return includesText(wanted.declaration.type, type);
};

/** Whether the advertised wildcard lets an attribute in that only the wanted type declares. */
const isLetIn = ({ advertised }: Comparison, use: AttributeUse, type: ComplexType): boolean => {
  const wildcard = type.attributeWildcard;
  if (wildcard === undefined || !allowsNamespace(wildcard.constraint, use.declaration.name.namespace)) return false;
  if (wildcard.processContents === 'skip') return true;
  const declared = advertised.attributes.get(keyOf(use));
  if (declared === undefined) return wildcard.processContents === 'lax';
  const { valueConstraint } = declared;
  return includesUse(use, { kind: 'attribute-use', declaration: declared, required: false, valueConstraint });
};

const STRICTNESS = { skip: 0, lax: 1, strict: 2 } as const;

const includesWildcard = (wanted: ComplexType, advertised: ComplexType): boolean => {
  const own = wanted.attributeWildcard;
  if (own === undefined) return true;
  const other = advertised.attributeWildcard;
  if (other === undefined || !includesConstraint(other.constraint, own.constraint)) return false;
  if (STRICTNESS[other.processContents] > STRICTNESS[own.processContents]) return false;
  const named = new Set(wanted.attributes.map(keyOf));
  // What only the advertised type declares could come in by the wanted wildcard with any value.
  return advertised.attributes.every(
    (use) => named.has(keyOf(use)) || !allowsNamespace(own.constraint, use.declaration.name.namespace),
  );
};

/** Whether every set of attributes of the wanted type is one of the advertised type. */
export const includesAttributes = (comparison: Comparison, wanted: ComplexType, advertised: ComplexType): boolean => {
  const own = new Map(wanted.attributes.map((use) => [keyOf(use), use]));
  const declared = new Map(advertised.attributes.map((use) => [keyOf(use), use]));
  for (const use of wanted.attributes) {
    const other = declared.get(keyOf(use));
    if (other === undefined ? !isLetIn(comparison, use, advertised) : !includesUse(use, other)) return false;
  }
  for (const use of advertised.attributes) if (use.required && own.get(keyOf(use))?.required !== true) return false;
  return includesWildcard(wanted, advertised);
};
