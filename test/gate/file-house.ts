export const FILE = 'urn:example:file';

export interface FileOptions {
  readonly access?: 'unrestricted' | 'restricted';
  readonly uri?: string;
  /** What stands in the interface to state an order. */
  readonly conversation?: string;
  /** Content of the type that states the order. */
  readonly session?: string;
}

const SESSION =
  '<xs:sequence><xs:element ref="open"/><xs:element ref="write" minOccurs="0" maxOccurs="unbounded"/><xs:element ref="close"/></xs:sequence>';

/** A service whose schema states the order of its messages: open, write, close; what it is asked for besides may come at any time. */
export const fileAdvertisement = ({
  access = 'unrestricted',
  uri = 'http://file.example/',
  conversation = '<conversation type="f:Session"/>',
  session = SESSION,
}: FileOptions = {}): string =>
  `<advertisement xmlns="urn:stoa:advertisement:1" kind="service" access="${access}" xmlns:f="${FILE}">
  <name>file</name>
  <endpoint uri="${uri}" binding="stoa-http"/>
  <interface>
    <method name="open"><request element="f:open"/><response element="f:opened"/><fault element="f:missing"/></method>
    <method name="write"><request element="f:write"/><response element="f:written"/></method>
    <method name="close"><request element="f:close"/></method>
    <method name="free" idempotent="true"><request element="f:free"/><response element="f:bytes"/></method>
    ${conversation}
    <schema>
      <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="${FILE}" targetNamespace="${FILE}" elementFormDefault="qualified">
        <xs:complexType name="Session">${session}</xs:complexType>
        <xs:simpleType name="Name"><xs:restriction base="xs:token"/></xs:simpleType>
        <xs:element name="open" type="Name"/>
        <xs:element name="opened"><xs:complexType/></xs:element>
        <xs:element name="missing" type="Name"/>
        <xs:element name="write" type="xs:string"/>
        <xs:element name="written" type="xs:unsignedInt"/>
        <xs:element name="close"><xs:complexType/></xs:element>
        <xs:element name="free"><xs:complexType/></xs:element>
        <xs:element name="bytes" type="xs:unsignedInt"/>
      </xs:schema>
    </schema>
  </interface>
</advertisement>`;
