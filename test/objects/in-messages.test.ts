import t from 'tap';
import { readObjects, writeObjects } from '../../src/objects/index.js';
import type { TypedObject } from '../../src/client/index.js';
import { startHouse, startService } from '../client/space-house.js';

const MEMBER = '{urn:stoa:objects:1}objects';

const advertisement = (
  uri: string,
): string => `<advertisement xmlns="urn:stoa:advertisement:1" kind="service" xmlns:k="urn:example:keeper">
  <name>keeper</name>
  <endpoint uri="${uri}" binding="stoa-http"/>
  <interface>
    <method name="swap"><request element="k:given"/><response element="k:kept"/></method>
    <schema location="keeper.xsd">
      <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:example:keeper" targetNamespace="urn:example:keeper" elementFormDefault="qualified">
        <xs:complexType name="State"><xs:sequence><xs:any namespace="urn:stoa:objects:1" processContents="skip"/></xs:sequence></xs:complexType>
        <xs:element name="given" type="State"/>
        <xs:element name="kept" type="State"/>
      </xs:schema>
    </schema>
  </interface>
</advertisement>`;

const objectsIn = (value: unknown): string => String(((value as TypedObject)[MEMBER] as readonly unknown[])[0]);

for (const carry of ['direct', 'relay'] as const)
  t.test(`[object:graph] a message carries a graph where its schema has a wildcard, by a ${carry} gate`, async (t) => {
    const { client } = await startHouse(t);
    const { id } = await startService(t, client, {
      advertisement,
      handlers: {
        swap: (value) => {
          const state = readObjects(objectsIn(value)) as { visits: Map<object, bigint>; self: unknown };
          for (const [key, count] of state.visits) state.visits.set(key, count + 1n);
          return { [MEMBER]: [writeObjects(state)] };
        },
      },
    });
    const gate = await client.openGate(id, { carry });
    const who = { name: 'a\u0000b' };
    const state: Record<string, unknown> = { who, visits: new Map([[who, 2n ** 70n]]) };
    state['self'] = state;
    const answer = readObjects(objectsIn(await gate.call('swap', { [MEMBER]: [writeObjects(state)] }))) as {
      who: object;
      visits: Map<object, bigint>;
      self: unknown;
    };
    t.equal(answer.self, answer);
    t.equal(answer.visits.get(answer.who), 2n ** 70n + 1n);
    t.same(answer.who, who);
    await gate.close();
  });
