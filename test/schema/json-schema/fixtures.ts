const BUILT_INS = [
  ...[
    'string',
    'normalizedString',
    'token',
    'language',
    'NMTOKEN',
    'Name',
    'NCName',
    'boolean',
    'decimal',
    'integer',
    'long',
    'int',
  ],
  ...[
    'short',
    'byte',
    'unsignedLong',
    'unsignedInt',
    'unsignedShort',
    'unsignedByte',
    'nonNegativeInteger',
    'positiveInteger',
  ],
  ...[
    'nonPositiveInteger',
    'negativeInteger',
    'float',
    'double',
    'duration',
    'dateTime',
    'time',
    'date',
    'gYearMonth',
    'gYear',
  ],
  ...['gMonthDay', 'gDay', 'gMonth', 'hexBinary', 'base64Binary', 'anyURI', 'QName', 'NMTOKENS', 'IDREFS'],
];

const element = (name: string, type: string, more = ''): string =>
  `<xs:element name="${name}" type="${type}" ${more}/>`;

const restricted = (name: string, base: string, facets: string): string =>
  `<xs:element name="${name}"><xs:simpleType><xs:restriction base="xs:${base}">${facets}</xs:restriction></xs:simpleType></xs:element>`;

const facets = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([facet, value]) => `<xs:${facet} value="${value}"/>`)
    .join('');

const values = (...texts: readonly string[]): string =>
  texts.map((text) => `<xs:enumeration value="${text}"/>`).join('');

const message = (name: string, content: string, attributes = ''): string =>
  `<xs:element name="${name}"><xs:complexType>${content}${attributes}</xs:complexType></xs:element>`;

const sequence = (...particles: readonly string[]): string => `<xs:sequence>${particles.join('')}</xs:sequence>`;

/** Schema bodies by what they are about; each global element is a message. */
export const FIXTURES: Readonly<Record<string, string>> = {
  'built-in types': BUILT_INS.map((type) => element(`of-${type}`, `xs:${type}`)).join(''),
  'bounds of numbers': [
    restricted('byte', 'byte', facets({ minInclusive: '-5', maxExclusive: '100' })),
    restricted('digits', 'int', facets({ totalDigits: '2' })),
    restricted('long', 'long', facets({ minExclusive: '-3', maxInclusive: '123456789012345678' })),
    restricted('integer', 'integer', facets({ minInclusive: '7' })),
    restricted('negative', 'integer', facets({ maxExclusive: '-1' })),
    restricted('decimal', 'decimal', facets({ minInclusive: '-0.001', maxExclusive: '100' })),
    restricted('fraction', 'decimal', facets({ minExclusive: '0.1', maxInclusive: '12.5' })),
    restricted('amount', 'decimal', facets({ totalDigits: '4', fractionDigits: '2' })),
    restricted('whole', 'decimal', facets({ fractionDigits: '0', totalDigits: '3' })),
    restricted('float', 'float', facets({ minInclusive: '0.1', maxExclusive: '255' })),
    restricted('double', 'double', facets({ minExclusive: '0', maxInclusive: '12.5' })),
  ].join(''),
  'lengths and enumerations': [
    restricted('string', 'string', facets({ minLength: '1', maxLength: '3' })),
    restricted('token', 'token', facets({ minLength: '1', maxLength: '3' })),
    restricted('normalized', 'normalizedString', facets({ length: '3' })),
    restricted('bytes', 'base64Binary', facets({ minLength: '1', maxLength: '2' })),
    restricted('hex', 'hexBinary', facets({ length: '3' })),
    restricted('uri', 'anyURI', facets({ maxLength: '7' })),
    restricted('items', 'NMTOKENS', facets({ minLength: '2', maxLength: '3' })),
    restricted('colour', 'string', values('red', 'green')),
    restricted('word', 'token', values('a', 'b c')),
    restricted('number', 'int', values('1', '7')),
    restricted('big', 'integer', values('-3', '+7', '123456789012345678901234567890')),
    restricted('price', 'decimal', values('12.50', '0.1', '-3')),
    restricted('double-values', 'double', values('12.5', 'INF')),
    restricted('float-values', 'float', values('12.5', 'INF')),
    restricted('byte-values', 'base64Binary', values('AQID', 'AQ==')),
    restricted('name', 'QName', values('t:a', 't:b')),
    restricted('day', 'date', values('2026-11-21')),
  ].join(''),
  patterns: [
    restricted('string', 'string', facets({ pattern: '[A-Z]{2}[0-9C]' })),
    restricted('token', 'token', facets({ pattern: '[a-z]+( [a-z]+)?', maxLength: '9' })),
    restricted('hostile', 'string', facets({ pattern: '(a+)+b' })),
    restricted('int', 'int', facets({ pattern: '[0-9]{2}' })),
    restricted('integer', 'integer', facets({ pattern: '[+]?[0-9]*' })),
    restricted('decimal', 'decimal', facets({ pattern: '[0-9]+[.][0-9]{2}' })),
    restricted('boolean', 'boolean', facets({ pattern: 'true|0' })),
    restricted('double', 'double', facets({ pattern: '[0-9.]+' })),
    restricted('date', 'date', facets({ pattern: '2026-.*' })),
    restricted('values', 'decimal', values('12.50', '0.1') + facets({ pattern: '.{4}' })),
    restricted('colours', 'string', values('red', 'green') + facets({ pattern: '.{3}' })),
  ].join(''),
  'lists and unions': [
    `<xs:simpleType name="Numbers"><xs:list itemType="xs:int"/></xs:simpleType>`,
    `<xs:simpleType name="Words"><xs:list itemType="xs:string"/></xs:simpleType>`,
    `<xs:simpleType name="Either"><xs:union memberTypes="xs:int xs:boolean t:Colour"/></xs:simpleType>`,
    `<xs:simpleType name="Colour"><xs:restriction base="xs:string">${values('red', 'green')}</xs:restriction></xs:simpleType>`,
    `<xs:simpleType name="Many"><xs:list><xs:simpleType><xs:restriction base="xs:NMTOKEN">${values(...Array.from({ length: 30 }, (_, at) => `value-${String(at)}`))}</xs:restriction></xs:simpleType></xs:list></xs:simpleType>`,
    element('many', 't:Many'),
    element('numbers', 't:Numbers'),
    element('words', 't:Words'),
    element('either', 't:Either'),
    `<xs:element name="some"><xs:simpleType><xs:restriction base="t:Numbers"><xs:minLength value="1"/><xs:maxLength value="2"/></xs:restriction></xs:simpleType></xs:element>`,
    `<xs:element name="one-of"><xs:simpleType><xs:restriction base="t:Either">${values('7', 'red', 'true')}</xs:restriction></xs:simpleType></xs:element>`,
    `<xs:element name="lists"><xs:simpleType><xs:union memberTypes="t:Numbers xs:token"/></xs:simpleType></xs:element>`,
    message('holder', '', '<xs:attribute name="a" type="t:Numbers"/><xs:attribute name="b" type="t:Either"/>'),
  ].join(''),
  'groups and substitution': [
    `<xs:group name="G"><xs:choice>${element('a', 'xs:int')}${element('b', 'xs:string')}</xs:choice></xs:group>`,
    `<xs:attributeGroup name="A"><xs:attribute name="id" type="xs:int" use="required"/></xs:attributeGroup>`,
    message(
      'grouped',
      sequence('<xs:group ref="t:G"/>', element('c', 'xs:int', 'minOccurs="0"')),
      '<xs:attributeGroup ref="t:A"/>',
    ),
    element('head', 'xs:int', 'abstract="true"'),
    element('one', 'xs:int', 'substitutionGroup="t:head"'),
    element('two', 'xs:byte', 'substitutionGroup="t:head"'),
    message('holder', sequence('<xs:element ref="t:head" maxOccurs="2"/>', element('d', 'xs:string', 'minOccurs="0"'))),
    message('alone', sequence('<xs:element ref="t:head"/>')),
  ].join(''),
  'sequences, choices and repetitions': [
    message(
      'plain',
      sequence(
        element('a', 'xs:int'),
        element('b', 'xs:string', 'minOccurs="0"'),
        element('c', 'xs:boolean', 'maxOccurs="3"'),
      ),
    ),
    message(
      'choice',
      `<xs:choice>${element('a', 'xs:int')}${element('b', 'xs:string')}${element('c', 'xs:int', 'maxOccurs="2"')}</xs:choice>`,
    ),
    message('optional', `<xs:choice minOccurs="0">${element('a', 'xs:int')}${element('b', 'xs:string')}</xs:choice>`),
    message(
      'emptiable',
      `<xs:choice>${element('a', 'xs:int', 'minOccurs="0"')}${element('b', 'xs:string')}</xs:choice>`,
    ),
    message(
      'nested',
      sequence(
        element('a', 'xs:int'),
        `<xs:choice>${sequence(element('b', 'xs:int'), element('c', 'xs:int', 'minOccurs="0"'))}${element('d', 'xs:string')}</xs:choice>`,
      ),
    ),
    message(
      'together',
      `<xs:sequence><xs:sequence minOccurs="0">${element('a', 'xs:int')}${element('b', 'xs:int')}</xs:sequence>${element('c', 'xs:int')}</xs:sequence>`,
    ),
    message(
      'many',
      `<xs:choice minOccurs="0" maxOccurs="unbounded">${element('a', 'xs:int')}${element('b', 'xs:string')}</xs:choice>`,
    ),
    message(
      'some',
      `<xs:choice maxOccurs="unbounded">${element('a', 'xs:int')}${element('b', 'xs:string')}</xs:choice>`,
    ),
    message(
      'rounds',
      `<xs:sequence minOccurs="0" maxOccurs="unbounded">${element('a', 'xs:int')}${element('b', 'xs:string')}</xs:sequence>`,
    ),
    message('twice', sequence(element('a', 'xs:int'), element('b', 'xs:string'), element('a', 'xs:int'))),
    message('all', `<xs:all>${element('a', 'xs:int')}${element('b', 'xs:string', 'minOccurs="0"')}</xs:all>`),
    message(
      'optional-all',
      `<xs:all minOccurs="0">${element('a', 'xs:int')}${element('b', 'xs:string', 'minOccurs="0"')}</xs:all>`,
    ),
    message('empty', ''),
    message(
      'attributes',
      '',
      '<xs:attribute name="a" type="xs:int" use="required"/><xs:attribute name="b" type="xs:token"/>',
    ),
    message(
      'pairs',
      sequence(
        element('a', 'xs:int', 'minOccurs="2" maxOccurs="2"'),
        element('b', 'xs:int', 'minOccurs="0" maxOccurs="unbounded"'),
      ),
    ),
  ].join(''),
  'simple content, fixed and default values': [
    `<xs:complexType name="Money"><xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="a" type="xs:NCName" use="required"/></xs:extension></xs:simpleContent></xs:complexType>`,
    element('money', 't:Money'),
    element('fixed-money', 't:Money', 'fixed="12.50"'),
    element('default-money', 't:Money', 'default="0"'),
    element('fixed-int', 'xs:int', 'fixed="7"'),
    element('fixed-string', 'xs:string', 'fixed="a"'),
    element('fixed-date', 'xs:date', 'fixed="2026-11-21"'),
    message(
      'fixed-attribute',
      '',
      '<xs:attribute name="a" type="xs:decimal" fixed="12.5" use="required"/><xs:attribute name="b" type="xs:token" default="x"/>',
    ),
  ].join(''),
  'nil and derived types': [
    `<xs:complexType name="Base"><xs:sequence>${element('a', 'xs:int')}</xs:sequence></xs:complexType>`,
    `<xs:complexType name="More"><xs:complexContent><xs:extension base="t:Base"><xs:sequence>${element('b', 'xs:int')}</xs:sequence><xs:attribute name="id" type="xs:int" use="required"/></xs:extension></xs:complexContent></xs:complexType>`,
    `<xs:complexType name="Abstract" abstract="true"><xs:sequence>${element('a', 'xs:int')}</xs:sequence></xs:complexType>`,
    `<xs:complexType name="Concrete"><xs:complexContent><xs:extension base="t:Abstract"/></xs:complexContent></xs:complexType>`,
    `<xs:simpleType name="Small"><xs:restriction base="xs:int"><xs:maxInclusive value="7"/></xs:restriction></xs:simpleType>`,
    element('base', 't:Base', 'nillable="true"'),
    element('blocked', 't:Base', 'block="extension"'),
    element('more', 't:More', 'nillable="true"'),
    element('abstract', 't:Abstract', 'nillable="true"'),
    element('int', 'xs:int', 'nillable="true"'),
    element('string', 'xs:string'),
    element('no-element', 'xs:string', 'abstract="true"'),
    message('none', sequence('<xs:element ref="t:no-element" minOccurs="0" maxOccurs="2"/>')),
    message('holder', sequence(element('a', 't:Base', 'nillable="true" maxOccurs="2"'), element('b', 't:Small'))),
  ].join(''),
  'mixed content, wildcards and names that clash': [
    `<xs:element name="mixed"><xs:complexType mixed="true"><xs:choice minOccurs="0" maxOccurs="unbounded">${element('a', 'xs:int')}${element('b', 'xs:string')}</xs:choice></xs:complexType></xs:element>`,
    `<xs:element name="ordered"><xs:complexType mixed="true">${sequence(element('a', 'xs:int'), element('b', 'xs:string', 'minOccurs="0"'))}</xs:complexType></xs:element>`,
    `<xs:element name="text"><xs:complexType mixed="true"><xs:attribute name="a" type="xs:int"/></xs:complexType></xs:element>`,
    message(
      'other',
      sequence(
        element('a', 'xs:int'),
        '<xs:any namespace="##other" processContents="lax" minOccurs="0" maxOccurs="unbounded"/>',
      ),
      '<xs:anyAttribute namespace="##other" processContents="lax"/>',
    ),
    message(
      'any',
      sequence(element('a', 'xs:int'), '<xs:any processContents="lax" minOccurs="0" maxOccurs="unbounded"/>'),
      '<xs:anyAttribute processContents="skip"/>',
    ),
    element('anything', 'xs:anyType'),
    element('simple', 'xs:anySimpleType'),
    message(
      'clash',
      sequence(element('a', 'xs:int'), element('a', 'xs:int', 'form="unqualified"').replace('xs:int', 'xs:string')),
    ),
    message(
      'reserved',
      sequence(element('toString', 'xs:int', 'minOccurs="0"'), element('constructor', 'xs:int', 'minOccurs="0"')),
    ),
    `<xs:element name="tree"><xs:complexType>${sequence('<xs:element ref="t:tree" minOccurs="0" maxOccurs="unbounded"/>')}<xs:attribute name="id" type="xs:int"/></xs:complexType></xs:element>`,
  ].join(''),
};
