import { XML_NAMESPACE } from '../../xml/index.js';
import type { AttributeDeclaration } from '../model/components.js';
import { deriveSimpleType } from '../simple/index.js';
import type { SimpleType } from '../simple/index.js';
import { getBuiltIn } from './built-in.js';

const enumerate = (...values: readonly string[]): SimpleType =>
  deriveSimpleType(
    getBuiltIn('NCName'),
    values.map((value) => ({ facet: 'enumeration', value, fixed: false })),
    { name: undefined },
  );

const declare = (local: string, type: SimpleType): readonly [string, AttributeDeclaration] => [
  local,
  { kind: 'attribute', name: { namespace: XML_NAMESPACE, local }, scope: 'global', type, valueConstraint: undefined },
];

const XML_ATTRIBUTES: ReadonlyMap<string, AttributeDeclaration> = new Map([
  declare('lang', getBuiltIn('language')),
  declare('space', enumerate('default', 'preserve')),
  declare('base', getBuiltIn('anyURI')),
  declare('id', getBuiltIn('ID')),
]);

/** An attribute of the XML namespace, which schemas import without giving a document for it; `undefined` if there is none. */
export const findXmlAttribute = (local: string): AttributeDeclaration | undefined => XML_ATTRIBUTES.get(local);
