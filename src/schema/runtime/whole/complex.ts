import type { XmlName } from '../../../xml/index.js';
import { toNameKey } from '../../../xml/index.js';
import type { AnyAttributeCodec, AttributeCodec, ComplexCodec, ContentCodec, SimpleCodec } from './model.js';

/** What a complex type is made of. */
export interface ComplexOptions {
  /** Absent for a type that only its element has. */
  readonly name?: XmlName;
  readonly abstract?: boolean;
  readonly attributes?: readonly AttributeCodec[];
  readonly anyAttribute?: AnyAttributeCodec;
  /** Empty when left out. */
  readonly content?: ContentCodec;
}

const EMPTY: ContentCodec = { kind: 'empty' };

/** A complex type. */
/* @__NO_SIDE_EFFECTS__ */
export function complex(options: ComplexOptions): ComplexCodec {
  const { name, attributes = [], content = EMPTY } = options;
  return {
    kind: 'complex',
    name: name && toNameKey(name),
    abstract: options.abstract === true,
    attributes,
    required: attributes.filter(({ use }) => use.required).length,
    hasDefaults: attributes.some(({ use }) => use.valueConstraint !== undefined),
    anyAttribute: options.anyAttribute,
    content,
  };
}

/** Content that is a text. */
/* @__NO_SIDE_EFFECTS__ */
export function text(type: SimpleCodec): ContentCodec {
  return { kind: 'text', type };
}
