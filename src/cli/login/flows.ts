import * as oidc from 'openid-client';
import { StoaError } from '../../base/index.js';
import type { Login } from './logins.js';
import { listenForBrowser } from './loopback.js';
import { toLogin, toLoginError, toResource } from './provider.js';
import type { Provider } from './provider.js';

/** Who is told what to do, and until when. */
export interface FlowOptions {
  readonly signal: AbortSignal;
  /** One line for the person who logs in. */
  readonly note: (line: string) => void;
  /** Shows a page in the person's browser, if it can. */
  readonly openBrowser: (url: string) => Promise<void>;
}

/** Providers give a refresh token only to who asks for consent, when `offline_access` is asked for. */
const promptFor = (scope: string): Readonly<Record<string, string>> =>
  scope.split(' ').includes('offline_access') ? { prompt: 'consent' } : {};

/**
 * Logs in by the browser: authorization code with PKCE over a redirect to this machine (RFC 8252, RFC 7636).
 *
 * @throws {StoaError} `TOKEN_REFUSED`, `ISSUER_UNREACHABLE`, `ABORTED`
 */
export const logInByBrowser = async (provider: Provider, options: FlowOptions): Promise<Login> => {
  const { configuration, binding, input } = provider;
  const listener = await listenForBrowser(options.signal);
  try {
    const [pkceCodeVerifier, expectedState, expectedNonce] = [
      oidc.randomPKCECodeVerifier(),
      oidc.randomState(),
      oidc.randomNonce(),
    ];
    const isBound = binding.DPoP !== undefined;
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: listener.redirectUri,
      scope: input.scope,
      state: expectedState,
      nonce: expectedNonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      ...(isBound && { dpop_jkt: input.thumbprint }),
      ...promptFor(input.scope),
      ...toResource(input),
    });
    options.note(`log in with the browser: ${url.href}`);
    await options.openBrowser(url.href);
    const cameBack = await listener.cameBack;
    const checks = { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: input.scope.includes('openid') };
    const tokens = await oidc.authorizationCodeGrant(configuration, cameBack, checks, toResource(input), binding);
    return toLogin(provider, tokens);
  } catch (thrown) {
    throw toLoginError(thrown);
  } finally {
    listener.close();
  }
};

/**
 * Logs in on another device (RFC 8628), for machines without a browser.
 *
 * @throws {StoaError} `TOKEN_REFUSED`, `ISSUER_UNREACHABLE`, `ABORTED`
 */
export const logInByDevice = async (provider: Provider, { signal, note }: FlowOptions): Promise<Login> => {
  const { configuration, binding, input } = provider;
  if (configuration.serverMetadata().device_authorization_endpoint === undefined)
    throw new StoaError('USAGE', 'the provider has no login by another device', { hint: 'leave --device out' });
  try {
    const parameters = { scope: input.scope, ...toResource(input) };
    const asked = await oidc.initiateDeviceAuthorization(configuration, parameters);
    note(`on any device, open ${asked.verification_uri} and type ${asked.user_code}`);
    const polling = { ...binding, signal };
    return toLogin(provider, await oidc.pollDeviceAuthorizationGrant(configuration, asked, toResource(input), polling));
  } catch (thrown) {
    if (signal.aborted) throw new StoaError('ABORTED', 'the login was given up');
    throw toLoginError(thrown);
  }
};
