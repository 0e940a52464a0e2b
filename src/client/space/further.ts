import { given } from '../../base/index.js';
import type { SpaceId } from '../../base/index.js';
import { toNameKey } from '../../xml/index.js';
import { loadXml } from '../../gate/light.js';
import {
  destroyMethod,
  publishMethod,
  readMethod,
  removeMethod,
  spawnMethod,
  updateMethod,
} from '../generated/space-documents.js';
import type { Document, SpawnResponse } from '../generated/space-documents.js';
import type { SpawnedSpace } from '../model.js';
import { keepPublished } from './keep-published.js';
import type { FurtherMethods, FurtherParts } from './late-methods.js';
import { exchangePolicy, replaceRoot } from './policy.js';
import { markOrigin, toCredential, toEntry, toId, toLease, toPeriod, toSchemaFragments, toXml } from '../parts.js';

/** The root element of a document as content of a message: what stands around it, such as an XML declaration, does not go along. */
const toFragment = async (xml: string | Uint8Array): Promise<Document> => {
  const { root, source } = await loadXml(xml);
  return { [toNameKey(root.name)]: [source.slice(root.start, root.end)] };
};

const toSpawnedSpace = (value: SpawnResponse): SpawnedSpace => ({
  id: toId<SpaceId>(value['@space']),
  url: value['@uri'],
  root: value['@root'],
  ...given('writer', value['@writer']),
  ...given('reader', value['@reader']),
  lease: toLease(value.lease),
  advertisement: toXml(value.advertisement),
});

/** Publish, read and remove documents, make spaces and end them, over the messages of the space. */
export const createFurtherMethods = ({ call, origin, clock }: FurtherParts): FurtherMethods => ({
  publish: async (xml, { name, periodMs, credential, signal } = {}) => {
    const request = {
      ...(name !== undefined && { '@name': name }),
      ...toPeriod(periodMs),
      ...toCredential(credential),
      document: await toFragment(xml),
    };
    const { entry, lease } = await call(publishMethod, request, signal);
    return { entry: toEntry(entry), lease: toLease(lease) };
  },
  update: async (id, xml, { version, credential, signal } = {}) => {
    const request = {
      '@id': id,
      ...(version !== undefined && { '@version': version }),
      ...toCredential(credential),
      document: await toFragment(xml),
    };
    const { entry, lease } = await call(updateMethod, request, signal);
    return { entry: toEntry(entry), lease: toLease(lease) };
  },
  read: async (id, signal) => {
    const { entry, document } = await call(readMethod, { '@id': id }, signal);
    return { entry: toEntry(entry), xml: toXml(document) };
  },
  readAdvertisement: async (id, signal) => {
    const { entry, document } = await call(readMethod, { '@id': id, '@view': 'advertisement' }, signal);
    return markOrigin({ entry: toEntry(entry), advertisement: toXml(document) }, origin);
  },
  remove: async (id, { credential, signal } = {}) => {
    await call(removeMethod, { '@id': id, ...toCredential(credential) }, signal);
  },
  spawn: async ({ name, schema, periodMs, result, signal }) => {
    const request = {
      ...toPeriod(periodMs),
      ...(result !== undefined && { '@result': result }),
      name,
      ...(schema !== undefined && { schema: await toSchemaFragments(schema) }),
    };
    return toSpawnedSpace(await call(spawnMethod, request, signal));
  },
  keepPublished: (xml, options = {}) => keepPublished({ space: origin.space(), clock }, xml, options),
  policy: {
    read: (options = {}) => exchangePolicy(call, {}, options),
    set: (change, options = {}) => exchangePolicy(call, change, options),
    replaceRoot: (options = {}) => replaceRoot(call, options),
  },
  destroy: async ({ credential, signal } = {}) => {
    await call(destroyMethod, toCredential(credential), signal);
  },
});
