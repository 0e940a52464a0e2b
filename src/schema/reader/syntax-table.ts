/** What an attribute of a schema document may hold: a built-in type, or one of some words, or a list of words. */
export type ValueSyntax =
  | { readonly kind: 'type'; readonly name: string }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'all-or-list'; readonly words: readonly string[] }
  | { readonly kind: 'occurs' }
  | { readonly kind: 'namespaces' }
  | { readonly kind: 'names' };

/** Syntax of one element of XML Schema in one place (part 1, appendix A). */
export interface ElementSyntax {
  readonly attributes: Readonly<Record<string, ValueSyntax>>;
  readonly required: readonly string[];
  /** Regular expression over the child elements' local names, each followed by a space. */
  readonly children: RegExp;
  /** Which entry holds for a child of that name; an entry of the child's own name otherwise. */
  readonly variants: Readonly<Record<string, string>>;
  /** Whether any text and any elements may stand inside. */
  readonly open?: boolean;
}

const type = (name: string): ValueSyntax => ({ kind: 'type', name });
const words = (...list: readonly string[]): ValueSyntax => ({ kind: 'words', words: list });
const allOrList = (...list: readonly string[]): ValueSyntax => ({ kind: 'all-or-list', words: list });

const NAME = { name: type('NCName') };
const REF = { ref: type('QName') };
const OCCURS = { minOccurs: type('nonNegativeInteger'), maxOccurs: { kind: 'occurs' } as const };
const FORM = words('qualified', 'unqualified');
const DEFAULTS = { default: type('string'), fixed: type('string') };
const MIXED = { mixed: type('boolean') };
const WILDCARD = { namespace: { kind: 'namespaces' } as const, processContents: words('skip', 'lax', 'strict') };
const ELEMENT = { ...NAME, type: type('QName'), ...DEFAULTS, nillable: type('boolean') };
const BLOCK_ELEMENT = allOrList('extension', 'restriction', 'substitution');
const DERIVATIONS = allOrList('extension', 'restriction');

const FACETS =
  'minExclusive|minInclusive|maxExclusive|maxInclusive|totalDigits|fractionDigits|length|minLength|maxLength|enumeration|whiteSpace|pattern';
const ATTRIBUTES = '((attribute|attributeGroup) )*(anyAttribute )?';
const MODEL = '((group|all|choice|sequence) )?';

interface EntryOptions {
  readonly required?: readonly string[];
  readonly variants?: Readonly<Record<string, string>>;
  readonly open?: boolean;
}

const entry = (
  attributes: Readonly<Record<string, ValueSyntax>>,
  children: string,
  { required = [], variants = {}, open = false }: EntryOptions = {},
): ElementSyntax => ({
  attributes: { id: type('ID'), ...attributes },
  required,
  children: new RegExp(`^${children}$`),
  variants,
  open,
});

const ANNOTATED = '(annotation )?';
const LOCAL_ATTRIBUTES = { attribute: 'local-attribute', attributeGroup: 'attributeGroup-ref' };
const LOCAL_MODEL = { ...LOCAL_ATTRIBUTES, group: 'group-ref' };
const LOCAL_TYPES = { simpleType: 'local-simpleType', complexType: 'local-complexType' };
const ELEMENT_CHILDREN = `${ANNOTATED}((simpleType|complexType) )?((unique|key|keyref) )*`;
const COMPLEX_CHILDREN = `${ANNOTATED}(((simpleContent|complexContent) )|(${MODEL}${ATTRIBUTES}))`;
const GROUP_CHILDREN = `${ANNOTATED}((element|group|choice|sequence|any) )*`;
const LOCAL_PARTICLES = { element: 'local-element', group: 'group-ref' };
const ALL_OCCURS = { minOccurs: words('0', '1'), maxOccurs: words('1') };
const facet = (attributes: Readonly<Record<string, ValueSyntax>>): ElementSyntax =>
  entry({ value: type('string'), ...attributes }, ANNOTATED, { required: ['value'] });
const FIXED = { fixed: type('boolean') };

const OPEN: ElementSyntax = {
  // A URI by the letter; real schemas have sentences there, nothing depends on it, and other processors take them.
  attributes: { source: type('string') },
  required: [],
  children: /^/,
  variants: {},
  open: true,
};

/** Syntax of every element of a schema document, by its name and, where that is not enough, the place it stands in. */
export const SCHEMA_SYNTAX: Readonly<Record<string, ElementSyntax>> = {
  schema: entry(
    {
      targetNamespace: type('anyURI'),
      version: type('token'),
      finalDefault: allOrList('extension', 'restriction', 'list', 'union'),
      blockDefault: BLOCK_ELEMENT,
      attributeFormDefault: FORM,
      elementFormDefault: FORM,
    },
    '((include|import|redefine|annotation) )*((simpleType|complexType|group|attributeGroup|element|attribute|notation) (annotation )*)*',
  ),
  include: entry({ schemaLocation: type('anyURI') }, ANNOTATED, { required: ['schemaLocation'] }),
  import: entry({ namespace: type('anyURI'), schemaLocation: type('anyURI') }, ANNOTATED),
  redefine: entry({ schemaLocation: type('anyURI') }, '((annotation|simpleType|complexType|group|attributeGroup) )*', {
    required: ['schemaLocation'],
  }),
  element: entry(
    {
      ...ELEMENT,
      substitutionGroup: type('QName'),
      abstract: type('boolean'),
      final: DERIVATIONS,
      block: BLOCK_ELEMENT,
    },
    ELEMENT_CHILDREN,
    { required: ['name'], variants: LOCAL_TYPES },
  ),
  'local-element': entry({ ...ELEMENT, ...REF, ...OCCURS, block: BLOCK_ELEMENT, form: FORM }, ELEMENT_CHILDREN, {
    variants: LOCAL_TYPES,
  }),
  attribute: entry({ ...NAME, type: type('QName'), ...DEFAULTS }, `${ANNOTATED}(simpleType )?`, {
    required: ['name'],
    variants: LOCAL_TYPES,
  }),
  'local-attribute': entry(
    {
      ...NAME,
      ...REF,
      type: type('QName'),
      ...DEFAULTS,
      use: words('optional', 'prohibited', 'required'),
      form: FORM,
    },
    `${ANNOTATED}(simpleType )?`,
    { variants: LOCAL_TYPES },
  ),
  complexType: entry(
    { ...NAME, ...MIXED, abstract: type('boolean'), final: DERIVATIONS, block: DERIVATIONS },
    COMPLEX_CHILDREN,
    { required: ['name'], variants: LOCAL_MODEL },
  ),
  'local-complexType': entry(MIXED, COMPLEX_CHILDREN, { variants: LOCAL_MODEL }),
  simpleContent: entry({}, `${ANNOTATED}(restriction|extension) `, {
    variants: { restriction: 'simple-restriction', extension: 'simple-extension' },
  }),
  complexContent: entry(MIXED, `${ANNOTATED}(restriction|extension) `, {
    variants: { restriction: 'complex-restriction', extension: 'complex-extension' },
  }),
  'simple-restriction': entry({ base: type('QName') }, `${ANNOTATED}(simpleType )?((${FACETS}) )*${ATTRIBUTES}`, {
    required: ['base'],
    variants: { ...LOCAL_ATTRIBUTES, ...LOCAL_TYPES },
  }),
  'simple-extension': entry({ base: type('QName') }, `${ANNOTATED}${ATTRIBUTES}`, {
    required: ['base'],
    variants: LOCAL_ATTRIBUTES,
  }),
  'complex-restriction': entry({ base: type('QName') }, `${ANNOTATED}${MODEL}${ATTRIBUTES}`, {
    required: ['base'],
    variants: LOCAL_MODEL,
  }),
  'complex-extension': entry({ base: type('QName') }, `${ANNOTATED}${MODEL}${ATTRIBUTES}`, {
    required: ['base'],
    variants: LOCAL_MODEL,
  }),
  group: entry(NAME, `${ANNOTATED}(all|choice|sequence) `, {
    required: ['name'],
    variants: { all: 'bare-all', choice: 'bare-choice', sequence: 'bare-sequence' },
  }),
  'group-ref': entry({ ...REF, ...OCCURS }, ANNOTATED, { required: ['ref'] }),
  attributeGroup: entry(NAME, `${ANNOTATED}${ATTRIBUTES}`, { required: ['name'], variants: LOCAL_ATTRIBUTES }),
  'attributeGroup-ref': entry(REF, ANNOTATED, { required: ['ref'] }),
  all: entry(ALL_OCCURS, `${ANNOTATED}(element )*`, { variants: LOCAL_PARTICLES }),
  choice: entry(OCCURS, GROUP_CHILDREN, { variants: LOCAL_PARTICLES }),
  sequence: entry(OCCURS, GROUP_CHILDREN, { variants: LOCAL_PARTICLES }),
  'bare-all': entry({}, `${ANNOTATED}(element )*`, { variants: LOCAL_PARTICLES }),
  'bare-choice': entry({}, GROUP_CHILDREN, { variants: LOCAL_PARTICLES }),
  'bare-sequence': entry({}, GROUP_CHILDREN, { variants: LOCAL_PARTICLES }),
  any: entry({ ...WILDCARD, ...OCCURS }, ANNOTATED),
  anyAttribute: entry(WILDCARD, ANNOTATED),
  simpleType: entry(
    { ...NAME, final: allOrList('list', 'union', 'restriction') },
    `${ANNOTATED}(restriction|list|union) `,
    {
      required: ['name'],
    },
  ),
  'local-simpleType': entry({}, `${ANNOTATED}(restriction|list|union) `),
  restriction: entry({ base: type('QName') }, `${ANNOTATED}(simpleType )?((${FACETS}) )*`, { variants: LOCAL_TYPES }),
  list: entry({ itemType: type('QName') }, `${ANNOTATED}(simpleType )?`, { variants: LOCAL_TYPES }),
  union: entry({ memberTypes: { kind: 'names' } }, `${ANNOTATED}(simpleType )*`, { variants: LOCAL_TYPES }),
  minExclusive: facet(FIXED),
  minInclusive: facet(FIXED),
  maxExclusive: facet(FIXED),
  maxInclusive: facet(FIXED),
  totalDigits: facet(FIXED),
  fractionDigits: facet(FIXED),
  length: facet(FIXED),
  minLength: facet(FIXED),
  maxLength: facet(FIXED),
  whiteSpace: facet(FIXED),
  enumeration: facet({}),
  pattern: facet({}),
  unique: entry(NAME, `${ANNOTATED}selector (field )+`, { required: ['name'] }),
  key: entry(NAME, `${ANNOTATED}selector (field )+`, { required: ['name'] }),
  keyref: entry({ ...NAME, refer: type('QName') }, `${ANNOTATED}selector (field )+`, { required: ['name', 'refer'] }),
  selector: entry({ xpath: type('token') }, ANNOTATED, { required: ['xpath'] }),
  field: entry({ xpath: type('token') }, ANNOTATED, { required: ['xpath'] }),
  notation: entry({ ...NAME, public: type('token'), system: type('anyURI') }, ANNOTATED, { required: ['name'] }),
  annotation: entry({}, '((appinfo|documentation) )*'),
  appinfo: OPEN,
  documentation: OPEN,
};
