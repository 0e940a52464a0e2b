// Prints each XML message that goes over the wire, indented; a server-sent event is printed as it comes.
import { createPrinter } from './indent.mjs';

const MAX_LINES = 24;

/** A `fetch` that prints what it carries, and lines of a story around it. */
export const createTracer = (write = (line) => console.log(line)) => {
  const indent = createPrinter(MAX_LINES);
  const show = (arrow, head, text) => {
    write(`  ${arrow} ${head}`);
    for (const line of indent(text)) write(`  ${arrow === '→' ? '│' : '┊'}   ${line}`);
  };
  const showEvents = async (stream) => {
    let rest = '';
    try {
      for await (const part of stream.pipeThrough(new TextDecoderStream())) {
        rest += part;
        const blocks = rest.split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) {
          const data = block
            .split('\n')
            .filter((line) => line.startsWith('data:'))
            .map((line) => line.slice(5).trim());
          if (data.length > 0) show('←', 'event', data.join('\n'));
        }
      }
    } catch (error) {
      // The reader of the events has gone; nothing more is to be shown.
      if (error.name !== 'AbortError') throw error;
    }
  };
  const tracedFetch = async (input, init = {}) => {
    const body = init.body === undefined || init.body === null ? '' : new TextDecoder().decode(init.body);
    const prefer = new Headers(init.headers).get('prefer');
    show('→', `${init.method ?? 'GET'} ${String(input)}${prefer === null ? '' : `   Prefer: ${prefer}`}`, body);
    const answer = await fetch(input, init);
    if (answer.headers.get('content-type')?.startsWith('text/event-stream')) {
      write(`  ← ${answer.status} events follow`);
      const [own, shown] = answer.body.tee();
      void showEvents(shown);
      return new Response(own, answer);
    }
    const text = await answer.clone().text();
    show('←', `${answer.status}`, text);
    return answer;
  };
  let count = 0;
  return {
    fetch: tracedFetch,
    step: (title) => write(`\n${++count}. ${title}`),
    say: (line) => write(`  ${line}`),
  };
};
