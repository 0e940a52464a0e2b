import t from 'tap';
import { code, joinCode, nameCode, sumCode } from '../../../src/schema/compiled/code.js';
import type { Code } from '../../../src/schema/compiled/code.js';
import { HOSTILE_TEXTS } from './hostile-texts.js';

const run = (text: Code): unknown => new Function(`return ${text.toString()};`)() as unknown;

t.test('a string in a template is a literal that means it, whatever is in it', (t) => {
  for (const text of HOSTILE_TEXTS) {
    t.equal(run(code`${text}`), text);
    t.same(run(code`[${text}, { a: [${text}] }]`), [text, { a: [text] }]);
  }
  t.end();
});

t.test('a literal ends neither a line nor a script element', (t) => {
  for (const text of HOSTILE_TEXTS) t.notMatch(code`${text}`.toString(), /[\n\r\u2028\u2029]|<\/|<!|<script/i);
  t.end();
});

t.test('numbers mean themselves next to any sign', (t) => {
  for (const value of [0, -0, 1.5, -7, 1e300, -1e-300, Infinity, -Infinity, NaN]) {
    t.ok(Object.is(run(code`${value}`), value), String(value));
    t.ok(Object.is(run(code`0 -${value}`), 0 - value), String(value));
  }
  t.equal(run(code`0n -${-9223372036854775808n}`), 9223372036854775808n);
  t.equal(run(code`${18446744073709551615n}`), 18446744073709551615n);
  t.end();
});

t.test('code stands as it is, lists line by line, and what is undefined is left out', (t) => {
  const [one, other] = [code`1 +`, code`2`];
  t.equal(code`${[one, other]}`.toString(), '1 +\n2');
  t.equal(joinCode([one, other], code` `).toString(), '1 + 2');
  t.equal(code`(${undefined})`.toString(), '()');
  t.equal(nameCode('f', 12).toString(), 'f12');
  t.end();
});

t.test('neighbouring strings of a sum are one literal', (t) => {
  t.equal(sumCode(['<', 'a"', '>', code`t`, '</', 'a', '>']).toString(), '"<a\\">" + t + "\\u003c/a>"');
  t.equal(sumCode([]).toString(), "''");
  t.end();
});

t.test('nothing but code, numbers, truth values and strings enters a program', (t) => {
  const forged: unknown[] = [{ toString: () => 'alert(1)' }, Symbol('x'), null, ['alert(1)'], [{}]];
  for (const part of forged) t.throws(() => code`${part as Code}`, { code: 'INTERNAL' });
  t.throws(() => joinCode(['alert(1)' as unknown as Code], code`, `), { code: 'INTERNAL' });
  t.throws(() => nameCode('f;alert' as 'f', 1), { code: 'INTERNAL' });
  t.throws(() => nameCode('f', 0.5), { code: 'INTERNAL' });
  t.throws(() => nameCode('f', '1;x' as unknown as number), { code: 'INTERNAL' });
  t.end();
});
