import t from 'tap';
import {
  childElements,
  childrenNamed,
  equalNames,
  findAttribute,
  findChild,
  fromNameKey,
  parseXml,
  textOf,
  toNameKey,
} from '../../src/xml/index.js';

const { root } = parseXml('<a xmlns:p="urn:p" k="1" p:j="2">x<b/>y<p:b n="2"/><b n="3">z</b></a>');

t.test('children are found by their expanded names, in order', async (t) => {
  t.equal(childElements(root).length, 3);
  t.same(
    childrenNamed(root, { namespace: '', local: 'b' }).map((child) => findAttribute(child, 'n')),
    [undefined, '3'],
  );
  t.equal(findAttribute(findChild(root, { namespace: 'urn:p', local: 'b' }) ?? root, 'n'), '2');
  t.equal(findChild(root, { namespace: 'urn:q', local: 'b' }), undefined);
});

t.test('an attribute is found by its local name only when it is in no namespace', async (t) => {
  t.equal(findAttribute(root, 'k'), '1');
  t.equal(findAttribute(root, 'j'), undefined);
  t.equal(findAttribute(root, 'xmlns:p'), undefined);
});

t.test('the text of an element is its own, without that of its children', async (t) => {
  t.equal(textOf(root), 'xy');
});

t.test('the key of a name stands for that name and no other', async (t) => {
  for (const name of [
    { namespace: '', local: 'a' },
    { namespace: 'urn:x', local: 'a' },
    { namespace: 'odd}name{space', local: '__proto__' },
  ]) {
    t.same(fromNameKey(toNameKey(name)), name);
    t.ok(equalNames(fromNameKey(toNameKey(name)), name));
  }
  t.equal(toNameKey({ namespace: 'urn:x', local: 'a' }), '{urn:x}a');
  t.equal(toNameKey({ namespace: '', local: 'a' }), 'a');
});
