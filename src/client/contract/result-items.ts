import { OWN_NAMESPACES } from '../../protocol/light.js';
import { findAttribute, findChild, textOf, toNameKey } from '../../xml/light.js';
import type { XmlElement } from '../../xml/index.js';
import { loadXml } from '../../gate/light.js';
import type { ResultDocument } from '../api.js';
import type { AnyEvent } from './model.js';
import type { EventItem, ProgressItem, ResultItem, ResultsParts } from './results-model.js';
import { elementOf, readContractMessage } from '../parts.js';

const PROGRESS = toNameKey({ namespace: OWN_NAMESPACES.result, local: 'progress' });

const toProgress = (root: XmlElement): ProgressItem => {
  const [done, of] = [findAttribute(root, 'done'), findAttribute(root, 'of')];
  const note = findChild(root, { namespace: OWN_NAMESPACES.result, local: 'note' });
  return {
    kind: 'progress',
    done: Number(done),
    ...(of !== undefined && { of: Number(of) }),
    ...(note && { note: textOf(note) }),
  };
};

/** What a document among the results is; `undefined` for one that is none of what was promised. */
export const toItem = async <Request, Response, Event extends AnyEvent>(
  { method, events }: ResultsParts<Request, Response, Event>,
  { xml }: ResultDocument,
): Promise<ResultItem<Response, Event> | undefined> => {
  const document = await loadXml(xml);
  const key = toNameKey(document.root.name);
  if (key === PROGRESS) return toProgress(document.root);
  if (method.response && key === elementOf(method.response))
    return { kind: 'response', value: (await readContractMessage(method.response, document)) as Response };
  const event = events.find(({ message }) => elementOf(message) === key);
  if (event === undefined) return undefined;
  // What its codec read has the type that the event says.
  return {
    kind: 'event',
    name: event.name,
    value: await readContractMessage(event.message, document),
  } as EventItem<Event>;
};
