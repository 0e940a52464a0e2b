import type { XmlName } from '../../xml/index.js';
import { createIdentifiers } from '../typescript/identifiers.js';
import type { Identifiers } from '../typescript/identifiers.js';
import { call, literal, printConstant } from './printer.js';
import type { Expression } from './printer.js';

/** The text of a module in the making: what it imports, its namespaces and its constants. */
export interface ModuleText {
  /** The name under which the module has something of the runtime. */
  readonly use: (name: string) => string;
  /** Notes a type of the runtime that the module names. */
  readonly useType: (name: string) => string;
  /** An expression for an expanded name. */
  readonly name: (name: XmlName) => Expression;
  /** A new identifier that begins with a small letter. */
  readonly identifier: (wanted: string) => string;
  /** A new identifier in PascalCase; those of functions that are exported share these. */
  readonly pascal: (wanted: string) => string;
  readonly imports: () => readonly string[];
  readonly typeImports: () => readonly string[];
  /** Declarations of the namespaces, in the order of first use. */
  readonly namespaces: () => readonly string[];
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** Names of the runtime that end as constants of a module do. */
const RUNTIME_NAMES = ['anyType', 'looseType'];

class Module implements ModuleText {
  readonly #identifiers: Identifiers;
  readonly #pascal: Identifiers = createIdentifiers();
  readonly #imports = new Set<string>();
  readonly #typeImports = new Set<string>();
  readonly #namespaces = new Map<string, string>();

  constructor(reserved: readonly string[]) {
    this.#identifiers = createIdentifiers([...RUNTIME_NAMES, ...reserved].map(upper));
  }

  readonly use = (name: string): string => {
    this.#imports.add(name);
    return name;
  };

  readonly useType = (name: string): string => {
    this.#typeImports.add(name);
    return name;
  };

  readonly name: ModuleText['name'] = ({ namespace, local }) => {
    const known = this.#namespaces.get(namespace);
    if (known !== undefined) return call(known, literal(local));
    this.use('namespace');
    const named = [...this.#namespaces.keys()].filter((each) => each !== '').length;
    const prefix = namespace === '' ? 'unqualified' : `ns${named === 0 ? '' : String(named + 1)}`;
    this.#namespaces.set(namespace, prefix);
    return call(prefix, literal(local));
  };

  readonly identifier = (wanted: string): string => lower(this.#identifiers.take(wanted));

  readonly pascal = (wanted: string): string => this.#pascal.take(wanted);

  readonly imports = (): readonly string[] => [...this.#imports].sort();

  readonly typeImports = (): readonly string[] => [...this.#typeImports].sort();

  readonly namespaces = (): readonly string[] =>
    [...this.#namespaces].map(([uri, prefix]) => printConstant(prefix, call('namespace', literal(uri))));
}

/** A module without text; `reserved` are the constants that others put into it. */
export const createModuleText = (reserved: readonly string[] = []): ModuleText => new Module(reserved);
