import { hashSha256 } from '../../base/digest.js';
import { toBase64Url, toUtf8 } from '../../base/index.js';
import type { Interface, Method } from '../../advertisement/index.js';
import type { ComponentKey, FindOutline } from '../../schema/index.js';
import type { NameKey, XmlName } from '../../xml/index.js';
import { toNameKey } from '../../xml/index.js';
import type { AdvertisedComponent, ComponentRole, ComponentSet, MethodSignature } from '../tables/index.js';
import { createComponentSet } from '../tables/index.js';

/** The components of a schema, and an outline of each. */
export interface Outlined {
  readonly components: readonly ComponentKey[];
  readonly outlineOf: FindOutline;
  /** Hash of what it declares besides: wildcards may lead there. `''` for nothing. */
  readonly attributes: string;
}

const toKeys = (names: readonly XmlName[]): ReadonlySet<NameKey> => new Set(names.map(toNameKey));

/** The components of an interface, each with the role in which its methods and events use it, and its methods. */
export const withRoles = (
  { components, outlineOf, attributes }: Outlined,
  { methods, events }: Pick<Interface, 'methods' | 'events'>,
): ComponentSet => {
  const requests = toKeys(methods.map(({ request }) => request));
  const answers = toKeys([
    ...methods.flatMap(({ response, faults }) => (response ? [response, ...faults] : faults)),
    ...events,
  ]);
  const roleOf = ({ kind, name }: ComponentKey): ComponentRole => {
    if (kind === 'type') return 'none';
    if (requests.has(name)) return answers.has(name) ? 'both' : 'request';
    return answers.has(name) ? 'answer' : 'none';
  };
  return createComponentSet(
    components.map((key): AdvertisedComponent => ({
      kind: key.kind,
      name: key.name,
      fingerprint: key.fingerprint,
      role: roleOf(key),
      outline: outlineOf(key),
    })),
    methods.map(toSignature),
    attributes,
  );
};

const toSignature = ({ name, request, response, faults }: Method): MethodSignature => ({
  name,
  request: toNameKey(request),
  response: response && toNameKey(response),
  faults: faults.map(toNameKey),
});

/** All that a wildcard may lead to from one of the components. */
const digestAll = ({ components, attributes }: Pick<Outlined, 'components' | 'attributes'>): string =>
  toBase64Url(
    hashSha256(
      toUtf8(
        [attributes, ...components.map(({ kind, name, fingerprint }) => `${kind} ${name} ${fingerprint}`)].join('\n'),
      ),
    ),
  );

/** The one component of a plain document with a content schema: its root element, which is handed out, never sent in. */
export const ofRootElement = ({ components, outlineOf, attributes }: Outlined, root: XmlName): ComponentSet => {
  const name = toNameKey(root);
  const found = components.filter((key) => key.kind === 'element' && key.name === name);
  return createComponentSet(
    found.map((key): AdvertisedComponent => ({
      kind: key.kind,
      name,
      fingerprint: key.fingerprint,
      role: 'answer',
      outline: outlineOf(key),
    })),
    [],
    digestAll({ components, attributes }),
  );
};
