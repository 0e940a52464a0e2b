/**
 * Typed client of `unit-converter`. Made by stoa 0.1.0; do not change it, make it again:
 *
 *     stoa generate --advertisement examples/unit-converter.xml
 *
 * The same with `--check` says whether the service still keeps this contract.
 */

import { ContractClient, TypedFault } from '../../../src/client/contract/index.js';
import type {
  CallOptions,
  Contract,
  ContractMessage,
  ContractMethod,
  Results,
} from '../../../src/client/contract/index.js';
import {
  complex,
  decimal,
  element,
  namespace,
  one,
  restrict,
  sequence,
  token,
} from '../../../src/schema/runtime/index.js';

export interface Convert {
  /** xs:decimal */
  readonly value: string;
  readonly unit: Unit;
  readonly to: Unit;
}

export type Converted = Length;

export interface OutOfRange {
  /** xs:decimal */
  readonly largest: string;
}

export interface Length {
  /** xs:decimal */
  readonly value: string;
  readonly unit: Unit;
}

export type Unit = 'm' | 'km' | 'ft' | 'mi';

/** The fault `outOfRange`. */
export class OutOfRangeFault extends TypedFault<OutOfRange> {
  static override readonly message: ContractMessage<OutOfRange> = {
    codec: () => outOfRangeElement,
  };
}

/** Converts lengths between metric and imperial units. */
export class UnitConverterClient extends ContractClient {
  /** What this client was built for. */
  static get contract(): Contract {
    return unitConverterContract;
  }

  /**
   * One length in another unit.
   *
   * @throws {OutOfRangeFault}
   */
  convert(value: Convert, options?: CallOptions): Promise<Converted> {
    return this.gate.call(convertMethod, value, options);
  }

  /** As `convert`, with progress and answer as they come. */
  convertResults(value: Convert, options?: CallOptions): Results<Converted> {
    return this.gate.results(convertMethod, value, options);
  }
}

/** The method `convert`. */
export const convertMethod: ContractMethod<Convert, Converted> = {
  name: 'convert',
  request: {
    codec: () => convertElement,
  },
  response: {
    codec: () => convertedElement,
  },
  faults: [OutOfRangeFault],
  idempotent: true,
};

/** The interface: what is asked of a space, and what `stoa generate --check` compares. */
const INTERFACE = `<interface xmlns="urn:stoa:advertisement:1" xmlns:m="urn:example:units">
  <method name="convert" idempotent="true">
    <description>One length in another unit.</description>
    <request element="m:convert"/>
    <response element="m:converted"/>
    <fault element="m:outOfRange"/>
  </method>
  <schema location="units.xsd">
    <xs:schema xmlns:u="urn:example:units" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:example:units" targetNamespace="urn:example:units" elementFormDefault="qualified">
      <xs:simpleType name="Unit">
        <xs:restriction base="xs:token">
          <xs:enumeration value="m"/>
          <xs:enumeration value="km"/>
          <xs:enumeration value="ft"/>
          <xs:enumeration value="mi"/>
        </xs:restriction>
      </xs:simpleType>
      <xs:complexType name="Length">
        <xs:sequence>
          <xs:element name="value" type="xs:decimal"/>
          <xs:element name="unit" type="Unit"/>
        </xs:sequence>
      </xs:complexType>
      <xs:element name="convert">
        <xs:complexType>
          <xs:complexContent>
            <xs:extension base="Length">
              <xs:sequence>
                <xs:element name="to" type="Unit"/>
              </xs:sequence>
            </xs:extension>
          </xs:complexContent>
        </xs:complexType>
      </xs:element>
      <xs:element name="converted" type="Length"/>
      <xs:element name="outOfRange">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="largest" type="xs:decimal"/>
          </xs:sequence>
        </xs:complexType>
      </xs:element>
    </xs:schema>
  </schema>
</interface>`;

/** What this module was generated for. */
export const unitConverterContract: Contract = {
  name: 'unit-converter',
  description: 'Converts lengths between metric and imperial units.',
  fingerprint: 'c1:b7d1664b8a1edbc0fe6cc92ba3b3ff4ff4f4f35d54ad3ad0c0c5666a6f9debef',
  methods: [convertMethod],
  components: {
    '{urn:example:units}convert': 's1:d99ffe99c5a840cd6f2d4a5ff557e5a63bc630a2bd53e3d5b55a8e18a458f611',
    '{urn:example:units}converted': 's1:26c08fb45f53a0bb7413552afa26e35749b6e9765cbc1d0b79755a547af5f9dd',
    '{urn:example:units}outOfRange': 's1:9897c462a45f6dfa09c9d75b4a3e6cdb85edb6a37c2257e66d95325fab898ae8',
  },
  xml: INTERFACE,
};

const ns = namespace('urn:example:units');

const unitType = restrict(token, { name: ns('Unit'), values: ['m', 'km', 'ft', 'mi'] });

const convertContent = complex({
  content: sequence([
    one(element(ns('value'), decimal)),
    one(element(ns('unit'), unitType)),
    one(element(ns('to'), unitType)),
  ]),
});

const lengthType = complex({
  name: ns('Length'),
  content: sequence([one(element(ns('value'), decimal)), one(element(ns('unit'), unitType))]),
});

const outOfRangeContent = complex({ content: sequence([one(element(ns('largest'), decimal))]) });

const outOfRangeElement = element(ns('outOfRange'), outOfRangeContent);

const convertedElement = element(ns('converted'), lengthType);

const convertElement = element(ns('convert'), convertContent);
