/** A restricted service with two endpoints, two methods, an event, an extension and a schema. */
export const PRINTER = `<advertisement xmlns="urn:stoa:advertisement:1" xmlns:p="urn:example:print"
    kind="service" id="urn:example:printer-3f" access="restricted">
  <name>printer 3f</name>
  <description>Prints.</description>
  <endpoint uri="http://printer.example/" binding="stoa-http"/>
  <endpoint uri="http://spare.example/" binding="soap-1.1" priority="7"/>
  <interface>
    <method name="print">
      <description>Prints one document.</description>
      <request element="p:print"/>
      <response element="p:printed"/>
      <fault element="p:noPaper"/>
    </method>
    <method name="cancel" idempotent="true"><request element="p:cancel"/></method>
    <event element="p:tonerLow"/>
    <schema location="print.xsd">
      <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:example:print" elementFormDefault="qualified">
        <xs:element name="print">
          <xs:complexType><xs:sequence>
            <xs:element name="document" type="xs:string"/>
            <xs:element name="copies" type="xs:int" minOccurs="0"/>
          </xs:sequence></xs:complexType>
        </xs:element>
        <xs:element name="printed" type="xs:int"/>
        <xs:element name="noPaper"><xs:complexType/></xs:element>
        <xs:element name="cancel" type="xs:int"/>
        <xs:element name="tonerLow"><xs:complexType/></xs:element>
      </xs:schema>
    </schema>
  </interface>
  <r:rating xmlns:r="urn:example:rating">5</r:rating>
</advertisement>`;
