/** The schema of the 284-byte message of the parse cases: facets, an enumeration, attributes, optional and repeated elements. */
export const PRINTING_XSD = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:example:printing:1"
    targetNamespace="urn:example:printing:1" elementFormDefault="qualified">
  <xs:element name="print">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="document" type="xs:token"/>
        <xs:element name="copies" type="Copies"/>
        <xs:element name="duplex" type="xs:boolean" minOccurs="0"/>
        <xs:element name="media" type="Media" minOccurs="0" maxOccurs="unbounded"/>
        <xs:element name="owner" type="xs:string"/>
        <xs:element name="notify" type="xs:anyURI" minOccurs="0"/>
        <xs:element name="note" type="xs:string" minOccurs="0"/>
      </xs:sequence>
      <xs:attribute name="priority" type="xs:unsignedByte"/>
    </xs:complexType>
  </xs:element>
  <xs:simpleType name="Copies">
    <xs:restriction base="xs:int"><xs:minInclusive value="1"/><xs:maxInclusive value="99"/></xs:restriction>
  </xs:simpleType>
  <xs:complexType name="Media">
    <xs:attribute name="size" use="required">
      <xs:simpleType>
        <xs:restriction base="xs:token">
          <xs:enumeration value="A3"/><xs:enumeration value="A4"/><xs:enumeration value="letter"/>
        </xs:restriction>
      </xs:simpleType>
    </xs:attribute>
    <xs:attribute name="tray" type="xs:unsignedByte"/>
  </xs:complexType>
</xs:schema>`;
