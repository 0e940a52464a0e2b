import t from 'tap';
import { findBearer, toForwardedHeaders, toReturnedHeaders } from '../../../src/gate/exchange/headers.js';
import { findAsyncPreference } from '../../../src/gate/exchange/find-preference.js';

t.test('a bearer token is found in its header alone, and in no other scheme', async (t) => {
  t.equal(findBearer({ authorization: 'Bearer abc.DEF-_~+/=' }), 'abc.DEF-_~+/=');
  t.equal(findBearer({ authorization: 'bearer abc' }), 'abc');
  for (const wrong of ['', 'Bearer', 'Bearer ', 'Basic abc', 'Bearer a b', 'Bearer a,b', 'Bearer "a"', 'xBearer abc']) {
    t.equal(findBearer({ authorization: wrong }), undefined, wrong);
  }
  t.equal(findBearer({}), undefined);
});

t.test('a preference is found among others, in any case', async (t) => {
  for (const yes of [
    'respond-async',
    'Respond-Async',
    'wait=10, respond-async',
    'respond-async; foo=1',
    'handling=lenient,respond-async',
  ]) {
    t.same(findAsyncPreference({ prefer: yes }), { advertise: undefined }, yes);
  }
  for (const no of ['', 'respond-asynchronously', 'wait=10', 'x-respond-async'])
    t.equal(findAsyncPreference({ prefer: no }), undefined, no);
});

t.test('a relay passes on what concerns the message, and no hop-by-hop header, cookie or address', async (t) => {
  const headers = {
    'content-type': 'application/xml',
    prefer: 'respond-async',
    authorization: 'Bearer secret',
    cookie: 'a=b',
    connection: 'close',
    'transfer-encoding': 'chunked',
    host: 'space.example',
    'stoa-credential': 'root',
    'stoa-lease': 'lease',
    'x-forwarded-for': '10.0.0.1',
    upgrade: 'websocket',
    te: 'trailers',
  };
  t.same(toForwardedHeaders(headers, { credential: false }), {
    'content-type': 'application/xml',
    prefer: 'respond-async',
  });
  t.equal(
    toForwardedHeaders(headers, { credential: true })['authorization'],
    'Bearer secret',
    'the credential goes on to a restricted service alone',
  );
  t.same(
    toReturnedHeaders({
      'content-type': 'application/xml',
      'preference-applied': 'respond-async',
      'set-cookie': 'a=b',
      connection: 'close',
      location: 'http://elsewhere/',
      'clear-site-data': '*',
      'content-length': '7',
    }),
    { 'content-type': 'application/xml', 'preference-applied': 'respond-async' },
  );
});
