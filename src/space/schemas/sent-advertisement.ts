import { given, isStoaError } from '../../base/index.js';
import type { Advertisement, Interface, Liveness, SchemaPart } from '../../advertisement/index.js';
import { findLiveness, readAdvertisement } from '../../advertisement/index.js';
import type { XmlDocument } from '../../xml/index.js';
import { parseXml } from '../../xml/index.js';
import { toTexts } from './schema-texts.js';
import type { SchemaText } from './schema-texts.js';

/** An advertisement as it was read from its text. */
export interface OpenedAdvertisement {
  /**
   * Of one that was too large for the event loop trees were left where they were: it has no extensions, and documents of its schema
   * are parsed when somebody asks for their trees.
   */
  readonly advertisement: Advertisement;
  /** What it says of how it is asked whether it is there. */
  readonly getLiveness: () => Liveness | undefined;
}

/** An advertisement in a form that can be sent to another thread. */
export interface SentAdvertisement {
  /** Without trees. */
  readonly outline: Omit<Advertisement, 'interface'>;
  readonly description?: Omit<Interface, 'schemas'>;
  /** The documents of its schema. */
  readonly texts: readonly SchemaText[];
  readonly liveness?: Liveness;
}

/** What was published is held to no rule that came later: an odd liveness is none. */
const findSoundLiveness = (advertisement: Advertisement): Liveness | undefined => {
  try {
    return findLiveness(advertisement);
  } catch (thrown) {
    if (isStoaError(thrown, 'ADVERTISEMENT_INVALID')) return undefined;
    throw thrown;
  }
};

/** @throws what `parseXml` and `readAdvertisement` throw */
export const readSentAdvertisement = (text: string): SentAdvertisement => {
  const { root, source } = parseXml(text);
  const advertisement = readAdvertisement(root, source);
  const { interface: description, ...others } = advertisement;
  const outline = { ...others, extensions: [] };
  const liveness = given('liveness', findSoundLiveness(advertisement));
  if (description === undefined) return { outline, texts: [], ...liveness };
  const { schemas, ...methods } = description;
  return { outline, description: methods, texts: toTexts(schemas), ...liveness };
};

const toPart = ({ location, xml }: SchemaText): SchemaPart & SchemaText => {
  let document: XmlDocument | undefined;
  const parse = (): XmlDocument => (document ??= parseXml(xml));
  return {
    location,
    xml,
    get root() {
      return parse().root;
    },
    get source() {
      return parse().source;
    },
  };
};

/** The advertisement that was sent. */
export const openSentAdvertisement = ({
  outline,
  description,
  texts,
  liveness,
}: SentAdvertisement): OpenedAdvertisement => ({
  advertisement: {
    ...outline,
    ...(description && { interface: { ...description, schemas: texts.map(toPart) } }),
  },
  getLiveness: () => liveness,
});

/** The advertisement read where it is asked for. @throws what `parseXml` and `readAdvertisement` throw */
export const openAdvertisement = (text: string): OpenedAdvertisement => {
  const { root, source } = parseXml(text);
  const advertisement = readAdvertisement(root, source);
  return { advertisement, getLiveness: () => findSoundLiveness(advertisement) };
};
