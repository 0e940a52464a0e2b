/** A schema of messages as most services have them: nothing in it needs the codec of everything, as long as it is right. */
export const PLAIN_XSD = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:p" targetNamespace="urn:p" elementFormDefault="qualified">
  <xs:simpleType name="Unit"><xs:restriction base="xs:token"><xs:enumeration value="m"/><xs:enumeration value="km"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="Short"><xs:restriction base="xs:string"><xs:minLength value="1"/><xs:maxLength value="12"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="Code"><xs:restriction base="xs:token"><xs:pattern value="[A-Za-z0-9]+"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="Percent"><xs:restriction base="xs:decimal"><xs:minInclusive value="0"/><xs:maxInclusive value="100"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="Count"><xs:restriction base="xs:long"><xs:minInclusive value="-5"/><xs:maxInclusive value="500"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="Day"><xs:restriction base="xs:unsignedByte"><xs:minInclusive value="1"/><xs:maxInclusive value="31"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="Units"><xs:list itemType="Unit"/></xs:simpleType>
  <xs:simpleType name="FewDays"><xs:restriction><xs:simpleType><xs:list itemType="Day"/></xs:simpleType><xs:minLength value="1"/><xs:maxLength value="3"/></xs:restriction></xs:simpleType>
  <xs:element name="an-string"><xs:complexType><xs:simpleContent><xs:extension base="xs:string"><xs:attribute name="of" type="xs:string"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="an-normalizedString"><xs:complexType><xs:simpleContent><xs:extension base="xs:normalizedString"><xs:attribute name="of" type="xs:normalizedString"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="an-token"><xs:complexType><xs:simpleContent><xs:extension base="xs:token"><xs:attribute name="of" type="xs:token"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="an-language"><xs:complexType><xs:simpleContent><xs:extension base="xs:language"><xs:attribute name="of" type="xs:language"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="an-NMTOKEN"><xs:complexType><xs:simpleContent><xs:extension base="xs:NMTOKEN"><xs:attribute name="of" type="xs:NMTOKEN"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="an-Name"><xs:complexType><xs:simpleContent><xs:extension base="xs:Name"><xs:attribute name="of" type="xs:Name"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="an-NCName"><xs:complexType><xs:simpleContent><xs:extension base="xs:NCName"><xs:attribute name="of" type="xs:NCName"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="an-anyURI"><xs:complexType><xs:simpleContent><xs:extension base="xs:anyURI"><xs:attribute name="of" type="xs:anyURI"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="an-boolean"><xs:complexType><xs:simpleContent><xs:extension base="xs:boolean"><xs:attribute name="of" type="xs:boolean"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="an-decimal"><xs:complexType><xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="of" type="xs:decimal"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="an-float"><xs:complexType><xs:simpleContent><xs:extension base="xs:float"><xs:attribute name="of" type="xs:float"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="an-double"><xs:complexType><xs:simpleContent><xs:extension base="xs:double"><xs:attribute name="of" type="xs:double"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="an-integer"><xs:complexType><xs:simpleContent><xs:extension base="xs:integer"><xs:attribute name="of" type="xs:integer"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="an-nonPositiveInteger"><xs:complexType><xs:simpleContent><xs:extension base="xs:nonPositiveInteger"><xs:attribute name="of" type="xs:nonPositiveInteger"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="an-negativeInteger"><xs:complexType><xs:simpleContent><xs:extension base="xs:negativeInteger"><xs:attribute name="of" type="xs:negativeInteger"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="an-long"><xs:complexType><xs:simpleContent><xs:extension base="xs:long"><xs:attribute name="of" type="xs:long"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="an-int"><xs:complexType><xs:simpleContent><xs:extension base="xs:int"><xs:attribute name="of" type="xs:int"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="an-short"><xs:complexType><xs:simpleContent><xs:extension base="xs:short"><xs:attribute name="of" type="xs:short"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="an-byte"><xs:complexType><xs:simpleContent><xs:extension base="xs:byte"><xs:attribute name="of" type="xs:byte"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="an-nonNegativeInteger"><xs:complexType><xs:simpleContent><xs:extension base="xs:nonNegativeInteger"><xs:attribute name="of" type="xs:nonNegativeInteger"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="an-unsignedLong"><xs:complexType><xs:simpleContent><xs:extension base="xs:unsignedLong"><xs:attribute name="of" type="xs:unsignedLong"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="an-unsignedInt"><xs:complexType><xs:simpleContent><xs:extension base="xs:unsignedInt"><xs:attribute name="of" type="xs:unsignedInt"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="an-unsignedShort"><xs:complexType><xs:simpleContent><xs:extension base="xs:unsignedShort"><xs:attribute name="of" type="xs:unsignedShort"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="an-unsignedByte"><xs:complexType><xs:simpleContent><xs:extension base="xs:unsignedByte"><xs:attribute name="of" type="xs:unsignedByte"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="an-positiveInteger"><xs:complexType><xs:simpleContent><xs:extension base="xs:positiveInteger"><xs:attribute name="of" type="xs:positiveInteger"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="an-duration"><xs:complexType><xs:simpleContent><xs:extension base="xs:duration"><xs:attribute name="of" type="xs:duration"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="an-dateTime"><xs:complexType><xs:simpleContent><xs:extension base="xs:dateTime"><xs:attribute name="of" type="xs:dateTime"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="an-time"><xs:complexType><xs:simpleContent><xs:extension base="xs:time"><xs:attribute name="of" type="xs:time"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="an-date"><xs:complexType><xs:simpleContent><xs:extension base="xs:date"><xs:attribute name="of" type="xs:date"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="an-gYearMonth"><xs:complexType><xs:simpleContent><xs:extension base="xs:gYearMonth"><xs:attribute name="of" type="xs:gYearMonth"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="an-gYear"><xs:complexType><xs:simpleContent><xs:extension base="xs:gYear"><xs:attribute name="of" type="xs:gYear"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="an-base64Binary"><xs:complexType><xs:simpleContent><xs:extension base="xs:base64Binary"><xs:attribute name="of" type="xs:base64Binary"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="order">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="unit" type="Unit"/>
        <xs:element name="short" type="Short" minOccurs="0"/>
        <xs:element name="code" type="Code" minOccurs="0" maxOccurs="2"/>
        <xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element name="percent" type="Percent"/><xs:element name="count" type="Count"/></xs:choice>
        <xs:element name="units" type="Units" minOccurs="0"/>
        <xs:element name="days" type="FewDays" minOccurs="0"/>
        <xs:choice><xs:element name="empty"><xs:complexType/></xs:element><xs:element ref="order"/><xs:element name="day" type="Day"/></xs:choice>
        <xs:element name="priced" minOccurs="0" maxOccurs="unbounded">
          <xs:complexType><xs:simpleContent><xs:extension base="Percent"><xs:attribute name="unit" type="Unit" use="required"/><xs:attribute name="of" type="xs:int" default="7"/></xs:extension></xs:simpleContent></xs:complexType>
        </xs:element>
        <xs:any namespace="##other" processContents="skip" minOccurs="0" maxOccurs="2"/>
      </xs:sequence>
      <xs:attribute name="version" type="xs:token" fixed="1"/>
      <xs:attribute name="kind" type="Unit" default="m"/>
      <xs:attribute name="id" type="Code" use="required"/>
    </xs:complexType>
  </xs:element>
</xs:schema>`;
