import type { ErrorFinding } from '../base/index.js';
import type { NameKey, XmlElement, XmlName } from '../xml/index.js';
import type { ComponentModel } from './model/components.js';
import type { TypedValue } from './values.js';

export type { TypedObject, TypedValue } from './values.js';

/** Namespace of XML Schema itself. */
export const XSD_NAMESPACE = 'http://www.w3.org/2001/XMLSchema';

/** One schema document of a set; `location` is what `schemaLocation` in its siblings says to mean it. */
export interface SchemaDocument {
  readonly location: string;
  readonly root: XmlElement;
  /** The text that the root was parsed from; with it, findings say line and column. */
  readonly source?: string;
}

/** `s1:` and the hexadecimal SHA-256 of a component with its closure. */
export type Fingerprint = string;

/** Which symbol space of a schema a component is in. */
export type ComponentKind = 'element' | 'type';

/** A global component that can be looked for. */
export interface ComponentKey {
  readonly kind: ComponentKind;
  readonly name: NameKey;
  readonly fingerprint: Fingerprint;
}

/** A typed value as the root of a message. */
export interface TypedMessage {
  readonly name: XmlName;
  readonly value: TypedValue;
}

/** An immutable, compiled set of schema documents. Made by `readSchema`; safe to keep and share. */
export interface Schema {
  /** The components that the rest is made from. */
  readonly model: ComponentModel;
  /** Every global element and type, in the order of their keys, with fingerprints (computed on first use). */
  readonly components: () => readonly ComponentKey[];
  /**
   * What the schema looks for when it is a partial one: its global elements, or its global types when it has no
   * element. In the order of their keys.
   */
  readonly wanted: () => readonly ComponentKey[];
  /** Whether a global element of that name is declared. */
  readonly hasElement: (name: XmlName) => boolean;
  /**
   * Findings of checking `element` as a root; empty when it is valid. At most `maxFindings`.
   *
   * @throws {StoaError} `SCHEMA_LIMIT_EXCEEDED` when the check takes more than `maxCheckSteps`
   */
  readonly check: (element: XmlElement, source?: string) => readonly ErrorFinding[];
  /**
   * Typed value of a valid root element.
   *
   * @throws {StoaError} `MESSAGE_UNDECLARED` when no global element has its name, `MESSAGE_INVALID` with findings
   */
  readonly decode: (element: XmlElement, source?: string) => TypedMessage;
  /**
   * XML text of a message, checked as it is written.
   *
   * @throws {StoaError} `MESSAGE_UNDECLARED`, or `VALUE_INVALID` with findings
   */
  readonly encode: (message: TypedMessage, options?: EncodeOptions) => string;
  /** How messages with that root are treated by now; `undefined` when no global element has the name. */
  readonly codecs: (name: XmlName) => CodecTiers | undefined;
  /**
   * Text of the program that treats messages with that root, whether it runs yet or not: a function body of one parameter
   * `scope`, the values it shares with the library. `undefined` where there is none.
   */
  readonly toSource: (name: XmlName, direction: keyof CodecTiers) => string | undefined;
}

/**
 * How messages are treated. `interpreted`: by walking the schema, as long as they are few. `compiled`: by a program made for
 * their root. `left`: interpreted for ever, since the program would be too long or of no use. `forbidden`: likewise, since
 * the environment (a content security policy, a flag of the engine) allows no code from strings.
 */
export type CodecTier = 'interpreted' | 'compiled' | 'left' | 'forbidden';

/** The tier of each thing that is done with messages of one root. */
export interface CodecTiers {
  readonly check: CodecTier;
  readonly decode: CodecTier;
  readonly encode: CodecTier;
}

/** How a message is written. */
export interface EncodeOptions {
  /** Also write an XML declaration. Default false. */
  readonly declaration?: boolean;
  /** Line breaks and two spaces per level where the schema allows no text. Default false. */
  readonly indent?: boolean;
  /** XML texts under wildcards are known to be well-formed elements (they came from a parser of ours). Default false. */
  readonly trusted?: boolean;
  /**
   * The value came from a command line or a form: a string is taken as the text of whatever simple type it is for, and one
   * value for an array of one. Default false.
   */
  readonly lexical?: boolean;
}

/** A component and the schema that it is of: what {@link Schema.components} of two schemas are compared by. */
export interface SchemaComponent {
  readonly schema: Schema;
  readonly key: ComponentKey;
}
