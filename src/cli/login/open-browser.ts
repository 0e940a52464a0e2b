import { spawn } from 'node:child_process';
import { platform } from 'node:process';

/** What shows a URL in the user's browser, by platform. */
const OPENERS: Readonly<Record<string, readonly [command: string, ...args: readonly string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Tries to show a page in the user's browser; where there is none, the user has the URL to copy. */
export const openBrowser = (url: string): Promise<void> => {
  const [command, ...args] = OPENERS[platform] ?? ['xdg-open'];
  return new Promise((resolve) => {
    const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
    child.once('error', () => resolve());
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
  });
};
