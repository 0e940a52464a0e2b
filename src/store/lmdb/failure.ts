import { StoaError } from '../../base/index.js';

/** Failed commits of LMDB are errors that carry the promise of another error, which says why. */
const findCommitError = async (thrown: unknown): Promise<unknown> => {
  if (!(thrown instanceof Error) || !('commitError' in thrown)) return thrown;
  try {
    await thrown.commitError;
    return thrown;
  } catch (reason) {
    return reason;
  }
};

/** `STORE_FAILED` of whatever LMDB or the file system threw; a `StoaError` stays what it is. */
export const toStoreFailure = async (thrown: unknown, what: string): Promise<StoaError> => {
  if (thrown instanceof StoaError) return thrown;
  const cause = await findCommitError(thrown);
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StoaError('STORE_FAILED', `${what}: ${reason}`, {
    cause,
    hint: 'check the free space and the health of the disk that holds the data directory',
  });
};
