import { XSI_NIL_MEMBER, XSI_TYPE_MEMBER } from '../instance/element.js';
import type { ComplexType, ElementDeclaration, Type } from '../model/components.js';
import { isAnyType } from '../model/derivation.js';
import { attributeMembers } from './attributes.js';
import { complexLines } from './complex-types.js';
import { toStringLiteral } from './literals.js';
import { simpleTypeText } from './place.js';
import type { Place } from './place.js';
import type { Printer } from './printer.js';
import { literalsOf } from './simple-types.js';
import { aliasLines, interfaceLines, memberLine, unionOf } from './type-text.js';
import type { TypeText } from './type-text.js';

const ANY_VALUE: TypeText = ['{ readonly [member: string]: unknown }'];

/** Lines of a type that names itself by `xsi:type`. */
const namedLines = (printer: Printer, type: ComplexType, name: string): readonly string[] => {
  const member = memberLine({ name: XSI_TYPE_MEMBER, optional: false, type: [toStringLiteral(type.name ?? '')] });
  const own = printer.nameOf(type);
  return [`/** ${own} where another type is declared. */`, `export type ${name} = ${own} & {`, member, '};'];
};

const namedType = ({ printer, block }: Place, type: ComplexType): string => {
  const own = printer.blockOf(type) ?? block;
  if (own !== block) block.references.add(own);
  return printer.hoistVariant(type, 'named', {
    wanted: `${printer.nameOf(type)}Named`,
    block: own,
    print: (name) => namedLines(printer, type, name),
  });
};

const isComplex = (type: Type): type is ComplexType => type.kind === 'complex';

/** Complex types of the schema that may take the place of an element's type. */
const othersOf = ({ printer }: Place, declaration: ElementDeclaration): readonly ComplexType[] =>
  printer.substitutesOf(declaration).filter(isComplex);

/** Name of the union of a type with those that may take its place, printed with the type. */
const derivedName = (
  place: Place,
  type: ComplexType,
  parts: { own: TypeText; others: readonly ComplexType[] },
): string => {
  const { printer } = place;
  const home = printer.blockOf(type) ?? place.block;
  if (home !== place.block) place.block.references.add(home);
  const inHome = { ...place, block: home };
  return printer.hoistVariant(type, 'derived', {
    wanted: `${printer.nameOf(type)}OrDerived`,
    block: home,
    print: (alias) => aliasLines(alias, unionOf([parts.own, parts.others.map((other) => namedType(inHome, other))])),
  });
};

const namedTypeText = (declaration: ElementDeclaration, type: ComplexType, place: Place): TypeText => {
  const own = type.abstract ? [] : [place.printer.refer(type, place.block)];
  const others = othersOf(place, declaration);
  if (others.length === 0) return own;
  if (declaration.block.length === 0) return [derivedName(place, type, { own, others })];
  return unionOf([own, others.map((other) => namedType(place, other))]);
};

const complexTypeText = (declaration: ElementDeclaration, type: ComplexType, place: Place): TypeText => {
  if (isAnyType(type)) return ANY_VALUE;
  if (type.name !== undefined) return namedTypeText(declaration, type, place);
  const { printer, block, name } = place;
  const print = (): readonly string[] => complexLines(type, { ...place, name: printer.nameOf(type) }, { elementText });
  return [printer.hoistType(type, name, { block, print })];
};

const nilLines = (type: ComplexType, place: Place): readonly string[] => {
  const nil = { name: XSI_NIL_MEMBER, optional: false, type: ['true'], comment: [] };
  const members = [nil, ...attributeMembers(type, place)];
  return interfaceLines({ name: place.name, base: undefined, members, signatures: [] });
};

/** Nil: `null`, or an object where there are attributes to keep. */
const nilText = (type: Type, place: Place): TypeText => {
  if (type.kind === 'simple' || type.attributes.length === 0) return ['null'];
  const { printer } = place;
  const home = printer.blockOf(type) ?? place.block;
  if (home !== place.block) place.block.references.add(home);
  const name = printer.hoistVariant(type, 'nil', {
    wanted: `${printer.nameOf(type)}Nil`,
    block: home,
    print: (own) => nilLines(type, { printer, block: home, name: own }),
  });
  const isBare = !type.attributes.some(({ required }) => required);
  return isBare ? ['null', name] : [name];
};

/** The type of an element's values. */
export const elementText = (declaration: ElementDeclaration, place: Place): TypeText => {
  const { type, nillable, abstract, valueConstraint } = declaration;
  if (abstract) return [];
  const fixed =
    type.kind === 'simple' && valueConstraint?.kind === 'fixed'
      ? literalsOf(type, [valueConstraint.text], { resolve: valueConstraint.resolve })
      : undefined;
  const own =
    fixed ?? (type.kind === 'simple' ? simpleTypeText(type, place) : complexTypeText(declaration, type, place));
  return nillable && valueConstraint?.kind !== 'fixed' ? unionOf([own, nilText(type, place)]) : own;
};
