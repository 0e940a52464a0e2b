import { readFile, stat } from 'node:fs/promises';
import { X509Certificate, createPrivateKey } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { StoaError } from '../base/index.js';
import type { Clock, Log, ScheduledCall } from '../base/index.js';
import type { Certificate } from '../http/index.js';
import type { TlsConfiguration } from './configuration/index.js';

/** The certificate in use, taken up again when its files change. */
export interface HeldCertificate {
  readonly current: () => Certificate;
  /** Hands every new certificate to `take`, from now on. */
  readonly follow: (take: (certificate: Certificate) => void) => void;
  /** Looks at the files now. Files that are wrong change nothing; it is logged. */
  readonly reload: () => Promise<void>;
  /** Looks at the files no more. */
  readonly close: () => void;
}

/** How often the files are looked at, in milliseconds: certificates are renewed days before they end. */
const LOOK_MS = 10_000;

interface Files {
  readonly cert: string;
  readonly key: string;
  readonly ca: string | undefined;
}

const findFiles = ({ cert, key, ca }: TlsConfiguration): Files | undefined => {
  if (cert === undefined && key === undefined) return undefined;
  if (cert !== undefined && key !== undefined) return { cert, key, ca };
  throw new StoaError('CONFIGURATION_INVALID', 'tls: expected both cert and key, or none');
};

/** The files together; that they fit each other is tried out. */
const readCertificate = async ({ cert, key, ca }: Files): Promise<Certificate> => {
  try {
    const chain = await Promise.all([cert, ...(ca === undefined ? [] : [ca])].map((path) => readFile(path, 'utf8')));
    const certificate = { cert: chain.join('\n'), key: await readFile(key, 'utf8') };
    // A context takes a certificate without its key, and fails at each handshake.
    if (!new X509Certificate(certificate.cert).checkPrivateKey(createPrivateKey(certificate.key)))
      throw new StoaError('CONFIGURATION_INVALID', 'the key is that of another certificate');
    createSecureContext(certificate);
    return certificate;
  } catch (thrown) {
    // OpenSSL and the file system name files and reasons, never what a key holds.
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new StoaError('CONFIGURATION_INVALID', `tls: ${cert} and ${key} are no certificate with its key: ${reason}`);
  }
};

const stampOf = async ({ cert, key, ca }: Files): Promise<string> => {
  const files = [cert, key, ...(ca === undefined ? [] : [ca])];
  const stamps = files.map((path) =>
    stat(path).then(
      ({ mtimeMs, size, ino }) => `${mtimeMs} ${size} ${ino}`,
      () => 'none',
    ),
  );
  return (await Promise.all(stamps)).join(', ');
};

/**
 * The certificate that the configuration names, or `undefined` when it names none.
 *
 * @throws {StoaError} `CONFIGURATION_INVALID` when the files are none
 */
export const openCertificate = async (
  tls: TlsConfiguration,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<HeldCertificate | undefined> => {
  const files = findFiles(tls);
  if (files === undefined) return undefined;
  let stamp = await stampOf(files);
  let current = await readCertificate(files);
  let take: (certificate: Certificate) => void = () => undefined;
  let timer: ScheduledCall | undefined;

  const reload = async (): Promise<void> => {
    stamp = await stampOf(files);
    try {
      const next = await readCertificate(files);
      take(next);
      current = next;
      log.info({ cert: files.cert }, 'the certificate was taken up anew');
    } catch (err) {
      log.error({ err, cert: files.cert }, 'the new certificate is wrong; the old one stays in use');
    }
  };
  const look = async (): Promise<void> => {
    if ((await stampOf(files)) !== stamp) await reload();
  };
  const arm = (): void => {
    timer = clock.callAt(clock.nowMs() + LOOK_MS, () => void look().finally(() => timer && arm()));
  };
  arm();
  return {
    current: () => current,
    follow: (taker) => {
      take = taker;
    },
    reload,
    close: () => {
      timer?.cancel();
      timer = undefined;
    },
  };
};
