import { chooseMethods, compileInterface, cutSchemas, elementsOf, writeAdvertisement } from '../advertisement/index.js';
import type { CompiledInterface, Interface, MessageOrder } from '../advertisement/index.js';
import { toHex, toUtf8 } from '../base/index.js';
import { hashSha256 } from '../base/digest.js';
import { OWN_NAMESPACES } from '../protocol/index.js';
import { findChild, parseXml, sliceElement, toNameKey } from '../xml/index.js';
import type { GenerateOptions, GenerateSource } from './model.js';

/** What code is generated for. */
export interface SourceContract {
  readonly name: string;
  readonly description: string | undefined;
  readonly interface: Interface;
  /** With its whole schema, from which documentation is taken. */
  readonly compiled: CompiledInterface;
  /** Fingerprint by element. */
  readonly components: ReadonlyMap<string, string>;
  readonly fingerprint: string;
  /** The interface as XML, its schemas cut to what its messages reach. */
  readonly xml: string;
}

const NAMESPACE = OWN_NAMESPACES.advertisement;

/** An interface as XML text of its own. */
export const writeInterface = (description: Interface): string => {
  const text = writeAdvertisement({
    kind: 'service',
    name: 'contract',
    access: 'unrestricted',
    endpoints: [],
    interface: description,
    extensions: [],
  });
  const { root, source } = parseXml(text);
  const face = findChild(root, { namespace: NAMESPACE, local: 'interface' });
  return face ? sliceElement(source, face).replace(/\n {2}/g, '\n') : '';
};

const digest = (
  { methods, events }: Interface,
  components: ReadonlyMap<string, string>,
  order: MessageOrder | undefined,
): string => {
  const described = methods.map(({ name, request, response, faults }) => [
    name,
    toNameKey(request),
    response ? toNameKey(response) : null,
    faults.map(toNameKey),
  ]);
  const text = JSON.stringify([described, events.map(toNameKey), [...components], ...(order ? [order] : [])]);
  return `c1:${toHex(hashSha256(toUtf8(text)))}`;
};

/**
 * What is promised to a client with the wanted methods.
 *
 * @throws {StoaError} `METHOD_UNKNOWN`, and what compiling an interface throws
 */
export const createContract = (
  source: GenerateSource,
  { methods, server = false }: Pick<GenerateOptions, 'methods' | 'server'>,
): SourceContract => {
  const chosen = chooseMethods(source.interface, methods);
  const compiled = compileInterface(chosen);
  const fingerprints = new Map(
    compiled
      .components()
      .filter(({ kind }) => kind === 'element')
      .map(({ name, fingerprint }) => [name, fingerprint]),
  );
  const components = new Map(elementsOf(chosen).map((element) => [element, fingerprints.get(element) ?? '']));
  return {
    name: source.name,
    description: source.description,
    interface: chosen,
    compiled,
    components,
    fingerprint: digest(chosen, components, compiled.order),
    xml: writeInterface({ ...chosen, schemas: cutSchemas(chosen, { notes: server }) }),
  };
};
