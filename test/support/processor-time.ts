/**
 * Milliseconds that processors have worked for this process: what bounds of time are held against, since a clock counts what
 * other processes take as well.
 */
export const processorMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
