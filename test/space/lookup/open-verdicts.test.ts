import t from 'tap';
import type { Grade } from '../../../src/schema/index.js';
import { caller, createRig, elementOf, parts, schemaText, service } from '../support/spaces.js';

const NS = 'urn:test:open';

const inSequence = (content: string, more = ''): string =>
  `<xs:element name="e"><xs:complexType><xs:sequence>${content}</xs:sequence>${more}</xs:complexType></xs:element>`;

/** What is let in by a wildcard is judged by what the schema declares elsewhere: an element, or an attribute. */
const CASES = {
  'an element': {
    advertised: (type: string) =>
      schemaText(NS, `${inSequence('<xs:any processContents="lax"/>')}<xs:element name="x" type="xs:${type}"/>`),
    wanted: schemaText(NS, inSequence('<xs:element name="x" type="xs:string"/>')),
  },
  'an attribute': {
    advertised: (type: string) =>
      schemaText(
        NS,
        `${inSequence('', '<xs:anyAttribute processContents="lax"/>')}<xs:attribute name="x" type="xs:${type}"/>`,
      ),
    wanted: schemaText(NS, `${inSequence('', '<xs:attribute name="x" type="xs:string" form="qualified"/>')}`),
  },
} as const;

for (const [name, { advertised, wanted }] of Object.entries(CASES)) {
  t.test(
    `a verdict that depends on ${name} which the schema declares elsewhere is one for each pair of schemas`,
    async (t) => {
      for (const types of [
        ['int', 'string', 'date'],
        ['string', 'int', 'token'],
      ]) {
        const rig = await createRig();
        for (const type of types) {
          const bytes = service({ name: type, namespace: NS, schema: advertised(type), request: 'e' });
          await rig.main().publish(caller(), { bytes });
        }
        const gradesOf = async (grade: Exclude<Grade, 'none'>): Promise<readonly string[]> => {
          const { hits } = await rig.main().lookup(caller(), { schemas: parts(wanted), grade, limit: 10 });
          return hits.map(({ entry, match }) => `${entry.name} ${match?.grade}`).sort();
        };
        for (const grade of ['compatible', 'overlap', 'compatible'] as const)
          t.same(await gradesOf(grade), ['string compatible']);
        const named = await rig.main().lookup(caller(), { schemas: parts(wanted), name: 'int' });
        t.same(
          named.hits.map(({ entry, match }) => [entry.name, match?.grade]),
          [
            ['string', 'compatible'],
            ['int', 'none'],
          ],
        );
        await rig.restart();
        for (const grade of ['overlap', 'compatible'] as const) t.same(await gradesOf(grade), ['string compatible']);
      }
    },
  );
}

t.test('the same component wanted among other declarations is another question', async (t) => {
  for (const types of [
    ['int', 'date', 'int'],
    ['date', 'int', 'date'],
  ]) {
    const rig = await createRig();
    const schema = schemaText(NS, inSequence('<xs:element name="x" type="xs:int"/>') + elementOf('ask', 'field'));
    const bytes = service({ name: 'one', namespace: NS, schema, request: 'ask', response: 'e' });
    await rig.main().publish(caller(), { bytes });
    for (const type of types) {
      const open = `${inSequence('<xs:any processContents="lax"/>')}<xs:element name="x" type="xs:${type}"/>`;
      const { hits } = await rig.main().lookup(caller(), { schemas: parts(schemaText(NS, open)), grade: 'undecided' });
      // The element x itself is not there.
      t.same(
        hits.map(({ match }) => match?.grade),
        type === 'int' ? ['overlap'] : [],
      );
    }
  }
});
