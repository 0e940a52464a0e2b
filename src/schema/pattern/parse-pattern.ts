import { complementSet, rangeSet, subtractSet, unionSet } from './char-set.js';
import type { CharSet } from './char-set.js';
import { ANY_CHARACTER, findMultiEscape, findProperty, findSingleEscape } from './escapes.js';
import { PatternReader } from './pattern-reader.js';
import { choiceOf, repeatOf, sequenceOf, setOf } from './syntax.js';
import type { PatternNode } from './syntax.js';

/** A group that is still open: its finished branches and the pieces of the current one. */
interface OpenGroup {
  readonly branches: PatternNode[];
  pieces: PatternNode[];
}

const METACHARACTERS = '.\\?*+{}()|[]';

/**
 * Syntax tree of a regular expression (XSD 1.0 part 2, appendix F). Groups are kept on a list instead of the
 * call stack, so that nesting cannot exhaust it.
 *
 * @throws {StoaError} `SCHEMA_INVALID` with what was expected and where
 */
export const parsePattern = (source: string): PatternNode => {
  const reader = new PatternReader(source);
  const outer: OpenGroup[] = [];
  let group: OpenGroup = { branches: [], pieces: [] };
  while (!reader.atEnd) {
    if (reader.take('(')) {
      outer.push(group);
      group = { branches: [], pieces: [] };
    } else if (reader.take('|')) {
      group.branches.push(sequenceOf(group.pieces));
      group.pieces = [];
    } else if (reader.peek === ')') {
      const enclosing = outer.pop();
      if (enclosing === undefined) return reader.fail('a "(" for this ")"');
      reader.take(')');
      enclosing.pieces.push(readQuantified(reader, closeGroup(group)));
      group = enclosing;
    } else {
      group.pieces.push(readQuantified(reader, setOf(readAtom(reader))));
    }
  }
  return outer.length > 0 ? reader.fail('")"') : closeGroup(group);
};

const closeGroup = (group: OpenGroup): PatternNode => choiceOf([...group.branches, sequenceOf(group.pieces)]);

const readAtom = (reader: PatternReader): CharSet => {
  if (reader.take('.')) return ANY_CHARACTER;
  if (reader.take('[')) return readClass(reader);
  if (reader.peek === '\\') return readEscape(reader);
  if (METACHARACTERS.includes(reader.peek)) return reader.fail('a character, a class or a group');
  const character = reader.next();
  return rangeSet([character, character]);
};

/** The escape at the reader, which stands at a backslash. */
const readEscape = (reader: PatternReader): CharSet => {
  const character = readSingleEscape(reader);
  if (character !== undefined) return rangeSet([character, character]);
  const letter = reader.peek;
  if (letter === 'p' || letter === 'P') return readProperty(reader);
  const set = findMultiEscape(letter);
  if (set === undefined) return reader.fail('an escape of XSD such as \\d, \\p{L} or \\.');
  reader.next();
  return set;
};

/** The code point of a single character escape; `undefined` for another one, with only the backslash read. */
const readSingleEscape = (reader: PatternReader): number | undefined => {
  reader.take('\\');
  const character = findSingleEscape(reader.peek);
  if (character !== undefined) reader.next();
  return character;
};

const readProperty = (reader: PatternReader): CharSet => {
  const negated = reader.take('P') || !reader.take('p');
  if (!reader.take('{')) return reader.fail('"{" and the name of a category or block');
  const start = reader.at;
  const name = reader.takeUntil('}');
  const set = findProperty(name);
  if (set === undefined) return reader.fail('a Unicode category such as Lu or a block such as IsBasicLatin', start);
  return negated ? complementSet(set) : set;
};

/** A character class expression; its `[` has been read. */
const readClass = (reader: PatternReader): CharSet => {
  const negated = reader.take('^');
  const parts: CharSet[] = [];
  while (!(parts.length > 0 && (reader.peek === ']' || reader.startsWith('-['))))
    parts.push(readClassPart(reader, parts));
  const group = negated ? complementSet(unionSet(parts)) : unionSet(parts);
  if (reader.take(']')) return group;
  reader.take('-');
  reader.take('[');
  const without = readClass(reader);
  return reader.take(']') ? subtractSet(group, without) : reader.fail('"]" after a subtracted class');
};

/** One range, character or escape of a class, of which `before` has been read. */
const readClassPart = (reader: PatternReader, before: readonly CharSet[]): CharSet => {
  if (reader.peek === '-' && before.length > 0 && !reader.startsWith('-]') && !reader.startsWith('--[')) {
    return reader.fail('"-" only at the start or the end of a class, or escaped');
  }
  if (reader.peek === '\\') {
    const first = readSingleEscape(reader);
    if (first !== undefined) return readRangeFrom(reader, first);
    reader.back();
    return readEscape(reader);
  }
  if (reader.atEnd || reader.peek === '[' || reader.peek === ']') return reader.fail('a character of the class');
  const isDash = reader.peek === '-';
  const first = reader.next();
  return isDash ? rangeSet([first, first]) : readRangeFrom(reader, first);
};

/** The range that starts with `first`, or `first` alone when no range follows. */
const readRangeFrom = (reader: PatternReader, first: number): CharSet => {
  if (reader.peek !== '-' || reader.startsWith('-]') || reader.startsWith('-[') || reader.startsWith('--[')) {
    return rangeSet([first, first]);
  }
  reader.take('-');
  const start = reader.at;
  const last = readRangeEnd(reader);
  return last < first ? reader.fail('a range that does not end before it starts', start) : rangeSet([first, last]);
};

const readRangeEnd = (reader: PatternReader): number => {
  if (reader.peek === '\\') return readSingleEscape(reader) ?? reader.fail('a single character as the end of a range');
  if (reader.atEnd || '[]-'.includes(reader.peek)) return reader.fail('a single character as the end of a range');
  return reader.next();
};

const readQuantified = (reader: PatternReader, item: PatternNode): PatternNode => {
  if (reader.take('?')) return repeatOf(item, 0, 1);
  if (reader.take('*')) return repeatOf(item, 0, undefined);
  if (reader.take('+')) return repeatOf(item, 1, undefined);
  if (!reader.take('{')) return item;
  const start = reader.at;
  const min = reader.takeNumber();
  const max = reader.take(',') ? (reader.peek === '}' ? undefined : reader.takeNumber()) : min;
  if (!reader.take('}')) return reader.fail('"}" after a quantity');
  if (max !== undefined && max < min) return reader.fail('a quantity whose maximum is not below its minimum', start);
  return repeatOf(item, min, max);
};
