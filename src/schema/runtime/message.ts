import type { XmlDocument, XmlElement } from '../../xml/index.js';
import type { EncodeOptions } from '../facade.js';
import type { ElementCodec } from './model.js';

/** A message: its text or bytes, or what was parsed from them; findings say line and column where the text is known. */
export type Source = string | Uint8Array | XmlElement | XmlDocument;

/** How a message is written. */
export type MessageOptions = Pick<EncodeOptions, 'declaration' | 'trusted'>;

/** What is known of a message before its value. */
export interface MessageFacts {
  /** An element in no namespace can stand in it. */
  readonly prefixed?: boolean;
  /**
   * Set where identity constraints are inside: they compare texts by the types that they are read by, so what is written is
   * read before it is given out.
   */
  readonly reread?: boolean;
}

/** How a message is written, and what is known of it. */
export interface EncodeMessageOptions extends MessageOptions, MessageFacts {}

/** A message as a generated module describes it: its root element, made when it is first asked for. */
export interface DescribedMessage extends MessageFacts {
  readonly codec: () => ElementCodec;
}
