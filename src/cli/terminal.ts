/** What is written to; `process.stdout` and `process.stderr` fit. */
export interface TerminalStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Lines to standard output and error, and a progress line that later ones replace. */
export interface Terminal {
  readonly print: (line: string) => void;
  readonly note: (line: string) => void;
  /** `''` takes the progress line away. Nothing is written where nobody watches. */
  readonly progress: (line: string) => void;
}

const CLEAR_LINE = '\r\u001b[2K';
const DEFAULT_COLUMNS = 80;

/** A terminal over two streams; progress goes to the second, since output may be piped on. */
export const createTerminal = (output: TerminalStream, errors: TerminalStream): Terminal => {
  let shown = false;
  const clear = (): void => {
    if (shown) errors.write(CLEAR_LINE);
    shown = false;
  };
  return {
    print: (line) => {
      clear();
      output.write(`${line}\n`);
    },
    note: (line) => {
      clear();
      errors.write(`${line}\n`);
    },
    progress: (line) => {
      if (errors.isTTY !== true) return;
      clear();
      if (line === '') return;
      errors.write(line.slice(0, (errors.columns ?? DEFAULT_COLUMNS) - 1));
      shown = true;
    },
  };
};
