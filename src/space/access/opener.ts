import type { Caller } from '../../base/index.js';
import type { AdmittingSpace } from '../admission.js';
import type { RootRecord } from '../tables/index.js';
import type { Opener } from './model.js';

/** Characters of groups remembered: openers stand in the addresses of relays, and people may be in hundreds of groups. */
const MAX_CHARACTERS = 1_200;

const toRootOpener = (root: RootRecord | undefined): Opener => (root === undefined ? 'root' : `root ${root.version}`);

/** What is remembered of a caller that opens a gate. Groups that the policy has grants for go before others. */
export const toOpener = ({ keys, access }: AdmittingSpace, { credentials, authenticated, groups }: Caller): Opener => {
  if (credentials.length > 0 && keys.isRoot(credentials)) return toRootOpener(access.root());
  if (!authenticated) return 'anyone';
  const named = access.rules()?.groups;
  const isNamed = (group: string): boolean => named?.has(group) === true;
  let left = MAX_CHARACTERS;
  return [...groups.filter(isNamed), ...groups.filter((group) => !isNamed(group))].filter(
    (group) => (left -= group.length) >= 0,
  );
};
