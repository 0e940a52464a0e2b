import { ERROR_CODES, StoaError } from '../../base/index.js';
import type { CommandContext } from '../command.js';
import type { Checked, Seen } from './seen.js';

const isHttp = (url: string): boolean => /^https?:\/\//i.test(url) && URL.canParse(url);

/** Gets the advertisement and compares. Nothing that is secret goes to whoever announces something. */
export const check = async ({ isOurs, id, urls }: Seen, { open }: Pick<CommandContext, 'open'>): Promise<Checked> => {
  if (!isOurs) return { state: 'foreign' };
  let state: Checked['state'] = 'unreachable';
  for (const url of urls.filter(isHttp)) {
    try {
      const told = await open(url).describe();
      if (told.id === id) return { state: 'checked', url, kind: told.advertisement.kind };
      state = 'impostor';
    } catch (thrown) {
      if (ERROR_CODES[StoaError.from(thrown).code].status === 401) return { state: 'asks who you are', url };
    }
  }
  return { state };
};
