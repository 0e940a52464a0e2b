import { LRUCache } from 'lru-cache';
import type { Caller } from '../../base/index.js';
import { createNamePattern } from '../lookup/name-pattern.js';
import type { NamePattern } from '../lookup/name-pattern.js';
import type { AccessAction, AccessGrant } from './model.js';

/** What one caller may do. */
export interface Rights {
  /** Whether the action is granted for something of that name; without a name, for anything at all. */
  readonly may: (action: AccessAction, name?: string) => boolean;
  /** Of the methods of a service of that name those that gates may be opened for. */
  readonly methodsOf: (name: string, methods: readonly string[]) => readonly string[];
  /** Every document may be found, seen whole and called: there is nothing to look at in each. */
  readonly seesAll: boolean;
  /** Holds as much as the holder of any credential of the space, but for the policy. */
  readonly isAdministrator: boolean;
}

/** Grants, compiled. */
export interface AccessRules {
  readonly rightsOf: (caller: Caller) => Rights;
  /** Nobody is granted anything: only the holders of credentials are admitted. */
  readonly isClosed: boolean;
  /** Groups that there are grants for. */
  readonly groups: ReadonlySet<string>;
}

/** May do everything that is done to documents and spaces; what a credential is for still takes that credential. */
export const EVERYTHING: Rights = Object.freeze({
  may: () => true,
  methodsOf: (_name: string, methods: readonly string[]) => methods,
  seesAll: true,
  isAdministrator: false,
});

/** May do what the root credential is for, too. */
export const ADMINISTRATION: Rights = Object.freeze({ ...EVERYTHING, isAdministrator: true });

const GROUP = 'group:';

interface CompiledGrant {
  readonly isFor: (caller: Caller) => boolean;
  readonly actions: ReadonlySet<AccessAction>;
  /** `undefined` for every name. */
  readonly name: NamePattern | undefined;
  /** `undefined` for every method. */
  readonly methods: readonly NamePattern[] | undefined;
}

/** Whom a grant is for. Names count only where they were proved: nobody is `subject:local` by not saying who it is. */
const toGrantee = (to: string): ((caller: Caller) => boolean) => {
  if (to === 'anyone') return () => true;
  if (to === 'authenticated') return ({ authenticated }) => authenticated;
  const name = to.slice(to.indexOf(':') + 1);
  if (to.startsWith(GROUP)) return ({ authenticated, groups }) => authenticated && groups.includes(name);
  return ({ authenticated, subject }) => authenticated && subject === name;
};

const compileGrant = ({ to, actions, name, methods }: AccessGrant): CompiledGrant => ({
  isFor: toGrantee(to),
  actions: new Set(actions),
  name: name === undefined ? undefined : createNamePattern(name),
  methods: methods?.map(createNamePattern),
});

const createRights = (grants: readonly CompiledGrant[]): Rights => {
  if (grants.some(({ actions, name }) => actions.has('administer') && name === undefined)) return ADMINISTRATION;
  const may = (action: AccessAction, wanted?: string): boolean =>
    grants.some(
      ({ actions, name }) =>
        actions.has(action) && (name === undefined || wanted === undefined || name.matches(wanted)),
    );
  const mayAll = (action: AccessAction): boolean =>
    grants.some(
      ({ actions, name, methods }) =>
        actions.has(action) && name === undefined && (action !== 'open' || methods === undefined),
    );
  return {
    may,
    methodsOf: (wanted, methods) => {
      const opening = grants.filter(
        ({ actions, name }) => actions.has('open') && (name === undefined || name.matches(wanted)),
      );
      if (opening.some((grant) => grant.methods === undefined)) return methods;
      const patterns = opening.flatMap((grant) => grant.methods ?? []);
      return methods.filter((method) => patterns.some((pattern) => pattern.matches(method)));
    },
    seesAll: mayAll('lookup') && mayAll('read') && mayAll('open'),
    isAdministrator: false,
  };
};

/** Callers whose rights are kept. */
const MAX_KEPT = 1000;

/** Rules from grants, which add up: there is no grant that takes something away. */
export const createAccessRules = (grants: readonly AccessGrant[]): AccessRules => {
  const compiled = grants.map(compileGrant);
  const kept = new LRUCache<string, Rights>({ max: MAX_KEPT });
  return {
    isClosed: grants.length === 0,
    groups: new Set(grants.flatMap(({ to }) => (to.startsWith(GROUP) ? [to.slice(GROUP.length)] : []))),
    rightsOf: (caller) => {
      const key = caller.authenticated ? JSON.stringify([caller.subject, caller.groups]) : '';
      const known = kept.get(key);
      if (known) return known;
      const rights = createRights(compiled.filter(({ isFor }) => isFor(caller)));
      kept.set(key, rights);
      return rights;
    },
  };
};
