import t from 'tap';
import { toTxt } from '../../../src/discovery/index.js';
import { createLan } from './lan.js';

t.test('a service is found by another host, and its goodbye is noticed within two seconds', async (t) => {
  const lan = createLan();
  const a = await lan.host('10.0.0.1');
  const b = await lan.host('10.0.0.2');
  const { told, events } = b.watch({ type: '_stoa._tcp' });
  const one = a.driver.announce({ name: 'Main. Bücher', type: '_stoa._tcp', port: 7862, txt: toTxt({ v: '1' }) });
  await lan.clock.advance(1200);
  t.same(told, ['up Main. Bücher']);
  t.match(events[0]?.service, { port: 7862, addresses: ['10.0.0.1'], type: '_stoa._tcp' });
  await one.ready;
  const stop = one.stop();
  await lan.clock.advance(2000);
  await stop;
  t.same(told, ['up Main. Bücher', 'down Main. Bücher']);
    console.log(
      p.atMs % 100000,
      p.from.address,
      p.bytes.length,
      JSON.stringify(
        p.message.isResponse
          ? p.message.answers.map((x) => [x.type, x.name.join('|'), x.ttlSeconds])
          : [
              p.message.questions.map((x) => [x.type, x.name.join('|')]),
              p.message.authorities.length,
              p.message.answers.length,
            ],
      ),
    );
});
