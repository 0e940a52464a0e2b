/** Which namespaces a wildcard admits (XSD 1.0 part 1, section 3.10.1). `''` stands for no namespace. */
export type NamespaceConstraint =
  | { readonly kind: 'any' }
  | { readonly kind: 'not'; readonly namespace: string }
  | { readonly kind: 'list'; readonly namespaces: readonly string[] };

/** How strictly what a wildcard let in is checked. */
export type ProcessContents = 'strict' | 'lax' | 'skip';

/** A wildcard for elements or for attributes. */
export interface Wildcard {
  readonly kind: 'wildcard';
  readonly constraint: NamespaceConstraint;
  readonly processContents: ProcessContents;
}

/** The constraint that admits every namespace. */
export const ANY_NAMESPACE: NamespaceConstraint = Object.freeze({ kind: 'any' });

/** Whether `namespace` is admitted (section 3.10.4, "Wildcard allows Namespace Name"): `not` never admits no namespace. */
export const allowsNamespace = (constraint: NamespaceConstraint, namespace: string): boolean => {
  switch (constraint.kind) {
    case 'any':
      return true;
    case 'not':
      return namespace !== '' && namespace !== constraint.namespace;
    case 'list':
      return constraint.namespaces.includes(namespace);
  }
};

/** Whether every namespace that `narrower` admits is admitted by `wider` (section 3.10.6, "Wildcard Subset"). */
export const includesConstraint = (wider: NamespaceConstraint, narrower: NamespaceConstraint): boolean => {
  if (wider.kind === 'any') return true;
  if (narrower.kind === 'list') return narrower.namespaces.every((namespace) => allowsNamespace(wider, namespace));
  return wider.kind === 'not' && narrower.kind === 'not' && excludedBy(narrower, wider.namespace);
};

const excludedBy = (constraint: NamespaceConstraint, namespace: string): boolean =>
  !allowsNamespace(constraint, namespace);

/** Whether some namespace is admitted by both. */
export const overlapConstraints = (left: NamespaceConstraint, right: NamespaceConstraint): boolean => {
  if (left.kind === 'list') return left.namespaces.some((namespace) => allowsNamespace(right, namespace));
  if (right.kind === 'list') return right.namespaces.some((namespace) => allowsNamespace(left, namespace));
  return true;
};

const equalConstraints = (left: NamespaceConstraint, right: NamespaceConstraint): boolean =>
  includesConstraint(left, right) && includesConstraint(right, left);

const toList = (namespaces: Iterable<string>): NamespaceConstraint => ({
  kind: 'list',
  namespaces: [...new Set(namespaces)].sort(),
});

/**
 * Union of two constraints (section 3.10.6, "Attribute Wildcard Union"), or `undefined` when it is not expressible.
 */
export const uniteConstraints = (
  left: NamespaceConstraint,
  right: NamespaceConstraint,
): NamespaceConstraint | undefined => {
  if (equalConstraints(left, right)) return left;
  if (left.kind === 'any' || right.kind === 'any') return ANY_NAMESPACE;
  if (left.kind === 'list' && right.kind === 'list') return toList([...left.namespaces, ...right.namespaces]);
  if (left.kind === 'not' && right.kind === 'not') return { kind: 'not', namespace: '' };
  const [not, list] = left.kind === 'not' ? [left, right] : [right, left];
  return not.kind === 'not' && list.kind === 'list' ? uniteWithList(not.namespace, list.namespaces) : undefined;
};

const uniteWithList = (excluded: string, listed: readonly string[]): NamespaceConstraint | undefined => {
  const holdsAbsent = listed.includes('');
  if (excluded === '') return holdsAbsent ? ANY_NAMESPACE : { kind: 'not', namespace: '' };
  const holdsExcluded = listed.includes(excluded);
  if (holdsExcluded && holdsAbsent) return ANY_NAMESPACE;
  if (holdsExcluded) return { kind: 'not', namespace: '' };
  return holdsAbsent ? undefined : { kind: 'not', namespace: excluded };
};

/** How a wildcard is called in sentences: `any element of urn:x (lax)`. */
export const nameConstraint = (constraint: NamespaceConstraint): string => {
  const show = (namespace: string): string => (namespace === '' ? 'no namespace' : namespace);
  switch (constraint.kind) {
    case 'any':
      return 'any namespace';
    case 'not':
      return constraint.namespace === '' ? 'any namespace but none' : `any namespace but ${constraint.namespace}`;
    case 'list':
      return constraint.namespaces.length === 0 ? 'no namespace at all' : constraint.namespaces.map(show).join(' or ');
  }
};

/** A wildcard in sentences: `any of urn:x (lax)`. */
export const nameWildcard = ({ constraint, processContents }: Wildcard): string =>
  `any of ${nameConstraint(constraint)} (${processContents})`;

/**
 * Intersection of two constraints (section 3.10.6, "Attribute Wildcard Intersection"), or `undefined` when it is not
 * expressible.
 */
export const intersectConstraints = (
  left: NamespaceConstraint,
  right: NamespaceConstraint,
): NamespaceConstraint | undefined => {
  if (right.kind === 'any' || equalConstraints(left, right)) return left;
  if (left.kind === 'any') return right;
  if (left.kind === 'list') return toList(left.namespaces.filter((each) => allowsNamespace(right, each)));
  if (right.kind === 'list') return toList(right.namespaces.filter((each) => allowsNamespace(left, each)));
  if (left.namespace === '') return right;
  return right.namespace === '' ? left : undefined;
};
