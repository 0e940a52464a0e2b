const element = (name: string, type: string, more = ''): string =>
  `<xs:element name="${name}" type="${type}" ${more}/>`;
const optional = 'minOccurs="0"';
const many = 'minOccurs="0" maxOccurs="unbounded"';
const root = (name: string, content: string): string =>
  `<xs:element name="${name}"><xs:complexType>${content}</xs:complexType></xs:element>`;
const sequence = (...parts: string[]): string => `<xs:sequence>${parts.join('')}</xs:sequence>`;
const choice = (more: string, ...parts: string[]): string => `<xs:choice ${more}>${parts.join('')}</xs:choice>`;
const restriction = (name: string, base: string, facets: string): string =>
  `<xs:simpleType name="${name}"><xs:restriction base="${base}">${facets}</xs:restriction></xs:simpleType>`;

const PRIMITIVES = [
  ...['string', 'boolean', 'decimal', 'float', 'double', 'duration', 'dateTime', 'time', 'date', 'gYear', 'gMonthDay'],
  ...['hexBinary', 'base64Binary', 'anyURI', 'QName', 'normalizedString', 'token', 'language', 'NMTOKEN', 'NCName'],
  ...['integer', 'long', 'int', 'short', 'byte', 'unsignedLong', 'unsignedInt', 'unsignedByte', 'positiveInteger'],
];

/** A schema with every construct that messages use, and some that programs leave to the interpreted codec. */
export const MIXED_BAG_XSD = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:t" xmlns:t="urn:t" targetNamespace="urn:t"
    elementFormDefault="qualified">
<xs:import namespace="http://www.w3.org/XML/1998/namespace"/>
${restriction('Size', 'xs:token', '<xs:enumeration value="A3"/><xs:enumeration value="A4"/><xs:enumeration value="a &lt; b"/>')}
${restriction('Short', 'xs:string', '<xs:minLength value="1"/><xs:maxLength value="4"/>')}
${restriction('Percent', 'xs:int', '<xs:minInclusive value="0"/><xs:maxInclusive value="100"/>')}
${restriction('Digits', 'xs:long', '<xs:totalDigits value="3"/>')}
${restriction('Above', 'xs:integer', '<xs:minExclusive value="6"/>')}
${restriction('Price', 'xs:decimal', '<xs:fractionDigits value="2"/>')}
${restriction('Code', 'xs:string', '<xs:pattern value="[a-z0-9]*"/>')}
${restriction('Truth', 'xs:boolean', '<xs:pattern value="true|false"/>')}
<xs:simpleType name="Sizes"><xs:list itemType="Size"/></xs:simpleType>
<xs:simpleType name="Either"><xs:union memberTypes="xs:int Size"/></xs:simpleType>
${root(
  'primitives',
  sequence(...PRIMITIVES.map((name) => element(name, `xs:${name}`, optional))) +
    PRIMITIVES.map((name) => `<xs:attribute name="${name}" type="xs:${name}"/>`).join(''),
)}
${root(
  'derived',
  sequence(
    ...['Size', 'Short', 'Percent', 'Digits', 'Above', 'Price', 'Code', 'Truth', 'Sizes', 'Either'].map((name) =>
      element(name, name, many),
    ),
  ),
)}
${root('occurs', sequence(element('a', 'xs:int', 'minOccurs="2" maxOccurs="4"'), element('b', 'xs:string', many), element('c', 'xs:string')))}
${root('choices', choice('', element('a', 'xs:int'), sequence(element('b', 'xs:string', optional), element('c', 'xs:string')), element('d', 'xs:string', many)))}
${root('optionalGroups', sequence(sequence(element('a', 'xs:int')), `<xs:sequence minOccurs="0">${element('b', 'xs:int')}${element('c', 'xs:int', optional)}</xs:sequence>`, choice(optional, element('d', 'xs:int'), element('e', 'xs:int'))))}
${root('mixture', sequence(choice('minOccurs="2" maxOccurs="unbounded"', element('a', 'xs:int'), element('b', 'xs:string'), element('c', 'Size')), element('end', 'xs:string', optional)))}
${root('repeatedGroups', `<xs:sequence ${many}>${element('a', 'xs:int')}${element('b', 'xs:string', optional)}</xs:sequence>`)}
${root('all', `<xs:all>${element('a', 'xs:int')}${element('b', 'xs:string', optional)}${element('c', 'xs:boolean')}</xs:all>`)}
${root('optionalAll', `<xs:all minOccurs="0">${element('a', 'xs:int')}${element('b', 'xs:string', optional)}</xs:all>`)}
${root('attributes', `<xs:attribute name="a" type="xs:int" use="required"/><xs:attribute name="b" default="x &amp; y"/><xs:attribute name="c" fixed="1.0" type="xs:decimal"/><xs:attribute name="d" type="xs:long" default="7"/><xs:attribute name="e" type="xs:hexBinary" default="0aff"/><xs:attribute ref="xml:lang"/><xs:attribute name="f" type="xs:boolean" use="required" fixed="true"/>`)}
${root('defaults', sequence(element('a', 'xs:int', 'default="7" minOccurs="0"'), element('b', 'xs:string', 'fixed="x" minOccurs="0"'), element('c', 'xs:decimal', 'fixed="1.0" minOccurs="0"'), element('d', 'Sizes', 'default="A3 A4" minOccurs="0"')))}
${root('nillable', sequence(element('a', 'xs:int', 'nillable="true"'), element('b', 'Price', `nillable="true" ${many}`), `<xs:element name="c" nillable="true"><xs:complexType><xs:attribute name="x"/></xs:complexType></xs:element>`))}
${root('wild', sequence(element('a', 'xs:int', optional), `<xs:any namespace="##other" processContents="lax" ${many}/>`) + '<xs:anyAttribute namespace="##other" processContents="lax"/>')}
${root('onlyWild', sequence('<xs:any processContents="lax" maxOccurs="3"/>') + '<xs:attribute name="a" type="xs:int"/>')}
${root('onlySkipped', sequence(`<xs:any namespace="##other" processContents="skip" ${many}/>`))}
${root('onlyOwn', `<xs:sequence minOccurs="0"><xs:any namespace="##targetNamespace" processContents="lax" maxOccurs="2"/></xs:sequence>`)}
${root('skipped', sequence(element('a', 'xs:int', many), `<xs:any namespace="##other" processContents="skip" ${many}/>`))}
${root('mixed', '')
  .replace('<xs:complexType>', '<xs:complexType mixed="true">')
  .replace('</xs:complexType>', `${sequence(element('a', 'xs:int', many))}</xs:complexType>`)}
${root('empty', '')}
<xs:element name="simple" type="Percent"/>
<xs:element name="text"><xs:complexType><xs:simpleContent><xs:extension base="Size"><xs:attribute name="a" type="xs:int"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
<xs:element name="tree" type="Tree"/>
<xs:complexType name="Tree">${sequence(element('label', 'xs:string'), element('tree', 'Tree', many))}</xs:complexType>
<xs:complexType name="Tall"><xs:complexContent><xs:extension base="Tree">${sequence(element('height', 'xs:int'))}</xs:extension></xs:complexContent></xs:complexType>
<xs:element name="head" type="xs:string"/><xs:element name="member" type="xs:token" substitutionGroup="head"/>
${root('substituted', sequence('<xs:element ref="head"/>', `<xs:element ref="tree" ${optional}/>`))}
${root('substitutes', sequence(`<xs:element ref="head" ${many}/>`, element('c', 'xs:int', optional)))}
${root('ids', sequence(element('a', 'xs:ID', many), element('b', 'xs:IDREF', optional)) + '<xs:attribute name="id" type="xs:ID"/>')}
${root('unqualified', sequence(element('a', 'xs:int', 'form="unqualified"'), element('b', 'xs:int', optional)) + '<xs:attribute name="q" form="qualified"/>')}
${root('clash', sequence(element('a', 'xs:int', 'form="unqualified"'), element('a', 'xs:int')))}
<xs:element name="keyed"><xs:complexType>${sequence(element('a', 'xs:int', many))}</xs:complexType>
  <xs:unique name="u"><xs:selector xpath="t:a"/><xs:field xpath="."/></xs:unique></xs:element>
${root('holdsKeyed', sequence('<xs:element ref="keyed" maxOccurs="unbounded"/>', element('a', 'xs:int', optional)))}
</xs:schema>`;
