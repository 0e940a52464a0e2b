import { given, isStoaError, systemRandom, toBase64Url } from '../../base/index.js';
import { policyMethod, replaceRootMethod } from '../generated/space-documents.js';
import type {
  Access as AccessValue,
  Grant as GrantValue,
  Policy as PolicyRequest,
  PolicyResponse,
  Quota as QuotaValue,
} from '../generated/space-documents.js';
import type {
  AccessGrant,
  AccessPolicy,
  ClientQuota,
  PolicyChange,
  PolicyOptions,
  ReplaceRootOptions,
} from '../model.js';
import type { CallSpace } from './exchange.js';
import { toCredential } from '../parts.js';

const toGrant = (value: GrantValue): AccessGrant => ({
  to: value['@to'],
  actions: value['@actions'],
  ...given('name', value['@name']),
  ...given('methods', value['@methods']),
});

const toGrantValue = ({ to, actions, name, methods }: AccessGrant): GrantValue => ({
  '@to': to,
  '@actions': actions,
  ...given('@name', name),
  ...given('@methods', methods),
});

const toQuota = (value: QuotaValue): ClientQuota => ({
  ...given('documents', value['@documents']),
  ...given('bytes', value['@bytes'] === undefined ? undefined : Number(value['@bytes'])),
  ...given('spaces', value['@spaces']),
  ...given('subscriptions', value['@subscriptions']),
  ...given('gates', value['@gates']),
  ...given('calls', value['@calls']),
});

const toQuotaValue = (quota: ClientQuota): QuotaValue => ({
  ...given('@documents', quota.documents),
  ...given('@bytes', quota.bytes === undefined ? undefined : BigInt(quota.bytes)),
  ...given('@spaces', quota.spaces),
  ...given('@subscriptions', quota.subscriptions),
  ...given('@gates', quota.gates),
  ...given('@calls', quota.calls),
});

const toPolicy = ({ '@version': version, access, quota = {} }: PolicyResponse): AccessPolicy => ({
  version,
  grants: (access.grant ?? []).map(toGrant),
  quota: toQuota(quota),
  isDefault: access['@default'] === true,
});

const toAccess = (grants: PolicyChange['grants']): AccessValue | undefined => {
  if (grants === undefined) return undefined;
  return grants === 'default' ? { '@default': true } : { grant: grants.map(toGrantValue) };
};

/** Reads the access policy of a space, or changes it. */
export const exchangePolicy = async (
  call: CallSpace,
  { grants, quota, version }: PolicyChange,
  { credential, signal }: PolicyOptions,
): Promise<AccessPolicy> => {
  const request: PolicyRequest = {
    ...given('@version', version),
    ...toCredential(credential),
    ...given('access', toAccess(grants)),
    ...given('quota', quota && toQuotaValue(quota)),
  };
  return toPolicy(await call(policyMethod, request, signal));
};

/** Bytes of a seed: as strong as the credential that is made from it. */
const SEED_BYTES = 32;

/** Makes a new root credential of a space; asks once more where it is not known whether the first message got there. */
export const replaceRoot = async (
  call: CallSpace,
  { seed = toBase64Url(systemRandom.bytes(SEED_BYTES)), credential, signal }: ReplaceRootOptions,
): Promise<string> => {
  const ask = async (): Promise<string> =>
    (await call(replaceRootMethod, { '@seed': seed, ...toCredential(credential) }, signal))['@root'];
  try {
    return await ask();
  } catch (thrown) {
    if (isStoaError(thrown, 'SERVICE_UNREACHABLE', 'SERVICE_TIMEOUT')) return ask();
    throw thrown;
  }
};
