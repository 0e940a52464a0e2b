import t from 'tap';
import { createAccessRules } from '../../../src/space/access/rules.js';
import { caller, user } from '../support/spaces.js';

t.test('a grant is for anyone, for whoever proved who it is, for one by name, or for a group', (t) => {
  const { rightsOf } = createAccessRules([
    { to: 'anyone', actions: ['lookup'] },
    { to: 'authenticated', actions: ['read'] },
    { to: 'subject:people:ann', actions: ['publish'] },
    { to: 'group:ops', actions: ['spawn'] },
  ]);
  const allowed = (who: ReturnType<typeof user>): readonly string[] =>
    (['lookup', 'read', 'publish', 'spawn', 'open', 'administer'] as const).filter((action) =>
      rightsOf(who).may(action),
    );
  t.same(allowed(caller()), ['lookup']);
  t.same(allowed(user('bob')), ['lookup', 'read']);
  t.same(allowed(user('people:ann')), ['lookup', 'read', 'publish']);
  t.same(allowed(user('ann')), ['lookup', 'read'], 'the ann of another issuer is another');
  t.same(allowed(user('bob', 'ops')), ['lookup', 'read', 'spawn']);
  t.end();
});

t.test('names that were not proved count for nothing', (t) => {
  const { rightsOf } = createAccessRules([
    { to: 'subject:local', actions: ['read'] },
    { to: 'group:', actions: ['read'] },
    { to: 'group:ops', actions: ['read'] },
  ]);
  t.notOk(rightsOf(caller()).may('read'));
  t.notOk(rightsOf({ ...caller(), groups: ['ops'] }).may('read'));
  t.end();
});

t.test('grants add up: by name of what they are for, and by method', (t) => {
  const { rightsOf } = createAccessRules([
    { to: 'anyone', actions: ['open'], name: 'printer*', methods: ['status', 'get*'] },
    { to: 'anyone', actions: ['open'], name: '*-3', methods: ['print'] },
    { to: 'anyone', actions: ['open'], name: 'scanner' },
  ]);
  const rights = rightsOf(caller());
  const methods = ['print', 'status', 'getJobs', 'stop'];
  t.same(rights.methodsOf('printer-1', methods), ['status', 'getJobs']);
  t.same(rights.methodsOf('printer-3', methods), ['print', 'status', 'getJobs']);
  t.same(rights.methodsOf('scanner', methods), methods);
  t.same(rights.methodsOf('fax', methods), []);
  t.ok(rights.may('open'), 'something');
  t.notOk(rights.may('open', 'fax'));
  t.notOk(rights.seesAll);
  t.end();
});

t.test('whoever may find, read and call everything needs no look at each document', (t) => {
  const grants = [{ to: 'authenticated', actions: ['lookup', 'read', 'open'] }] as const;
  t.ok(createAccessRules(grants).rightsOf(user('ann')).seesAll);
  t.notOk(createAccessRules(grants).rightsOf(caller()).seesAll);
  const narrowed = [{ ...grants[0], methods: ['print'] }];
  t.notOk(createAccessRules(narrowed).rightsOf(user('ann')).seesAll);
  t.end();
});

t.test('rules without a grant are closed to all', (t) => {
  const rules = createAccessRules([]);
  t.ok(rules.isClosed);
  t.notOk(rules.rightsOf(user('ann', 'ops')).may('lookup'));
  t.end();
});
