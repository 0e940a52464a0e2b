/** A document that is listed and not read yet. */
export interface ListedDocument {
  readonly id: string;
  readonly byteLength: number;
}

/** Documents that are read one by one, each when it is asked for: who looks at a few is sent no more. */
const READ_ALONE = 4;
/** From then on twice as many as before are under way at once, up to so many, and so many bytes. */
const MAX_AHEAD = 16;
const MAX_BYTES_AHEAD = 256 * 1024;

/**
 * Reads listed documents in their order. Who has taken some is likely to take them all: then others are read meanwhile, so that a
 * long list does not cost the way to the space for each. What a read throws is thrown when its document is asked for.
 */
export const createReadAhead = <Found>(
  read: (id: string) => Promise<Found>,
): ((listed: Iterable<ListedDocument>) => AsyncGenerator<Found>) => {
  let taken = 0;
  let window = 1;
  return async function* (listed) {
    const left = [...listed];
    const ahead: { readonly found: Promise<Found>; readonly byteLength: number }[] = [];
    let bytes = 0;
    const isNext = ({ byteLength }: ListedDocument): boolean =>
      ahead.length === 0 || (ahead.length < window && bytes + byteLength <= MAX_BYTES_AHEAD);
    const fill = (): void => {
      for (let next = left[0]; next !== undefined && isNext(next); next = left[0]) {
        left.shift();
        const found = read(next.id);
        // It is thrown when it is asked for, which it may never be.
        found.catch(() => undefined);
        ahead.push({ found, byteLength: next.byteLength });
        bytes += next.byteLength;
      }
    };
    fill();
    for (let [first] = ahead; first !== undefined; [first] = ahead) {
      const found = await first.found;
      ahead.shift();
      bytes -= first.byteLength;
      taken++;
      if (taken >= READ_ALONE) window = Math.min(MAX_AHEAD, window * 2);
      yield found;
      fill();
    }
  };
};
