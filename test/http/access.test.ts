import t from 'tap';
import type { IncomingHttpHeaders } from 'node:http';
import { createAccessCheck } from '../../src/http/access.js';
import type { AccessRules } from '../../src/http/access.js';

const RULES: AccessRules = {
  ownUrls: ['http://127.0.0.1:7862', 'http://localhost:7862', 'http://[::1]:7862', 'https://space.example'],
  allowedHosts: ['Other.example:81'],
  allowedOrigins: ['https://app.example'],
};

const codeFor = (headers: IncomingHttpHeaders, rules: Partial<AccessRules> = {}) =>
  createAccessCheck({ ...RULES, ...rules }).check({ headers })?.code;

t.test('Host must name the server', async (t) => {
  for (const host of [
    '127.0.0.1:7862',
    'localhost:7862',
    'LocalHost:7862',
    '[::1]:7862',
    'space.example',
    'space.example:443',
    'other.example:81',
  ])
    t.equal(codeFor({ host }), undefined, host);
  for (const host of [
    undefined,
    '',
    'evil.example',
    'evil.example:7862',
    '127.0.0.1',
    '127.0.0.1:80',
    'localhost:7862.evil.example',
    'space.example:80',
    '192.168.0.1:7862',
    'localhost:7862@evil',
  ])
    t.equal(codeFor(host === undefined ? {} : { host }), 'HOST_REFUSED', host ?? '(none)');
});

t.test(
  'a server that listens on every address is reached by any literal address, but by no unknown name',
  async (t) => {
    for (const host of ['192.168.0.7:7862', '[fd00::1]:7862', '10.0.0.1'])
      t.equal(codeFor({ host }, { anyAddress: true }), undefined, host);
    for (const host of ['evil.example:7862', '10.0.0.1.evil.example', ''])
      t.equal(codeFor({ host }, { anyAddress: true }), 'HOST_REFUSED', host);
  },
);

t.test('Origin must be the server itself or allowed', async (t) => {
  const host = 'localhost:7862';
  for (const origin of [
    'http://localhost:7862',
    'http://127.0.0.1:7862',
    'https://space.example',
    'https://app.example',
  ])
    t.equal(codeFor({ host, origin }), undefined, origin);
  for (const origin of [
    'null',
    '',
    'http://evil.example',
    'https://localhost:7862',
    'http://localhost:7863',
    'http://localhost',
    'https://app.example:444',
    'https://app.example.evil',
    'http://space.example',
  ])
    t.equal(codeFor({ host, origin }), 'ORIGIN_REFUSED', origin || '(empty)');
});

t.test('a rebound name is refused even when its page is its own origin', async (t) => {
  t.equal(codeFor({ host: 'evil.example:7862', origin: 'http://evil.example:7862' }), 'HOST_REFUSED');
});

t.test('what a page of another site has fetched without being told of it is refused, a link is followed', async (t) => {
  const host = 'localhost:7862';
  const fetched = (site: string, dest: string) => codeFor({ host, 'sec-fetch-site': site, 'sec-fetch-dest': dest });
  for (const dest of ['empty', 'image', 'script', 'iframe', 'embed', '']) {
    t.equal(fetched('cross-site', dest), 'ORIGIN_REFUSED', dest);
    for (const site of ['same-origin', 'same-site', 'none']) t.equal(fetched(site, dest), undefined, `${site} ${dest}`);
  }
  t.equal(fetched('cross-site', 'document'), undefined);
  const origin = 'https://app.example';
  t.equal(codeFor({ host, origin, 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'empty' }), undefined, 'allowed');
});
