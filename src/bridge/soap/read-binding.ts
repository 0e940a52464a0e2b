import type { XmlElement } from '../../xml/index.js';
import { childrenNamed, findChild, toNameKey } from '../../xml/index.js';
import type { Binding, BodyBinding, BoundOperation, PortBinding } from './model.js';
import {
  attributeOf,
  HTTP_NAMESPACE,
  MIME_NAMESPACE,
  SOAP11_NAMESPACE,
  SOAP12_NAMESPACE,
  wsdlChildren,
} from './names.js';
import { requireAttribute, requireReference } from './read-description.js';

/** Transports of SOAP that are HTTP; of SOAP 1.2 both are met. */
const HTTP_TRANSPORTS: ReadonlySet<string> = new Set([
  'http://schemas.xmlsoap.org/soap/http',
  'http://www.w3.org/2003/05/soap/bindings/HTTP/',
]);

const SOAP_NAMESPACES = [SOAP11_NAMESPACE, SOAP12_NAMESPACE];

interface Protocol {
  readonly binding: PortBinding | undefined;
  readonly namespace: string;
  readonly style: string;
}

const readProtocol = (element: XmlElement): Protocol => {
  for (const namespace of SOAP_NAMESPACES) {
    const soap = findChild(element, { namespace, local: 'binding' });
    if (!soap) continue;
    const isHttp = HTTP_TRANSPORTS.has(attributeOf(soap, 'transport') ?? '');
    const name = namespace === SOAP11_NAMESPACE ? 'soap-1.1' : 'soap-1.2';
    return { binding: isHttp ? name : undefined, namespace, style: attributeOf(soap, 'style') ?? 'document' };
  }
  const http = findChild(element, { namespace: HTTP_NAMESPACE, local: 'binding' });
  const verb = http && attributeOf(http, 'verb')?.toLowerCase();
  const binding = verb === 'get' || verb === 'post' ? (`http-${verb}` as const) : undefined;
  return { binding, namespace: HTTP_NAMESPACE, style: 'http' };
};

/** The SOAP body of a direction, also where it is the first part of a MIME message. */
const findBody = (direction: XmlElement, namespace: string): XmlElement | undefined => {
  const body = findChild(direction, { namespace, local: 'body' });
  if (body) return body;
  const multipart = findChild(direction, { namespace: MIME_NAMESPACE, local: 'multipartRelated' });
  const parts = multipart ? childrenNamed(multipart, { namespace: MIME_NAMESPACE, local: 'part' }) : [];
  return parts.map((part) => findChild(part, { namespace, local: 'body' })).find((found) => found !== undefined);
};

const readBody = (direction: XmlElement, namespace: string): BodyBinding => {
  const body = findBody(direction, namespace);
  const parts = body && attributeOf(body, 'parts');
  return {
    namespace: (body && attributeOf(body, 'namespace')) ?? '',
    use: (body && attributeOf(body, 'use')) ?? 'literal',
    parts: parts === undefined ? undefined : parts.split(/\s+/).filter((name) => name !== ''),
    hasHeaders: findChild(direction, { namespace, local: 'header' }) !== undefined,
  };
};

/** An HTTP binding has no wrapper of its own: the message is named as an rpc wrapper in the target namespace would be. */
const httpBody = (targetNamespace: string): BodyBinding => ({
  namespace: targetNamespace,
  use: 'literal',
  parts: undefined,
  hasHeaders: false,
});

const readFaultNamespaces = (element: XmlElement, namespace: string): ReadonlyMap<string, string> => {
  const namespaces = new Map<string, string>();
  for (const fault of wsdlChildren(element, 'fault')) {
    const soap = findChild(fault, { namespace, local: 'fault' });
    const name = (soap && attributeOf(soap, 'name')) ?? attributeOf(fault, 'name') ?? '';
    namespaces.set(name, (soap && attributeOf(soap, 'namespace')) ?? '');
  }
  return namespaces;
};

interface BindingContext extends Protocol {
  readonly targetNamespace: string;
}

const readOperation = (element: XmlElement, context: BindingContext): BoundOperation => {
  const { namespace, style, targetNamespace } = context;
  const [input] = wsdlChildren(element, 'input');
  const [output] = wsdlChildren(element, 'output');
  const soap = findChild(element, { namespace, local: 'operation' });
  const toBody = (direction: XmlElement): BodyBinding =>
    namespace === HTTP_NAMESPACE ? httpBody(targetNamespace) : readBody(direction, namespace);
  return {
    name: requireAttribute(element, 'name'),
    style: (namespace === HTTP_NAMESPACE ? undefined : soap && attributeOf(soap, 'style')) ?? style,
    ...(input && { input: toBody(input) }),
    ...(output && { output: toBody(output) }),
    faultNamespaces: readFaultNamespaces(element, namespace),
  };
};

/** A `wsdl:binding` of a description with that target namespace. */
export const readBinding = (element: XmlElement, targetNamespace: string): Binding => {
  const protocol = readProtocol(element);
  const operations = wsdlChildren(element, 'operation').map((operation) =>
    readOperation(operation, { ...protocol, targetNamespace }),
  );
  return {
    key: toNameKey({ namespace: targetNamespace, local: requireAttribute(element, 'name') }),
    portType: requireReference(requireAttribute(element, 'type'), element.scope),
    protocol: protocol.binding,
    operations: new Map(operations.map((operation) => [operation.name, operation])),
  };
};

/** Whether a port's binding speaks SOAP. */
export const isSoap = (protocol: PortBinding): boolean => protocol === 'soap-1.1' || protocol === 'soap-1.2';
