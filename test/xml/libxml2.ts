import { XmlCData, XmlDocument, XmlElement, XmlEntityReference, XmlText } from 'libxml2-wasm';
import type { PlainElement } from './plain-tree.js';

const toPlain = (element: XmlElement): PlainElement => {
  const children: (PlainElement | string)[] = [];
  for (const node of element.find('node()')) {
    const last = children.at(-1);
    if (node instanceof XmlElement) children.push(toPlain(node));
    else if (!(node instanceof XmlText || node instanceof XmlCData || node instanceof XmlEntityReference)) continue;
    else if (typeof last === 'string') children[children.length - 1] = last + node.content;
    else if (node.content !== '') children.push(node.content);
  }
  return {
    name: `{${element.namespaceUri}}${element.name}`,
    prefix: element.namespacePrefix,
    attributes: element.attrs.map((at) => `${at.prefix}:{${at.namespaceUri}}${at.name}=${at.value}`),
    children,
  };
};

/** The tree that libxml2 reads from `bytes`, or what it says against them. */
export const parseWithLibxml2 = (bytes: Uint8Array): PlainElement | string => {
  let document: XmlDocument;
  try {
    document = XmlDocument.fromBuffer(bytes);
  } catch (error) {
    return String(error);
  }
  try {
    return toPlain(document.root);
  } finally {
    document.dispose();
  }
};
