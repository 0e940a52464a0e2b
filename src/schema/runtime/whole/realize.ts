import { StoaError } from '../../../base/index.js';
import { compilePattern } from '../../pattern/compile-pattern.js';
import type * as made from '../model.js';
import type { Kept } from '../model.js';
import { builtInTypes } from './all-built-ins.js';
import { any, anyAttribute, anyDeclared } from './any.js';
import type { Declared } from './any.js';
import type { AtomicCodec } from './built-in.js';
import { complex, text } from './complex.js';
import { attribute, element } from './element.js';
import { all, grammar, group } from './grammar.js';
import type { ParticleCodec } from './grammar.js';
import { identity } from './identity.js';
import { many, wild } from './leaves.js';
import { list } from './list.js';
import { mixed } from './mixed.js';
import type {
  AnyAttributeCodec,
  AnyCodec,
  AttributeCodec,
  ComplexCodec,
  ContentCodec,
  ElementCodec,
  ElementsContent,
  LeafCodec,
  SimpleCodec,
  TypeCodec,
} from './model.js';
import { restrict } from './restrict.js';
import { pattern } from './restriction.js';
import type { Restriction, TextPattern } from './restriction.js';
import { choice, sequence } from './sequence.js';
import { union } from './union.js';

/** What was made of a description before, else what `make` makes of it now. */
const keep = <Made extends object>(kept: Kept, make: () => Made): Made => (kept.whole ??= make()) as Made;

const toPattern = ({ source, expression }: made.TextPattern): TextPattern =>
  expression === undefined ? compilePattern(source) : pattern(source, expression);

const toRestriction = ({ patterns, ...facets }: made.Restriction): Restriction => ({
  ...facets,
  ...(patterns && { patterns: patterns.map((group) => group.map(toPattern)) }),
});

const getBuiltIn = (name: string): SimpleCodec => {
  const found = builtInTypes.get(name);
  if (found !== undefined) return found;
  throw new StoaError('INTERNAL', `expected a type of XML Schema, got ${name}`);
};

const makeSimple = ({ made: making }: made.SimpleCodec): SimpleCodec => {
  switch (making.by) {
    case 'name':
      return getBuiltIn(making.name);
    case 'restriction':
      // Only atomic types are restricted by this; lists and unions have facets of their own.
      return restrict(toSimple(making.base) as AtomicCodec, toRestriction(making.restriction));
    case 'list':
      return list(toSimple(making.itemType), toRestriction(making.restriction));
    case 'union':
      return union(making.memberTypes.map(toSimple), toRestriction(making.restriction));
  }
};

const toSimple = (type: made.SimpleCodec): SimpleCodec => keep(type.kept, () => makeSimple(type));

const toAttribute = ({ name, type, member, required, constraint }: made.AttributeCodec): AttributeCodec =>
  attribute(name, toSimple(type), { ...constraint, required, as: member });

const toDeclared = (declared: made.Declared): Declared =>
  keep(declared.kept, () => {
    const find =
      <Name, Found, Made>(look: (name: Name) => Found | undefined, make: (found: Found) => Made) =>
      (name: Name): Made | undefined => {
        const found = look(name);
        return found && make(found);
      };
    return {
      element: find(declared.element, realize),
      attribute: find(declared.attribute, toAttribute),
      type: find(declared.type, toType),
      get undeclared() {
        return realize(declared.undeclared);
      },
    };
  });

const toAny = ({ namespaces, processContents, declared }: made.AnyCodec): AnyCodec =>
  processContents === 'skip' || declared === undefined
    ? any(namespaces)
    : anyDeclared(namespaces, processContents, () => toDeclared(declared()));

const toAnyAttribute = ({ namespaces, processContents, declared }: made.AnyAttributeCodec): AnyAttributeCodec =>
  anyAttribute(namespaces, processContents, declared && (() => toDeclared(declared())));

const toLeaf = (leaf: made.LeafCodec): LeafCodec => {
  const { min, max } = leaf;
  return leaf.kind === 'any'
    ? wild(toAny(leaf.wildcard), { min, max })
    : many(realize(leaf.element), { min, max, as: leaf.member, array: leaf.repeated });
};

const toParticle = (particle: made.ParticleCodec): ParticleCodec =>
  particle.kind === 'group' ? toGroup(particle) : toLeaf(particle);

const toGroup = ({ compositor, particles, min, max }: made.GroupCodec) =>
  group(compositor, particles.map(toParticle), { min, max });

const toElements = (content: made.ElementsContent): ElementsContent => {
  switch (content.order) {
    case 'sequence':
      return sequence(content.places.map(({ leaves, ...occurs }) => choice(leaves.map(toLeaf), occurs)));
    case 'all':
      return all(
        content.slots.map((slot) => slot.map(toLeaf)),
        content,
      );
    case 'grammar':
      return grammar(toGroup(content.root));
  }
};

const toContent = (content: made.ContentCodec): ContentCodec => {
  if (content.kind === 'empty') return content;
  if (content.kind === 'text') return text(toSimple(content.type));
  const elements = toElements(content);
  return content.mixed ? mixed(elements) : elements;
};

const toComplex = (type: made.ComplexCodec): ComplexCodec =>
  keep(type.kept, () =>
    complex({
      ...(type.name && { name: type.name }),
      abstract: type.abstract,
      attributes: type.attributes.map(toAttribute),
      ...(type.anyAttribute && { anyAttribute: toAnyAttribute(type.anyAttribute) }),
      content: toContent(type.content),
    }),
  );

const toType = (type: made.TypeCodec): TypeCodec => (type.kind === 'simple' ? toSimple(type) : toComplex(type));

const makeElement = (described: made.ElementCodec): ElementCodec => {
  const { name, type, nillable, abstract, constraint, findType, identity: own } = described;
  const codec = element(name, () => toType(type()), {
    ...constraint,
    nillable,
    abstract,
    ...(findType && {
      types: (asked) => {
        const found = findType(asked);
        return found && toType(found);
      },
    }),
  });
  const declared = own?.declared;
  return own === undefined ? codec : identity(codec, own.constraints, declared && (() => toDeclared(declared())));
};

/** The codec of everything for an element that a generated module describes; made once. */
export const realize = (described: made.ElementCodec): ElementCodec =>
  keep(described.kept, () => makeElement(described));
