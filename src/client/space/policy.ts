import { given } from '../../base/index.js';
import { policyMethod } from '../generated/space-documents.js';
import type {
  Access as AccessValue,
  Grant as GrantValue,
  Policy as PolicyRequest,
  PolicyResponse,
  Quota as QuotaValue,
} from '../generated/space-documents.js';
import type { AccessGrant, AccessPolicy, ClientQuota, PolicyChange, PolicyOptions } from '../model.js';
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
