import { StoaError, fromUtf8, given, isStoaError, systemRandom, toBase64Url } from '../../base/index.js';
import type { AccessAction, AccessGrant, AccessPolicy, ClientQuota, SpaceClient } from '../../client/index.js';
import type { Command, CommandContext } from '../command.js';
import { toJsonText } from '../json.js';
import { formatTable } from '../table.js';

const ACTIONS: readonly AccessAction[] = ['publish', 'lookup', 'read', 'open', 'spawn', 'administer'];
const LIMITS = ['documents', 'bytes', 'spaces', 'subscriptions', 'gates', 'calls'] as const;

const isAction = (text: string): text is AccessAction => ACTIONS.some((action) => action === text);

const readActions = (texts: readonly string[]): readonly AccessAction[] =>
  texts.map((text) => {
    if (isAction(text)) return text;
    throw new StoaError('USAGE', `expected an action, got '${text}'`, { hint: `actions: ${ACTIONS.join(', ')}` });
  });

const getGrantee = ({ positionals }: CommandContext): string => {
  const to = positionals[1];
  if (to !== undefined && /^(anyone|authenticated|(subject|group):.+)$/.test(to)) return to;
  throw new StoaError('USAGE', `expected anyone, authenticated, subject:NAME or group:NAME, got '${to ?? ''}'`);
};

const formatQuota = (quota: ClientQuota): string =>
  LIMITS.flatMap((name) => (quota[name] === undefined ? [] : [`${name}=${quota[name]}`])).join(' ');

const show = ({ format, print, note }: CommandContext, policy: AccessPolicy): number => {
  if (format === 'json') {
    print(toJsonText(policy));
    return 0;
  }
  const rows = policy.grants.map(({ to, actions, name = '', methods = [] }) => [
    to,
    actions.join(' '),
    name,
    methods.join(' '),
  ]);
  if (rows.length === 0) print('nobody but the holder of the root credential');
  else for (const line of formatTable([['TO', 'ACTIONS', 'NAMES', 'METHODS'], ...rows])) print(line);
  const quota = formatQuota(policy.quota);
  if (quota !== '') print(`each client: ${quota}`);
  if (policy.isDefault) note('the space states nothing itself: this follows from how the server is set up');
  return 0;
};

const isSame = (left: AccessGrant, right: AccessGrant): boolean =>
  left.to === right.to &&
  left.name === right.name &&
  (left.methods ?? []).join(' ') === (right.methods ?? []).join(' ') &&
  (left.methods === undefined) === (right.methods === undefined);

/** The grants with one more, which goes into one that is for the same. */
const addGrant = (grants: readonly AccessGrant[], added: AccessGrant): readonly AccessGrant[] => {
  const at = grants.findIndex((grant) => isSame(grant, added));
  const known = grants[at];
  if (known === undefined) return [...grants, added];
  const actions = ACTIONS.filter((action) => known.actions.includes(action) || added.actions.includes(action));
  return grants.with(at, { ...known, actions });
};

/** The grants without these actions to somebody; without any to them, when none is named. */
const takeGrant = (
  grants: readonly AccessGrant[],
  to: string,
  taken: readonly AccessAction[],
): readonly AccessGrant[] =>
  grants.flatMap((grant) => {
    if (grant.to !== to) return [grant];
    const actions = taken.length === 0 ? [] : grant.actions.filter((action) => !taken.includes(action));
    if (actions.length === 0) return [];
    const { methods, ...others } = grant;
    return [{ ...others, actions, ...given('methods', actions.includes('open') ? methods : undefined) }];
  });

const changeGrants = async (
  space: SpaceClient,
  change: (grants: readonly AccessGrant[]) => readonly AccessGrant[],
): Promise<AccessPolicy> => {
  const { grants, version } = await space.policy.read();
  return space.policy.set({ grants: change(grants), version });
};

const readLimit = (text: string): readonly [name: string, most: number | undefined] => {
  const [, name = '', most = ''] = /^([a-z]+)=(\d{1,15}|none)$/.exec(text) ?? [];
  if (LIMITS.some((limit) => limit === name)) return [name, most === 'none' ? undefined : Number(most)];
  throw new StoaError('USAGE', `expected a limit such as documents=100 or calls=none, got '${text}'`, {
    hint: `limits: ${LIMITS.join(', ')}`,
  });
};

const readPolicyFile = async (context: CommandContext): Promise<Pick<AccessPolicy, 'grants' | 'quota'>> => {
  const value: unknown = JSON.parse(fromUtf8(await context.readInput(context.positionals[1] ?? '-')));
  // What is wrong with it is said by the space, by the schema of its messages.
  const { grants, quota } = value as Partial<AccessPolicy>;
  if (Array.isArray(grants)) return { grants, quota: quota ?? {} };
  throw new StoaError('USAGE', 'expected a policy as stoa policy show --json prints it');
};

type Run = (context: CommandContext, space: SpaceClient) => Promise<AccessPolicy>;

const RUNS: Readonly<Record<string, Run>> = {
  show: (_, space) => space.policy.read(),
  grant: (context, space) => {
    const to = getGrantee(context);
    const actions = readActions(context.positionals.slice(2));
    if (actions.length === 0) throw new StoaError('USAGE', `expected what ${to} may do: ${ACTIONS.join(', ')}`);
    const methods = context.values.texts('method');
    const added = {
      to,
      actions,
      ...given('name', context.values.text('name')),
      ...(methods.length > 0 && { methods }),
    };
    return changeGrants(space, (grants) => addGrant(grants, added));
  },
  revoke: (context, space) => {
    const to = getGrantee(context);
    const taken = readActions(context.positionals.slice(2));
    return changeGrants(space, (grants) => takeGrant(grants, to, taken));
  },
  quota: async (context, space) => {
    const changes = context.positionals.slice(1).map(readLimit);
    const { quota, version } = await space.policy.read();
    const limits = new Map<string, number>(Object.entries(quota));
    for (const [name, most] of changes) {
      if (most === undefined) limits.delete(name);
      else limits.set(name, most);
    }
    return space.policy.set({ quota: Object.fromEntries(limits), version });
  },
  set: async (context, space) => space.policy.set(await readPolicyFile(context)),
  reset: (_, space) => space.policy.set({ grants: 'default', quota: {} }),
};

const SEED_BYTES = 32;

/** Replaces the root credential. Without an answer nobody here knows whether it was: the same seed finds out. */
const replaceRoot = async ({ values, connect, format, print, note }: CommandContext): Promise<number> => {
  const seed = values.text('seed') ?? toBase64Url(systemRandom.bytes(SEED_BYTES));
  try {
    const root = await connect().policy.replaceRoot({ seed });
    print(format === 'json' ? toJsonText({ root }) : root);
    note('the root credential before it is refused from now on; gates that it opened are opened anew with this one');
    return 0;
  } catch (thrown) {
    if (isStoaError(thrown, 'SERVICE_UNREACHABLE', 'SERVICE_TIMEOUT'))
      note(`whether it was replaced is not known: ask again with --seed ${seed}, which is as secret as the credential`);
    throw thrown;
  }
};

/** Shows and changes who may do what in a space. */
export const policy: Command = {
  name: 'policy',
  summary: 'say who may do what in a space, and how much each client may have',
  usage: 'show|grant|revoke|quota|set|reset|replace-root [WHO] [ACTION...]',
  options: {
    name: { type: 'string', short: 'n', placeholder: 'PATTERN', help: 'grant it only for what has such a name' },
    method: {
      type: 'string',
      short: 'm',
      multiple: true,
      placeholder: 'PATTERN',
      help: 'grant gates for these methods only',
    },
    seed: { type: 'string', placeholder: 'TEXT', help: 'ask for a replacement again whose answer was lost' },
  },
  speaks: true,
  examples: [
    'export STOA_CREDENTIAL=$(stoa space root)',
    'stoa policy show',
    'stoa policy grant group:ops publish lookup read open',
    "stoa policy grant subject:billing open --name 'printer*' --method status",
    'stoa policy revoke group:ops publish',
    'stoa policy quota documents=100 calls=50',
    'stoa policy replace-root',
  ],
  run: async (context) => {
    const [name = 'show'] = context.positionals;
    if (name === 'replace-root') return replaceRoot(context);
    const run = Object.hasOwn(RUNS, name) ? RUNS[name] : undefined;
    if (run === undefined)
      throw new StoaError('USAGE', `expected ${[...Object.keys(RUNS), 'replace-root'].join(', ')}, got '${name}'`, {
        hint: 'stoa policy --help',
      });
    return show(context, await run(context, context.connect()));
  },
};
