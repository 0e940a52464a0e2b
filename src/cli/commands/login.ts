import { createClientKey, serializeClientKey } from '../../client/index.js';
import type { Command } from '../command.js';
import { findProvider, toServerUrl } from '../login/find-provider.js';

/** Logs a person in at the OpenID provider that the space believes. */
export const loginCommand: Command = {
  name: 'login',
  summary: 'log in at the provider that the space believes, as a person',
  usage: '',
  options: {
    issuer: { type: 'string', placeholder: 'URL', help: 'the provider (default: the one that the space names)' },
    'client-id': {
      type: 'string',
      placeholder: 'ID',
      help: 'name of the public client there (default: as the space says)',
    },
    scope: { type: 'string', placeholder: 'SCOPES', help: 'what to ask for (default: as the space says)' },
    resource: { type: 'string', placeholder: 'URI', help: 'what the token is for (default: as the space says)' },
    device: { type: 'boolean', help: 'log in on another device: this machine has no browser' },
  },
  examples: ['stoa login', 'stoa login --space https://space.example/spaces/main', 'stoa login --device'],
  run: async (context) => {
    const { values, logins, note, print, signal, openBrowser } = context;
    const server = toServerUrl(context.spaceUrl);
    const known = await findProvider(server, {
      issuer: values.text('issuer'),
      clientId: values.text('client-id'),
      scope: values.text('scope'),
      resource: values.text('resource'),
    });
    const made = await createClientKey({ extractable: true });
    const { publicJwk, thumbprint } = made;
    const { logInByBrowser, logInByDevice } = await import('../login/flows.js');
    const { openProvider } = await import('../login/provider.js');
    const provider = await openProvider({
      ...known,
      server,
      key: await serializeClientKey(made),
      publicJwk,
      thumbprint,
    });
    const flow = values.flag('device') ? logInByDevice : logInByBrowser;
    const held = await flow(provider, { signal, note, openBrowser });
    await logins.alone(() => logins.keep(held));
    print(`logged in at ${server}${held.subject === undefined ? '' : ` as ${held.subject}`}, by ${held.issuer}`);
    if (held.tokenType === 'Bearer')
      note('the provider binds no tokens to keys (DPoP): whoever gets hold of one can use it until it ends');
    return 0;
  },
};
