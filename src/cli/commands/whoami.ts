import type { Command, CommandContext } from '../command.js';
import { toJsonText } from '../json.js';
import { toServerUrl } from '../login/find-provider.js';
import type { Login } from '../login/logins.js';
import { formatDistance } from '../table.js';

/** What may be told of a login: nothing secret. */
const toPublic = ({ server, issuer, subject, tokenType, expiresAtMs, refreshToken }: Login) => ({
  server,
  issuer,
  subject,
  bound: tokenType === 'DPoP',
  expires: new Date(expiresAtMs).toISOString(),
  renewable: refreshToken !== undefined,
});

const printLogin = ({ print, nowMs }: CommandContext, login: Login): void => {
  print(`${login.subject ?? 'somebody'} at ${login.server}, by ${login.issuer}`);
  const bound = login.tokenType === 'DPoP' ? 'bound to a key of this machine' : 'not bound to a key';
  const renewed = login.refreshToken === undefined ? 'then log in again' : 'then renewed by itself';
  print(`  token ${bound}, ends ${formatDistance(login.expiresAtMs, nowMs())}, ${renewed}`);
};

/** Says who the user is at the server of the space. */
export const whoami: Command = {
  name: 'whoami',
  summary: 'say who you are at the server of the space',
  usage: '',
  options: {},
  examples: ['stoa whoami', 'stoa whoami --json'],
  run: async (context) => {
    const { environment, spaceUrl, logins, print, note, format } = context;
    const server = toServerUrl(spaceUrl);
    const { STOA_CLIENT_ID: client, STOA_CLIENT_SECRET: secret } = environment;
    if (client && secret) {
      print(
        format === 'json' ? toJsonText({ server, subject: client }) : `client ${client} (STOA_CLIENT_ID) at ${server}`,
      );
      return 0;
    }
    const login = await logins.find(server);
    if (login === undefined) {
      note(`nobody: not logged in at ${server}; stoa login does`);
      return 1;
    }
    if (format === 'json') print(toJsonText(toPublic(login)));
    else printLogin(context, login);
    return 0;
  },
};
