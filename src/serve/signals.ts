/**
 * Calls `run` at the first of some signals; a second one ends the process as it would without us. The result takes the listeners
 * away.
 */
export const onSignals = (signals: readonly NodeJS.Signals[], run: () => void): (() => void) => {
  const forget = (): void => {
    for (const signal of signals) process.removeListener(signal, first);
  };
  const first = (): void => {
    forget();
    run();
  };
  for (const signal of signals) process.on(signal, first);
  return forget;
};
