import { compileInterface } from '../advertisement/index.js';
import type { CompiledInterface, Interface, Method } from '../advertisement/index.js';
import { compareComponents } from '../schema/index.js';
import type { Direction, Mismatch, SchemaComponent, Verdict } from '../schema/index.js';
import { toNameKey } from '../xml/index.js';
import type { NameKey, XmlName } from '../xml/index.js';

/** One thing in which a service's contract differs from the one that a client was built for. */
export interface ContractChange {
  /** The method that it is about; none for an event, or the order of messages. */
  readonly method?: string;
  readonly role: 'method' | 'idempotence' | 'request' | 'response' | 'fault' | 'event' | 'order';
  readonly element?: NameKey;
  readonly verdict: 'added' | 'removed' | Verdict;
  /** Whether the client cannot be used any more. */
  readonly breaks: boolean;
  /** What has changed, in lower case. */
  readonly message: string;
  /** Where, for a component that differs. */
  readonly mismatches: readonly Mismatch[];
}

/** How a contract has changed. */
export interface ContractComparison {
  readonly changed: boolean;
  readonly breaks: boolean;
  readonly changes: readonly ContractChange[];
}

interface Side {
  readonly description: Interface;
  readonly compiled: CompiledInterface;
  readonly components: ReadonlyMap<NameKey, SchemaComponent>;
}

const toSide = (description: Interface): Side => {
  const compiled = compileInterface(description);
  const { schema } = compiled;
  const elements = compiled.components().filter(({ kind }) => kind === 'element');
  return { description, compiled, components: new Map(elements.map((key) => [key.name, { schema, key }])) };
};

interface Sides {
  readonly built: Side;
  readonly current: Side;
}

type Where = Pick<ContractChange, 'method' | 'role'>;

const compareElement = (
  { built, current }: Sides,
  name: XmlName,
  where: Where & { readonly direction: Direction },
): readonly ContractChange[] => {
  const { direction, ...place } = where;
  const element = toNameKey(name);
  const [wanted, advertised] = [built.components.get(element), current.components.get(element)];
  if (wanted === undefined || advertised === undefined) {
    const message = 'the service does not declare it any more';
    return [{ ...place, element, verdict: 'removed', breaks: true, message, mismatches: [] }];
  }
  const { verdict, mismatches } = compareComponents(wanted, advertised, { direction });
  if (verdict === 'exact') return [];
  const breaks = verdict !== 'compatible';
  const told = direction === 'in' ? 'whatever this client sends is still taken' : 'whatever comes is still understood';
  const message = breaks ? (mismatches[0]?.message ?? 'it differs') : `it differs, and ${told}`;
  return [{ ...place, element, verdict, breaks, message, mismatches }];
};

const change = (
  where: Where & { readonly element?: NameKey },
  verdict: 'added' | 'removed',
  { breaks, message }: { readonly breaks: boolean; readonly message: string },
): ContractChange => ({ ...where, verdict, breaks, message, mismatches: [] });

const compareResponse = (sides: Sides, built: Method, current: Method): readonly ContractChange[] => {
  const where = { method: built.name, role: 'response' } as const;
  const [wanted, given] = [built.response, current.response];
  if (wanted === undefined && given === undefined) return [];
  if (wanted === undefined || given === undefined) {
    const message = wanted ? 'it answers no more' : 'it answers now';
    return [change(where, wanted ? 'removed' : 'added', { breaks: true, message })];
  }
  if (toNameKey(wanted) === toNameKey(given)) return compareElement(sides, wanted, { ...where, direction: 'out' });
  const message = `it answers with ${toNameKey(given)}, this client expects ${toNameKey(wanted)}`;
  return [change({ ...where, element: toNameKey(wanted) }, 'removed', { breaks: true, message })];
};

const compareFaults = (sides: Sides, built: Method, current: Method): readonly ContractChange[] => {
  const [wanted, given] = [new Set(built.faults.map(toNameKey)), new Set(current.faults.map(toNameKey))];
  const where = { method: built.name, role: 'fault' } as const;
  const added = current.faults
    .map(toNameKey)
    .filter((element) => !wanted.has(element))
    .map((element) =>
      change({ ...where, element }, 'added', {
        breaks: false,
        message: 'a new fault, which this client gets as a ServiceFault with its XML, without a class of its own',
      }),
    );
  const others = built.faults.flatMap((fault) => {
    const element = toNameKey(fault);
    if (given.has(element)) return compareElement(sides, fault, { ...where, direction: 'out' });
    return [change({ ...where, element }, 'removed', { breaks: false, message: 'the fault does not come any more' })];
  });
  return [...others, ...added];
};

/** A generated client makes idempotent calls again that may have been answered already. */
const compareIdempotence = ({ name: method, idempotent: wanted }: Method, { idempotent }: Method) => {
  if (wanted === idempotent) return [];
  const where = { method, role: 'idempotence' } as const;
  return [
    wanted
      ? change(where, 'removed', {
          breaks: true,
          message: 'it is idempotent no more, and this client makes calls again',
        })
      : change(where, 'added', { breaks: false, message: 'it is idempotent now' }),
  ];
};

const compareMethod = (sides: Sides, built: Method, current: Method | undefined): readonly ContractChange[] => {
  const { name: method } = built;
  if (current === undefined)
    return [change({ method, role: 'method' }, 'removed', { breaks: true, message: 'the service has it no more' })];
  const [wanted, taken] = [toNameKey(built.request), toNameKey(current.request)];
  const request =
    wanted === taken
      ? compareElement(sides, built.request, { method, role: 'request', direction: 'in' })
      : [
          change({ method, role: 'request', element: wanted }, 'removed', {
            breaks: true,
            message: `it takes ${taken}, this client sends ${wanted}`,
          }),
        ];
  return [
    ...compareIdempotence(built, current),
    ...request,
    ...compareResponse(sides, built, current),
    ...compareFaults(sides, built, current),
  ];
};

const compareEvents = (sides: Sides): readonly ContractChange[] => {
  const { built, current } = sides;
  const [wanted, given] = [built, current].map(({ description: { events } }) => new Set(events.map(toNameKey)));
  const added = [...(given ?? [])].filter((element) => !wanted?.has(element));
  const others = built.description.events.flatMap((event) => {
    const element = toNameKey(event);
    if (given?.has(element)) return compareElement(sides, event, { role: 'event', direction: 'out' });
    return [
      change({ role: 'event', element }, 'removed', { breaks: false, message: 'the event does not come any more' }),
    ];
  });
  const news = added.map((element) =>
    change({ role: 'event', element }, 'added', { breaks: false, message: 'a new event' }),
  );
  return [...others, ...news];
};

/** A service that states another order may refuse what comes in the one that the client was built for. */
const compareOrders = ({ built, current }: Sides): readonly ContractChange[] => {
  const [wanted, given] = [built.compiled.order, current.compiled.order];
  const known = new Set(built.description.methods.map(({ name }) => name));
  // Of the methods that the client lacks it need know nothing.
  const shown = given?.map((steps) => Object.fromEntries(Object.entries(steps).filter(([name]) => known.has(name))));
  if (JSON.stringify(wanted) === JSON.stringify(shown)) return [];
  const message = given === undefined ? 'messages may come in any order now' : 'messages come in another order now';
  return [
    change({ role: 'order' }, given === undefined ? 'removed' : 'added', { breaks: given !== undefined, message }),
  ];
};

/**
 * How the interface that a service has now differs from the one that a client was built for: in the direction of their use, so a
 * service that takes more and answers less breaks nobody. What cannot be decided counts as breaking. `whole`: new methods are told too.
 *
 * @throws {StoaError} what compiling an interface throws
 */
export const compareContracts = (
  built: Interface,
  current: Interface,
  { whole = true }: { readonly whole?: boolean } = {},
): ContractComparison => {
  const sides = { built: toSide(built), current: toSide(current) };
  const byName = new Map(current.methods.map((method) => [method.name, method]));
  const known = new Set(built.methods.map(({ name }) => name));
  const methods = built.methods.flatMap((method) => compareMethod(sides, method, byName.get(method.name)));
  const added = current.methods
    .filter(({ name }) => whole && !known.has(name))
    .map(({ name: method }) => change({ method, role: 'method' }, 'added', { breaks: false, message: 'a new method' }));
  const changes = [...methods, ...compareEvents(sides), ...compareOrders(sides), ...added];
  return { changed: changes.length > 0, breaks: changes.some(({ breaks }) => breaks), changes };
};
