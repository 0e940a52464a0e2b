import { given } from '../../base/index.js';
import type { AccessValue, GrantValue, QuotaValue } from '../../protocol/index.js';
import { checkAccess } from '../access/check-access.js';
import type { AccessGrant, AccessPolicy, ClientQuota } from '../access/model.js';
import type { PolicyInput } from '../model.js';
import type { Operation } from './model.js';

const toGrant = (value: GrantValue): AccessGrant => ({
  to: value['@to'],
  actions: value['@actions'],
  ...given('name', value['@name']),
  ...given('methods', value['@methods']),
});

const readAccess = ({ '@default': isDefault = false, grant = [] }: AccessValue): PolicyInput['access'] =>
  isDefault ? 'default' : (checkAccess({ grants: grant.map(toGrant) }, 'PARAMETER_INVALID').grants ?? []);

const readQuota = ({ '@bytes': bytes, ...value }: QuotaValue): ClientQuota => ({
  ...given('documents', value['@documents']),
  ...given('bytes', bytes === undefined ? undefined : Number(bytes)),
  ...given('spaces', value['@spaces']),
  ...given('subscriptions', value['@subscriptions']),
  ...given('gates', value['@gates']),
  ...given('calls', value['@calls']),
});

const toGrantValue = ({ to, actions, name, methods }: AccessGrant): GrantValue => ({
  '@to': to,
  '@actions': actions,
  ...given('@name', name),
  ...given('@methods', methods),
});

const toAccessValue = ({ grants, isDefault }: AccessPolicy): AccessValue => ({
  ...(isDefault && { '@default': true }),
  ...(grants.length > 0 && { grant: grants.map(toGrantValue) }),
});

const toQuotaValue = ({ bytes, ...quota }: ClientQuota): QuotaValue => ({
  ...given('@documents', quota.documents),
  ...(bytes !== undefined && { '@bytes': BigInt(bytes) }),
  ...given('@spaces', quota.spaces),
  ...given('@subscriptions', quota.subscriptions),
  ...given('@gates', quota.gates),
  ...given('@calls', quota.calls),
});

export const policyOperation: Operation<'policy'> = async ({ spaces }, { space, caller, request }) => {
  const policy = await spaces.policy(caller, space.id, {
    ...given('access', request.access && readAccess(request.access)),
    ...given('quota', request.quota && readQuota(request.quota)),
    ...given('version', request['@version']),
    ...given('credential', request['@credential']),
  });
  const quota = toQuotaValue(policy.quota);
  return {
    '@version': policy.version,
    access: toAccessValue(policy),
    ...(Object.keys(quota).length > 0 && { quota }),
  };
};
