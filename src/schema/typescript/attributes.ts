import type { AttributeUse, ComplexType } from '../model/components.js';
import { planAttributes } from '../plan/attributes.js';
import { toDocComment } from './comments.js';
import { constraintNotes, typeNotes } from './notes.js';
import { fitText, simpleTypeText } from './place.js';
import type { Place } from './place.js';
import { literalsOf } from './simple-types.js';
import type { MemberText, TypeText } from './type-text.js';

const attributeText = ({ declaration, valueConstraint }: AttributeUse, place: Place): TypeText => {
  const fixed =
    valueConstraint?.kind === 'fixed'
      ? literalsOf(declaration.type, [valueConstraint.text], { resolve: valueConstraint.resolve })
      : undefined;
  return fixed ?? simpleTypeText(declaration.type, place);
};

const attributeMember = (use: AttributeUse, member: string, place: Place): MemberText => {
  const { declaration, required, valueConstraint } = use;
  const { printer, name } = place;
  const inside = { ...place, name: `${name} ${declaration.name.local}` };
  // A fixed attribute need not be given.
  const optional = !required || valueConstraint?.kind === 'fixed';
  const notes = [
    ...(declaration.type.name === undefined ? typeNotes(declaration.type) : builtInNotes(declaration.type.name)),
    ...constraintNotes(valueConstraint),
  ];
  return {
    name: member,
    optional,
    type: fitText(attributeText(use, inside), { name: member, optional }, inside),
    comment: toDocComment(printer.model.documentationOf(use), notes, '  '),
  };
};

const BUILT_IN = '{http://www.w3.org/2001/XMLSchema}';

/** Built-in types of which the JavaScript type says all. */
const PLAIN: ReadonlySet<string> = new Set(['string', 'boolean', 'double', 'base64Binary', 'anySimpleType', 'int']);

/** What to say of a type by its name: nothing of one that has an alias. */
export const builtInNotes = (name: string): readonly string[] => {
  const local = name.slice(BUILT_IN.length);
  return name.startsWith(BUILT_IN) && !PLAIN.has(local) ? [`xs:${local}`] : [];
};

/** Members that the attributes of a type become. */
export const attributeMembers = (type: ComplexType, place: Place): readonly MemberText[] => {
  const attributes = planAttributes(type.attributes);
  place.printer.count(attributes.length);
  return attributes.map(({ use, member }) => attributeMember(use, member, place));
};
