import type { Test } from 'tap';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** A real OpenID provider on this machine. */
export interface OidcHouse {
  readonly issuer: string;
  /** What the space is called there. */
  readonly audience: string;
  readonly clientId: string;
  /** Logs `alice` in and consents, as a person with a browser does; to be given the URL that the browser is sent to. */
  readonly logIn: (url: string) => Promise<void>;
  /** Types a user code in as `alice`. */
  readonly typeCode: (url: string, code: string) => Promise<void>;
}

export interface OidcOptions {
  readonly accessTokenTtl?: number;
  readonly dpop?: boolean;
}

const CLIENT_ID = 'stoa-cli';
const AUDIENCE = 'urn:test:space';

/** The form of a page, as a browser would send it with these values filled in. */
const readForm = (page: string, base: string, filled: Readonly<Record<string, string>>) => {
  const [, action = ''] = /<form[^>]* action="([^"]*)"/.exec(page) ?? [];
  const inputs = [...page.matchAll(/<input[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"/g)];
  const named = inputs.map(([, name = '', value = '']) => [name, value] as const);
  return {
    url: new URL(action.replaceAll('&amp;', '&'), base).href,
    body: new URLSearchParams({ ...Object.fromEntries(named), ...filled }).toString(),
  };
};

/** Follows redirects and keeps cookies, as a browser does, until a page that is no redirect. */
const createBrowser = () => {
  const cookies = new Map<string, string>();
  const go = async (url: string, body?: string): Promise<{ readonly url: string; readonly page: string }> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const form = { method: 'POST', headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' } };
    const answer = await fetch(url, {
      redirect: 'manual',
      ...(body === undefined ? { headers: { cookie } } : { ...form, body }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    return location === null ? { url, page: await answer.text() } : go(new URL(location, url).href);
  };
  return { go };
};

/** A provider at a free port with the public client `stoa-cli` and the person `alice` of group `ops`. */
export const startOidcProvider = async (t: Test, options: OidcOptions = {}): Promise<OidcHouse> => {
  const { accessTokenTtl = 3600, dpop = true } = options;
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  // It advises on its console what to do in production.
  const { warn, info } = console;
  Object.assign(console, { warn: () => undefined, info: () => undefined });
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT_ID,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        redirect_uris: ['http://127.0.0.1/callback'],
        grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
        response_types: ['code'],
      },
    ],
    cookies: { keys: ['no secret: a test knows it'] },
    features: {
      devInteractions: { enabled: true },
      deviceFlow: { enabled: true },
      dPoP: { enabled: dpop },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          scope: '',
          audience: AUDIENCE,
          accessTokenFormat: 'jwt',
          accessTokenTTL: accessTokenTtl,
        }),
        useGrantedResource: () => true,
      },
    },
    extraTokenClaims: () => ({ groups: ['ops', 'people'] }),
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  });
  server.on('request', provider.callback());
  t.teardown(() => {
    Object.assign(console, { warn, info });
    server.close();
    server.closeAllConnections();
  });

  const passForms = async (browser: ReturnType<typeof createBrowser>, first: { url: string; page: string }) => {
    let at = first;
    for (let step = 0; step < 5 && at.page.includes('<form'); step++) {
      const filled = at.page.includes('name="login"') ? { login: 'alice', password: 'any' } : {};
      const { url, body } = readForm(at.page, at.url, filled);
      at = await browser.go(url, body);
    }
  };
  return {
    issuer,
    audience: AUDIENCE,
    clientId: CLIENT_ID,
    logIn: async (url) => {
      const browser = createBrowser();
      await passForms(browser, await browser.go(url));
    },
    typeCode: async (url, code) => {
      const browser = createBrowser();
      const at = await browser.go(url);
      const form = readForm(at.page, at.url, { user_code: code });
      await passForms(browser, await browser.go(form.url, form.body));
    },
  };
};
