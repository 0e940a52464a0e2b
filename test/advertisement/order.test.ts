import t from 'tap';
import { compileInterface, readAdvertisement, writeAdvertisement } from '../../src/advertisement/index.js';
import type { Interface } from '../../src/advertisement/index.js';
import { parseXml } from '../../src/xml/index.js';
import { FILE, fileAdvertisement } from '../gate/file-house.js';
import type { FileOptions } from '../gate/file-house.js';

const read = (text: string) => {
  const { root, source } = parseXml(text);
  return readAdvertisement(root, source);
};

const interfaceOf = (options: FileOptions = {}): Interface => {
  const { interface: face } = read(fileAdvertisement(options));
  if (!face) throw new TypeError('it has an interface');
  return face;
};

t.test('[order] an interface states the order of its messages by a type of its schema', (t) => {
  const face = interfaceOf();
  t.same(face.conversation, { namespace: FILE, local: 'Session' });
  t.same(compileInterface(face).order, [{ open: 1 }, { write: 1, close: 2 }, {}]);
  t.equal(compileInterface(interfaceOf({ conversation: '' })).order, undefined);
  t.end();
});

t.test('[order] a conversation is written and read back as it was', (t) => {
  const advertisement = read(fileAdvertisement());
  const again = read(writeAdvertisement(advertisement));
  t.same(again.interface?.conversation, advertisement.interface?.conversation);
  t.same(compileInterface(interfaceOf()).order, again.interface && compileInterface(again.interface).order);
  t.end();
});

t.test('[order] a type that states no order is refused when the interface is compiled', (t) => {
  const wrong: readonly FileOptions[] = [
    { conversation: '<conversation type="f:Nothing"/>' },
    { conversation: '<conversation type="f:Name"/>' },
    { session: '<xs:all><xs:element ref="open"/><xs:element ref="close"/></xs:all>' },
    { session: '<xs:sequence><xs:element ref="open"/><xs:any namespace="##other"/></xs:sequence>' },
    { session: '<xs:sequence><xs:element ref="open" maxOccurs="5000"/></xs:sequence>' },
    { session: '<xs:attribute name="open"/>' },
  ];
  for (const options of wrong)
    t.throws(
      () => compileInterface(interfaceOf(options)),
      { code: 'ADVERTISEMENT_INVALID', findings: [{ rule: 'conversation-type' }] },
      JSON.stringify(options),
    );
  t.throws(() => interfaceOf({ conversation: '<conversation type="g:Session"/>' }), { code: 'ADVERTISEMENT_INVALID' });
  t.throws(() => interfaceOf({ conversation: '<conversation/>' }), { code: 'ADVERTISEMENT_INVALID' });
  t.throws(() => interfaceOf({ conversation: '<conversation type="f:Session"/><conversation type="f:Session"/>' }), {
    code: 'ADVERTISEMENT_INVALID',
  });
  t.end();
});

t.test('[order] elements that are no requests of the interface lead nowhere', (t) => {
  const face = interfaceOf();
  const cut = { ...face, methods: face.methods.filter(({ name }) => name !== 'close') };
  t.same(compileInterface(cut).order, [{ open: 1 }, { write: 1 }, {}]);
  t.end();
});
