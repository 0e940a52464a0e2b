import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import t from 'tap';
import { toUtf8 } from '../../../src/base/index.js';
import { PROJECT } from '../../support/source-files.js';
import { caller, createRig } from '../support/spaces.js';

const DOCUMENTS = 600;
/** What is made once, as compiled code, is there before anything is measured. */
const WARM = 300;
/** In front of what an advertisement is found by, and longer than everything that is kept of it. */
const REMARK = 'said before all else '.repeat(1000);
/** Far below the length of the texts, and far above what the index takes. */
const MOST_BYTES = REMARK.length / 2;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes in the heap; those of documents in the store are outside of it. */
const heldBytes = (): number => {
  for (let pass = 0; pass < 3; pass++) collectGarbage();
  return process.memoryUsage().heapUsed;
};

const UNITS = readFileSync(join(PROJECT, 'examples/unit-converter.xml'), 'utf8');
const nameOf = (at: number): string => `a-name-that-is-long-enough-to-be-cut-${at}`;

/** Documents of one kind, each with a text of its own. */
const KINDS: Readonly<Record<string, (at: number) => string>> = {
  'services whose interface is known': (at) =>
    UNITS.replace('<name>unit-converter</name>', `<!--${REMARK}${at}--><name>${nameOf(at)}</name>`),
  'devices, which are read as a whole': (at) =>
    `<!--${REMARK}${at}--><advertisement xmlns="urn:stoa:advertisement:1" kind="device" id="urn:example:device:${nameOf(at)}"><name>${nameOf(at)}</name><endpoint uri="http://device.example/" binding="http-get"/></advertisement>`,
  'documents that are no advertisements': (at) => `<!--${REMARK}${at}--><${nameOf(at)}/>`,
};

for (const [kind, make] of Object.entries(KINDS)) {
  t.test(`the index keeps names and ids of documents, and none of their text: ${kind}`, async (t) => {
    const rig = await createRig();
    const publish = (at: number) => rig.main().publish(caller(), { bytes: toUtf8(make(at)), periodMs: 3_600_000 });
    for (let at = 0; at < WARM; at++) await publish(at);
    const before = heldBytes();
    for (let at = WARM; at < WARM + DOCUMENTS; at++) await publish(at);
    const each = (heldBytes() - before) / DOCUMENTS;
    t.ok(each < MOST_BYTES, `${Math.round(each)} bytes for each of ${REMARK.length}`);
    t.equal((await rig.main().lookup(caller(), { name: nameOf(WARM) })).hits.length, 1, 'they are in use still');
  });
}
