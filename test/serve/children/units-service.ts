// A service in a process of its own, run by the test beside it. Arguments: the URL of the space, and what its name is.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serve } from '../../../src/serve/index.js';
import { PROJECT } from '../../support/source-files.js';

const [, , space = '', name = ''] = process.argv;
let answered = 0;

const running = await serve(
  {
    advertisement: readFileSync(join(PROJECT, 'examples/unit-converter.xml'), 'utf8'),
    handlers: {
      convert: async (request) => {
        const { value, to } = request as { value: string; to: string };
        await new Promise((resolve) => setTimeout(resolve, Number(value)));
        answered += 1;
        return { value, unit: to };
      },
    },
  },
  { space, name },
);
console.log(`${running.id} ${running.url}`);
await running.closed;
console.log(`answered ${answered}`);
