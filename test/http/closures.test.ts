import t from 'tap';
import { XML, advertisementOf, attributeOf, codeOf, startTestServer } from './support/test-server.js';
import { PROJECT } from '../support/source-files.js';

t.test('closed gates are told to the holder of the service alone, those of the last minute first', async (t) => {
  const server = await startTestServer(t, { flags: { spaces: `${PROJECT}spaces` } });
  const publish = async (name: string) => {
    const body = advertisementOf(name).replace('kind="service"', 'kind="service" access="restricted"');
    const answer = await server.request('/spaces/main/documents', { method: 'POST', headers: XML, body });
    const text = await answer.text();
    return { id: attributeOf(text, 'entry', 'id'), credential: attributeOf(text, 'lease', 'credential') };
  };
  const [one, other] = [await publish('one'), await publish('other')];
  const openGate = async () => {
    const body = `<openGate xmlns="urn:stoa:space:1" id="${one.id}"/>`;
    const answer = await server.request('/spaces/main/gates', { method: 'POST', headers: XML, body });
    const text = await answer.text();
    const [gate, control] = ['gate', 'control'].map((name) => attributeOf(text, 'openGateResponse', name));
    return { gate: gate ?? '', control: control ?? '' };
  };
  const close = async () => {
    const { gate, control } = await openGate();
    const path = `/spaces/main/gates/${encodeURIComponent(gate)}`;
    t.equal((await server.request(path, { method: 'DELETE', headers: { 'stoa-control': control } })).status, 204);
    return gate;
  };
  const closures = `/spaces/main/documents/${encodeURIComponent(one.id)}/closures`;
  const codeWith = async (headers: Record<string, string>) =>
    codeOf(await (await server.request(closures, { headers })).text());
  t.equal(await codeWith({}), 'CREDENTIAL_REQUIRED');
  t.equal(await codeWith({ 'stoa-lease': other.credential }), 'CREDENTIAL_INVALID');
  const missing = await server.request('/spaces/main/documents/urn:example:none/closures', {
    headers: { 'stoa-lease': one.credential },
  });
  t.equal(codeOf(await missing.text()), 'DOCUMENT_NOT_FOUND');

  const before = await close();
  const ending = new AbortController();
  const answer = await server.request(closures, { headers: { 'stoa-lease': one.credential }, signal: ending.signal });
  t.match(answer.headers.get('content-type'), 'text/event-stream');
  let text = '';
  const reader = answer.body?.getReader();
  const read = async (gate: string): Promise<void> => {
    while (!text.includes(`event: closed\ndata: ${gate}\n\n`)) {
      const step = await reader?.read();
      if (step?.done !== false) return void t.fail('the stream ended');
      text += new TextDecoder().decode(step.value);
    }
    t.pass(`told of ${gate}`);
  };
  await read(before);
  await read(await close());
  ending.abort();
});
