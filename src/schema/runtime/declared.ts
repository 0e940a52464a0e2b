import { toNameKey } from '../../xml/light.js';
import type { XmlName } from '../../xml/index.js';
import { any, anyAttribute, anyDeclared } from './any.js';
import { complex } from './complex.js';
import { mixed, sequence } from './contents.js';
import { element } from './element.js';
import { wild } from './leaves.js';
import type { AttributeCodec, ComplexCodec, Declared, ElementCodec, FindType, TypeCodec } from './model.js';
import { XSD_NAMESPACE } from './names.js';
import { keyOfType } from './type-key.js';

const ANY_TYPE_NAME: XmlName = { namespace: XSD_NAMESPACE, local: 'anyType' };

/** `xs:anyType`: any attributes and any content, of which what is declared is checked. */
/* @__NO_SIDE_EFFECTS__ */
export function anyType(declared: () => Declared): ComplexCodec {
  return complex({
    name: ANY_TYPE_NAME,
    anyAttribute: anyAttribute('any', 'lax', declared),
    content: mixed(sequence([wild(anyDeclared('any', 'lax', declared), { min: 0, max: Infinity })])),
  });
}

/** The global declarations of a schema; `types` are named ones, those of XML Schema included where they may be met. */
/* @__NO_SIDE_EFFECTS__ */
export function declare(parts: {
  readonly elements?: readonly ElementCodec[];
  readonly attributes?: readonly AttributeCodec[];
  readonly types?: readonly TypeCodec[];
}): Declared {
  const { elements = [], attributes = [], types = [] } = parts;
  const elementsByKey = new Map(elements.map((each) => [toNameKey(each.name), each]));
  const attributesByKey = new Map(attributes.map((each) => [toNameKey(each.name), each]));
  const typesByKey = new Map(types.map((each) => [keyOfType(each) ?? '', each]));
  const ur = anyType(() => declared);
  const findType: FindType = (name) => {
    const key = toNameKey(name);
    return key === keyOfType(ur) ? ur : typesByKey.get(key);
  };
  const declared: Declared = {
    element: (name) => elementsByKey.get(toNameKey(name)),
    attribute: (name) => attributesByKey.get(toNameKey(name)),
    type: findType,
    undeclared: element({ namespace: '', local: '' }, ur, { types: findType }),
    kept: {},
  };
  return declared;
}

const makeLoose = (): ComplexCodec =>
  complex({
    name: ANY_TYPE_NAME,
    anyAttribute: anyAttribute('any', 'skip'),
    content: mixed(sequence([wild(any('any'), { min: 0, max: Infinity })])),
  });

/** `xs:anyType` where nothing in it is checked: any attributes and any content, kept as XML texts. */
export const looseType: ComplexCodec = /* @__PURE__ */ makeLoose();
