import type { XmlElement, XmlName } from '../../xml/index.js';
import { childrenNamed, findAttribute, findChild, isElement } from '../../xml/index.js';

/** Namespace of WSDL 1.1. */
export const WSDL_NAMESPACE = 'http://schemas.xmlsoap.org/wsdl/';
/** Namespace of WSDL's SOAP 1.1 binding. */
export const SOAP11_NAMESPACE = 'http://schemas.xmlsoap.org/wsdl/soap/';
/** Namespace of WSDL's SOAP 1.2 binding. */
export const SOAP12_NAMESPACE = 'http://schemas.xmlsoap.org/wsdl/soap12/';
/** Namespace of WSDL's HTTP GET and POST binding. */
export const HTTP_NAMESPACE = 'http://schemas.xmlsoap.org/wsdl/http/';
/** Namespace of WSDL's MIME binding. */
export const MIME_NAMESPACE = 'http://schemas.xmlsoap.org/wsdl/mime/';

/** A name of WSDL 1.1. */
export const wsdl = (local: string): XmlName => ({ namespace: WSDL_NAMESPACE, local });

/** Child elements of WSDL 1.1 with that local name. */
export const wsdlChildren = (element: XmlElement, local: string): readonly XmlElement[] =>
  childrenNamed(element, wsdl(local));

/** Value of an attribute with white space around it taken off, or `undefined`. */
export const attributeOf = (element: XmlElement, local: string): string | undefined =>
  findAttribute(element, local)?.trim();

const allText = (element: XmlElement): string =>
  element.children.map((child) => (isElement(child) ? allText(child) : child)).join('');

/** Text of an element's `wsdl:documentation`, markup left out and white space collapsed; `undefined` when there is none. */
export const documentationOf = (element: XmlElement): string | undefined => {
  const documentation = findChild(element, wsdl('documentation'));
  const text = documentation ? allText(documentation).replace(/\s+/g, ' ').trim() : '';
  return text === '' ? undefined : text;
};
