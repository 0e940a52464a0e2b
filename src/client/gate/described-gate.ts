import { LRUCache } from 'lru-cache';
import { StoaError } from '../../base/index.js';
import { compileInterface, readAdvertisement } from '../../advertisement/index.js';
import type { CompiledInterface, Interface } from '../../advertisement/index.js';
import { createCallProver } from '../../gate/index.js';
import type { ClientGateOptions } from '../../gate/index.js';
import { OWN_NAMESPACES } from '../../protocol/light.js';
import { findChild, parseXml, sliceElement } from '../../xml/index.js';
import type { XmlDocument } from '../../xml/index.js';
import type { Gate } from '../api.js';
import type { CreateGate, ReceivedGate } from './create-gate.js';
import type { OpenGateParts } from './parts.js';

export { toXml } from '../parts.js';

/** Most compiled interfaces that a client keeps. */
const MAX_COMPILED = 100;

const INTERFACE = { namespace: OWN_NAMESPACES.advertisement, local: 'interface' };

/** Equal texts are one interface, whichever service has it: compiling it takes milliseconds, finding it microseconds. */
const compileOnce = (
  { kept }: Pick<OpenGateParts, 'kept'>,
  { root, source }: XmlDocument,
  description: Interface,
): CompiledInterface => {
  const compiled = (kept.compiled ??= new LRUCache<string, CompiledInterface>({ max: MAX_COMPILED }));
  const element = findChild(root, INTERFACE);
  const text = element === undefined ? '' : sliceElement(source, element);
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const made = compileInterface(description);
  compiled.set(text, made);
  return made;
};

/**
 * Makes a gate callable with plain values, by the schema that the service's advertisement holds. This is what loads the reader of
 * schemas.
 *
 * @throws {StoaError} `KEY_MISMATCH` when it is bound to another key, and what reading the service's advertisement throws
 */
export const describeGate = (
  { createGate, ...parts }: OpenGateParts & { readonly createGate: CreateGate },
  gate: ReceivedGate,
  options: ClientGateOptions,
): Gate => {
  const document = parseXml(gate.advertisement);
  const advertisement = readAdvertisement(document.root, document.source);
  if (!advertisement.interface) throw new StoaError('NOT_A_SERVICE', `"${advertisement.name}" has no methods to call`);
  const compiled = compileOnce(parts, document, advertisement.interface);
  const prover = createCallProver({ gate, ...parts.connection });
  const made = createGate(parts, gate, { compiled, options, prover });
  return Object.freeze(Object.assign(made, { advertisement, interface: compiled }));
};
