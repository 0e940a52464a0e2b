import { StoaError } from '../../base/index.js';
import type { Command } from '../command.js';
import { toServerUrl } from '../login/find-provider.js';

/** Ends a login. */
export const logout: Command = {
  name: 'logout',
  summary: 'forget the login at the server of the space, and tell its provider',
  usage: '',
  options: {},
  examples: ['stoa logout'],
  run: async ({ spaceUrl, logins, print, note }) => {
    const server = toServerUrl(spaceUrl);
    const removed = await logins.alone(() => logins.remove(server));
    if (removed === undefined) {
      note(`not logged in at ${server}`);
      return 1;
    }
    print(`logged out at ${server}`);
    const { revokeLogin } = await import('../login/provider.js');
    await revokeLogin(removed).catch((thrown: unknown) =>
      note(`the provider was not told, so its tokens end by themselves: ${StoaError.from(thrown).message}`),
    );
    return 0;
  },
};
