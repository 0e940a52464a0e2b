import type { DocumentId, SchemaLimits } from '../base/index.js';
import { given } from '../base/index.js';
import { createElement } from '../xml/index.js';
import { cutSchemas } from './cut-schemas.js';
import type { Advertisement, AdvertisementKind } from './model.js';
import { PROTECTED } from './rules.js';
import { writeAdvertisement } from './write.js';

/** What a protected advertisement says. */
export interface ProtectedAdvertisementInput {
  readonly kind: AdvertisementKind;
  readonly name: string;
  readonly id: DocumentId;
  /** Where the complete one is, for who is granted it. */
  readonly complete: string;
  /** Where it is said how to prove who one is, if anybody is asked. */
  readonly authentication?: string | undefined;
}

/**
 * A protected advertisement as XML text: what it takes to get the complete one, and no more. It has no address and no method, so
 * that no gate can be made from it.
 */
export const writeProtectedAdvertisement = (input: ProtectedAdvertisementInput): string => {
  const { kind, name, id, complete, authentication } = input;
  const element = createElement(PROTECTED, { attributes: { complete, ...given('authentication', authentication) } });
  return writeAdvertisement({ kind, name, id, access: 'unrestricted', endpoints: [], extensions: [element] });
};

/**
 * An advertisement with some of its methods, its schema cut down to what their messages, and the events, reach. The cut schema is
 * valid, and says the same of those messages; where a cut could change what they are, the schema stays whole.
 */
export const tailorAdvertisement = (
  advertisement: Advertisement,
  methods: readonly string[],
  limits?: SchemaLimits,
): Advertisement => {
  const { interface: description } = advertisement;
  if (description === undefined) return advertisement;
  const chosen = { ...description, methods: description.methods.filter(({ name }) => methods.includes(name)) };
  const schemas = cutSchemas(chosen, { notes: true, ...given('limits', limits) });
  return { ...advertisement, interface: { ...chosen, schemas } };
};
