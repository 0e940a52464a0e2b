import type { Interface } from '../advertisement/index.js';
import type { FoundService, TxtValue } from '../discovery/index.js';
import { XSD_NAMESPACE } from '../schema/index.js';
import { createElement, isNcName } from '../xml/index.js';
import type { XmlElement } from '../xml/index.js';

/** Namespace of the elements by which foreign services are looked for: one for the type, one for each attribute of the TXT record. */
export const TXT_NAMESPACE = 'urn:stoa:neighbour:txt:1';

const xsd = (local: string, attributes: Readonly<Record<string, string>>, children: readonly XmlElement[] = []) =>
  createElement({ namespace: XSD_NAMESPACE, local }, { prefix: 'xs', attributes, children: [...children] });

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Characters that no XML document holds. */
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/** Text of a value; `undefined` for bytes. */
const findText = (value: TxtValue): string | undefined => {
  if (value === true) return '';
  try {
    const text = decoder.decode(value);
    return UNWRITABLE.test(text) ? undefined : text;
  } catch {
    // Bytes that are no UTF-8.
    return undefined;
  }
};

/** An element that has this one value, so that it is found by it as well; bytes are found by the key alone. */
const declare = (name: string, text: string | undefined): XmlElement => {
  if (text === undefined) return xsd('element', { name, type: 'xs:base64Binary' });
  const value = xsd('enumeration', { value: text });
  return xsd('element', { name }, [xsd('simpleType', {}, [xsd('restriction', { base: 'xs:string' }, [value])])]);
};

/**
 * What a foreign service says, as an interface: it says it by itself, so that each element is an event. A partial schema finds it by what it says: an
 * element of type `xs:string` by the key, one with enumerated values by the value. Keys that are no names in XML are left out.
 */
export const toTxtInterface = ({ type, name, txt }: Pick<FoundService, 'type' | 'name' | 'txt'>): Interface => {
  const told = new Map<string, string | undefined>();
  for (const [key, value] of txt) told.set(key.toLowerCase(), findText(value));
  // What it is says DNS-SD, and none of its attributes.
  told.set(type.toLowerCase(), name);
  const declared = [...told].filter(([key]) => isNcName(key));
  const root = xsd(
    'schema',
    { targetNamespace: TXT_NAMESPACE },
    declared.map(([key, text]) => declare(key, text)),
  );
  return {
    methods: [],
    events: declared.map(([local]) => ({ namespace: TXT_NAMESPACE, local })),
    schemas: [{ location: '', root }],
  };
};
