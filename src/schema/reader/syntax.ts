import { XML_NAMESPACE, isElement } from '../../xml/index.js';
import type { XmlAttribute, XmlElement } from '../../xml/index.js';
import { XSD_NAMESPACE } from '../facade.js';
import type { SchemaDocument } from '../facade.js';
import { BUILT_IN_TYPES, checkSimple } from '../simple/index.js';
import type { Report } from './report.js';
import { SCHEMA_SYNTAX } from './syntax-table.js';
import type { ElementSyntax, ValueSyntax } from './syntax-table.js';

/** One checking of one document. */
interface SyntaxCheck {
  readonly report: Report;
  readonly document: SchemaDocument;
  readonly ids: Set<string>;
}

const splitWords = (value: string): readonly string[] => value.split(/[\t\n\r ]+/).filter((word) => word !== '');

const isOfType = (name: string, value: string): boolean => {
  const type = BUILT_IN_TYPES.get(name);
  return type === undefined || checkSimple(type, value, { resolve: () => '' }) === undefined;
};

const isNamespaces = (value: string): boolean => {
  const words = splitWords(value);
  if (words.length === 1 && (words[0] === '##any' || words[0] === '##other')) return true;
  return words.every(
    (word) =>
      word === '##local' || word === '##targetNamespace' || (!word.startsWith('##') && isOfType('anyURI', word)),
  );
};

const isValue = (syntax: ValueSyntax, value: string): boolean => {
  switch (syntax.kind) {
    case 'type':
      return isOfType(syntax.name, value);
    case 'words':
      return syntax.words.includes(value.trim());
    case 'all-or-list':
      return value.trim() === '#all' || splitWords(value).every((word) => syntax.words.includes(word));
    case 'occurs':
      return value.trim() === 'unbounded' || isOfType('nonNegativeInteger', value);
    case 'namespaces':
      return isNamespaces(value);
    case 'names':
      return splitWords(value).every((word) => isOfType('QName', word));
  }
};

const describe = (syntax: ValueSyntax): string => {
  switch (syntax.kind) {
    case 'type':
      return syntax.name;
    case 'words':
      return syntax.words.join(' or ');
    case 'all-or-list':
      return `#all or a list of ${syntax.words.join(', ')}`;
    case 'occurs':
      return 'a number or unbounded';
    case 'namespaces':
      return '##any, ##other or a list of namespaces';
    case 'names':
      return 'a list of QNames';
  }
};

const checkAttribute = (check: SyntaxCheck, element: XmlElement, { name, value }: XmlAttribute): void => {
  const place = { document: check.document, element };
  const isLanguage = name.namespace === XML_NAMESPACE && name.local === 'lang';
  if (isLanguage && value !== '' && !isOfType('language', value)) {
    const message = `expected a language in xml:lang, found ${JSON.stringify(value.slice(0, 40))}`;
    check.report.invalid('s4s-att-invalid-value', message, place);
  }
  if (name.namespace !== '') {
    if (name.namespace === XSD_NAMESPACE) {
      check.report.invalid(
        's4s-att-not-allowed',
        `an attribute of the schema namespace, ${name.local}, is not allowed`,
        place,
      );
    }
    return;
  }
  if (name.local === 'id') {
    const id = value.trim();
    if (check.ids.has(id)) check.report.invalid('cvc-id.2', `the id ${id} stands twice`, place);
    check.ids.add(id);
  }
};

const checkAttributes = (check: SyntaxCheck, element: XmlElement, syntax: ElementSyntax): void => {
  const place = { document: check.document, element };
  const { local } = element.name;
  for (const each of element.attributes) {
    checkAttribute(check, element, each);
    if (each.name.namespace !== '') continue;
    const allowed = Object.hasOwn(syntax.attributes, each.name.local) ? syntax.attributes[each.name.local] : undefined;
    if (allowed === undefined) {
      check.report.invalid('s4s-att-not-allowed', `xs:${local} takes no attribute ${each.name.local} here`, place);
    } else if (!isValue(allowed, each.value)) {
      const message = `expected ${describe(allowed)} for ${each.name.local} of xs:${local}, found ${JSON.stringify(each.value)}`;
      check.report.invalid('s4s-att-invalid-value', message, place);
    }
  }
  for (const name of syntax.required) {
    const isThere = element.attributes.some((each) => each.name.local === name && each.name.namespace === '');
    if (!isThere) check.report.invalid('s4s-att-must-appear', `xs:${local} needs the attribute ${name} here`, place);
  }
};

const checkContent = (check: SyntaxCheck, element: XmlElement, syntax: ElementSyntax): readonly XmlElement[] => {
  const place = { document: check.document, element };
  const { local } = element.name;
  const children: XmlElement[] = [];
  let order = '';
  for (const child of element.children) {
    if (!isElement(child)) {
      if (/[^\t\n\r ]/.test(child)) check.report.invalid('s4s-elt-character', `xs:${local} takes no text`, place);
    } else if (child.name.namespace !== XSD_NAMESPACE) {
      check.report.invalid(
        's4s-elt-invalid-content.1',
        `xs:${local} takes no element ${child.name.local} of another namespace`,
        place,
      );
    } else {
      children.push(child);
      order += `${child.name.local} `;
    }
  }
  if (!syntax.children.test(order)) {
    const found = order === '' ? 'nothing' : order.trim();
    check.report.invalid(
      's4s-elt-must-match.1',
      `the content of xs:${local} is not what may stand there: found ${found.slice(0, 200)}`,
      place,
    );
  }
  return children;
};

const checkElement = (check: SyntaxCheck, element: XmlElement, key: string): void => {
  const syntax = Object.hasOwn(SCHEMA_SYNTAX, key) ? SCHEMA_SYNTAX[key] : undefined;
  if (syntax === undefined) {
    const place = { document: check.document, element };
    check.report.invalid('s4s-elt-schema-ns', `XML Schema has no element ${element.name.local}`, place);
    return;
  }
  checkAttributes(check, element, syntax);
  if (syntax.open === true) return;
  for (const child of checkContent(check, element, syntax)) {
    const { local } = child.name;
    checkElement(check, child, (Object.hasOwn(syntax.variants, local) ? syntax.variants[local] : undefined) ?? local);
  }
};

/**
 * Checks a schema document against the schema for schemas (part 1, appendix A): which attributes and children each
 * element takes, in which order, with which values. Foreign attributes are let through.
 */
export const checkSyntax = (report: Report, document: SchemaDocument): void => {
  const { root } = document;
  if (root.name.namespace !== XSD_NAMESPACE || root.name.local !== 'schema') {
    const message = `expected an xs:schema element, found ${root.name.local} of ${JSON.stringify(root.name.namespace)}`;
    report.invalid('s4s-elt-schema-ns', message, { document, element: root });
    return;
  }
  checkElement({ report, document, ids: new Set() }, root, 'schema');
};
