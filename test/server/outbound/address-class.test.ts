import t from 'tap';
import { classifyAddress, isLoopbackName } from '../../../src/server/outbound/index.js';

const CASES = {
  public: [
    '8.8.8.8',
    '172.15.255.255',
    '172.32.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '2606:4700::1111',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
  ],
  loopback: [
    '127.0.0.1',
    '127.255.255.255',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '0:0:0:0:0:ffff:7f00:0001',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
  ],
  private: [
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '100.64.0.1',
    '198.18.0.1',
    'fc00::1',
    'fd12:3456::1',
    '::ffff:10.1.2.3',
    '::10.1.2.3',
    '2002:c0a8:101::1',
  ],
  forbidden: [
    '169.254.169.254',
    '169.254.0.1',
    '0.0.0.0',
    '0.1.2.3',
    '224.0.0.1',
    '239.255.255.255',
    '255.255.255.255',
    '240.0.0.1',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.9',
    '::',
    'fe80::1',
    'fe80::1%eth0',
    'febf::1',
    'fec0::1',
    'ff02::1',
    'fd00:ec2::254',
    '2001:db8::1',
    '100::1',
    '4000::1',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '::ffff:0:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::169.254.169.254',
    '::169.254.169.254',
    '2002:a9fe:a9fe::',
    // Teredo with 169.254.169.254 as client, its bits turned.
    '2001:0:0:0:0:0:5601:5601',
    '',
    'localhost',
    '1.2.3',
    '0x7f.1',
    '2130706433',
    '127.1',
    '::1::',
    'g::1',
  ],
} as const;

for (const [expected, addresses] of Object.entries(CASES))
  t.test(`these are ${expected}`, async (t) => {
    for (const address of addresses) t.equal(classifyAddress(address), expected, address || '(empty)');
  });

t.test('localhost and what is below it mean the machine itself', async (t) => {
  for (const name of ['localhost', 'LOCALHOST', 'localhost.', 'a.localhost']) t.ok(isLoopbackName(name), name);
  for (const name of ['localhost.example', 'notlocalhost', '']) t.notOk(isLoopbackName(name), name);
});
