import { countUtf8 } from '../../base/index.js';
import { OWN_NAMESPACES } from '../../protocol/light.js';
import { escapeAttribute, escapeText } from '../../xml/index.js';
import { escapeString } from '../escapes.js';
import type { ObjectLimits } from '../limits.js';
import type { Item, KeptItem, Part } from './item.js';
import { refuseSize } from './refuse.js';

/** Values stand in one another down to this level; deeper ones stand beside, so that any graph is a document that can be parsed. */
const MAX_NESTING = 32;

interface Emitting {
  text: string;
  readonly limits: ObjectLimits;
  readonly indent: string | undefined;
  /** Values that are referred to, in the order of their numbers. */
  readonly shared: KeptItem[];
}

const breakLine = (emitting: Emitting, level: number): void => {
  if (emitting.indent !== undefined) emitting.text += `\n${emitting.indent.repeat(level)}`;
};

const emitParts = (emitting: Emitting, item: KeptItem, level: number): void => {
  const isMap = item.tag === 'map';
  for (const [at, part] of item.parts.entries()) {
    if (isMap && at % 2 === 0) {
      breakLine(emitting, level);
      emitting.text += '<entry>';
    }
    if (!isMap) breakLine(emitting, level);
    emitPart(emitting, part, level);
    if (isMap && at % 2 === 1) emitting.text += '</entry>';
  }
  breakLine(emitting, level - 1);
};

const emitElement = (emitting: Emitting, item: Item, { name, level }: { name: string; level: number }): void => {
  const start = `<${item.tag}${name}${item.attributes}`;
  const hasParts = item.kind === 'kept' && item.parts.length > 0;
  if (item.text === '' && !hasParts) {
    emitting.text += `${start}/>`;
    return;
  }
  emitting.text += `${start}>${escapeText(item.text)}`;
  if (hasParts) emitParts(emitting, item, level + 1);
  emitting.text += `</${item.tag}>`;
  if (emitting.text.length > emitting.limits.maxBytes) refuseSize('maxBytes', emitting.limits, 'value');
};

/** Whether the value stands beside the others, with a number. */
const isBeside = (item: Item, level: number): item is KeptItem =>
  item.kind === 'kept' && (item.uses > 1 || (level >= MAX_NESTING && item.parts.length > 0));

const emitPart = (emitting: Emitting, { name: raw, item }: Part, level: number): void => {
  const name = raw === undefined ? '' : ` name="${escapeAttribute(escapeString(raw))}"`;
  if (!isBeside(item, level)) {
    emitElement(emitting, item, { name, level });
    return;
  }
  if (item.id === 0) item.id = emitting.shared.push(item);
  emitting.text += `<ref${name} to="${item.id}"/>`;
};

/**
 * Text of the document of `root`. Values that stand in several places, or too deep, stand beside, numbered in the order in which
 * the text first refers to them; so equal graphs have equal texts.
 *
 * @throws {StoaError} `OBJECTS_LIMIT_EXCEEDED` when it has more than `maxBytes`
 */
export const emit = (root: Item, limits: ObjectLimits, indent: string | undefined): string => {
  const emitting: Emitting = { text: `<objects xmlns="${OWN_NAMESPACES.objects}">`, limits, indent, shared: [] };
  breakLine(emitting, 1);
  emitting.text += '<root>';
  emitPart(emitting, { item: root }, 1);
  emitting.text += '</root>';
  // Grows while it is walked: what is emitted may refer to more.
  for (const item of emitting.shared) {
    breakLine(emitting, 1);
    emitting.text += `<shared id="${item.id}">`;
    emitElement(emitting, item, { name: '', level: 1 });
    emitting.text += '</shared>';
  }
  breakLine(emitting, 0);
  emitting.text += '</objects>';
  if (countUtf8(emitting.text) > limits.maxBytes) refuseSize('maxBytes', limits, 'value');
  return emitting.text;
};
