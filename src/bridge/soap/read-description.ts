import { StoaError } from '../../base/index.js';
import type { NameKey, NamespaceScope, XmlElement } from '../../xml/index.js';
import { findNamespace, toNameKey } from '../../xml/index.js';
import type { MessagePart, Operation, OperationFault, PortType, QNameUse, Service } from './model.js';
import { attributeOf, documentationOf, wsdlChildren } from './names.js';

/** The required attribute of a WSDL element. @throws {StoaError} `DESCRIPTION_INVALID` when it is missing or empty */
export const requireAttribute = (element: XmlElement, local: string): string => {
  const value = attributeOf(element, local);
  if (value !== undefined && value !== '') return value;
  throw new StoaError(
    'DESCRIPTION_INVALID',
    `expected attribute "${local}" on ${toNameKey(element.name)}, there is none`,
  );
};

/**
 * Key of the message, port type or binding that a reference means. Their names are not held to the letters of XML:
 * they go into no schema, and tools write names that begin with digits.
 *
 * @throws {StoaError} `DESCRIPTION_INVALID` for an unbound prefix
 */
export const requireReference = (text: string, scope: NamespaceScope | undefined): NameKey => {
  const colon = text.indexOf(':');
  const namespace = findNamespace(scope, colon < 0 ? '' : text.slice(0, colon));
  if (namespace !== undefined) return toNameKey({ namespace, local: text.slice(colon + 1) });
  throw new StoaError('DESCRIPTION_INVALID', `expected a name with a declared prefix, got "${text.slice(0, 80)}"`);
};

const referenceOf = (element: XmlElement, attribute: string): NameKey =>
  requireReference(requireAttribute(element, attribute), element.scope);

const findUse = (element: XmlElement, attribute: string): QNameUse | undefined => {
  const text = attributeOf(element, attribute);
  return text === undefined ? undefined : { text, scope: element.scope };
};

const readPart = (element: XmlElement): MessagePart => {
  const [type, use] = [findUse(element, 'type'), findUse(element, 'element')];
  return { name: requireAttribute(element, 'name'), ...(type && { type }), ...(use && { element: use }) };
};

/** Parts of a `wsdl:message`. */
export const readMessage = (element: XmlElement): readonly MessagePart[] => wsdlChildren(element, 'part').map(readPart);

const readFault = (element: XmlElement): OperationFault => ({
  name: attributeOf(element, 'name') ?? '',
  message: referenceOf(element, 'message'),
});

const readOperation = (element: XmlElement): Operation => {
  const [input] = wsdlChildren(element, 'input');
  const [output] = wsdlChildren(element, 'output');
  const description = documentationOf(element);
  return {
    name: requireAttribute(element, 'name'),
    ...(description !== undefined && { description }),
    ...(input && { input: referenceOf(input, 'message') }),
    ...(output && { output: referenceOf(output, 'message') }),
    faults: wsdlChildren(element, 'fault').map(readFault),
    outputFirst: output !== undefined && (input === undefined || output.start < input.start),
  };
};

/** A `wsdl:portType` of a description with that target namespace. */
export const readPortType = (element: XmlElement, targetNamespace: string): PortType => {
  const name = requireAttribute(element, 'name');
  const description = documentationOf(element);
  return {
    key: toNameKey({ namespace: targetNamespace, local: name }),
    name,
    ...(description !== undefined && { description }),
    operations: wsdlChildren(element, 'operation').map(readOperation),
  };
};

const readAddress = (port: XmlElement): string | undefined => {
  for (const child of port.children) {
    if (typeof child !== 'string' && child.name.local === 'address') return attributeOf(child, 'location');
  }
  return undefined;
};

/** A `wsdl:service` with its ports. */
export const readService = (element: XmlElement): Service => {
  const description = documentationOf(element);
  return {
    name: requireAttribute(element, 'name'),
    ...(description !== undefined && { description }),
    ports: wsdlChildren(element, 'port').map((port) => ({
      name: requireAttribute(port, 'name'),
      binding: referenceOf(port, 'binding'),
      address: readAddress(port),
    })),
  };
};
