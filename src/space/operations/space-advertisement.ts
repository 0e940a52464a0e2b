import type { DocumentId, SpaceLimits } from '../../base/index.js';
import { DEFAULT_SPACE_LIMITS, toDuration } from '../../base/index.js';
import {
  STOA_HTTP_BINDING,
  makeSpaceInterface,
  writeAdvertisement,
  writeProtectedAdvertisement,
} from '../../advertisement/index.js';
import { OWN_NAMESPACES } from '../../protocol/index.js';
import type { XmlElement } from '../../xml/index.js';
import { createElement } from '../../xml/index.js';
import type { AddressBook, Space } from '../model.js';
import { POLICY_NUMBERS, POLICY_PERIODS } from '../registry/policy.js';

type Described = Pick<Space, 'id' | 'name' | 'kind' | 'alias' | 'limits' | 'contentSchemas'>;

/**
 * A space's own advertisement as XML text: a service like any other, with all its messages as methods. Its schema
 * is that of the messages and that of its content, which holds at least its parent's; its policy says the limits
 * that are not the usual ones.
 */
export const writeSpaceAdvertisement = (space: Described, addresses: AddressBook): string => {
  const face = makeSpaceInterface();
  return writeAdvertisement({
    kind: space.kind,
    name: space.name,
    id: space.id as string as DocumentId,
    access: 'unrestricted',
    endpoints: [{ uri: addresses.space(space), binding: STOA_HTTP_BINDING, priority: 0 }],
    interface: { ...face, schemas: [...face.schemas, ...space.contentSchemas] },
    extensions: writePolicy(space.limits),
  });
};

/**
 * A space's advertisement without the interface that every space has: where its documents are, for who knows what a space is. The
 * complete one is got at its endpoint.
 */
export const writeBriefAdvertisement = ({ id, kind, name }: Described, addresses: AddressBook): string => {
  const uri = addresses.space({ id, alias: undefined });
  const endpoints = [{ uri, binding: STOA_HTTP_BINDING, priority: 0 }];
  return writeAdvertisement({
    kind,
    name,
    id: id as string as DocumentId,
    access: 'unrestricted',
    endpoints,
    extensions: [],
  });
};

/** What a stranger is told of a space: its name, and where there is more for others. */
export const writeProtectedSpace = (space: Described, addresses: AddressBook): string =>
  writeProtectedAdvertisement({
    kind: space.kind,
    name: space.name,
    id: space.id as string as DocumentId,
    complete: addresses.space(space),
    authentication: addresses.authentication?.(),
  });

const writePolicy = (limits: SpaceLimits): readonly XmlElement[] => {
  const attributes: Record<string, string> = {};
  for (const [attribute, limit] of Object.entries(POLICY_NUMBERS)) {
    if (limits[limit] !== DEFAULT_SPACE_LIMITS[limit]) attributes[attribute] = String(limits[limit]);
  }
  for (const [attribute, limit] of Object.entries(POLICY_PERIODS)) {
    if (limits[limit] !== DEFAULT_SPACE_LIMITS[limit]) attributes[attribute] = toDuration(limits[limit]);
  }
  if (Object.keys(attributes).length === 0) return [];
  const named = (local: string) => ({ namespace: OWN_NAMESPACES.policy, local });
  return [createElement(named('policy'), { children: [createElement(named('limits'), { attributes })] })];
};
