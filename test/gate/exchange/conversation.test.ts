import t from 'tap';
import { ERROR_CODES, StoaError } from '../../../src/base/index.js';
import type { ErrorCode } from '../../../src/base/index.js';
import { ServiceFault, failureOf } from '../../../src/gate/index.js';
import { createConversation } from '../../../src/gate/exchange/conversation.js';
import { outcomeOf } from '../../../src/gate/exchange/outcome.js';

const ORDER = [{ open: 1 }, { write: 1, close: 2 }, {}];
const outOfOrder = { code: 'MESSAGE_OUT_OF_ORDER' };

t.test('[order] messages are taken in their order and no other', (t) => {
  const { begin } = createConversation(ORDER);
  t.throws(() => begin('write'), { ...outOfOrder, message: /expected .*"open".*"write"/, hint: /"open" first/ });
  t.throws(() => begin('close'), outOfOrder);
  begin('open')('done');
  t.throws(() => begin('open'), { ...outOfOrder, hint: /"write" or "close"/ });
  begin('write')('done');
  begin('write')('done');
  begin('close')('done');
  for (const method of ['open', 'write', 'close'])
    t.throws(() => begin(method), { ...outOfOrder, hint: /another gate/ });
  t.end();
});

t.test('[order] what the order does not name may come at any time', (t) => {
  const { begin } = createConversation(ORDER);
  begin('free')('done');
  begin('open')('done');
  begin('free')('undone');
  begin('close')('done');
  begin('free')('unknown');
  t.throws(() => begin('write'), outOfOrder);
  t.end();
});

t.test('[order] a message that was not done does not count', (t) => {
  const { begin } = createConversation(ORDER);
  begin('open')('undone');
  t.throws(() => begin('write'), outOfOrder);
  begin('open')('done');
  begin('close')('undone');
  begin('write')('done');
  t.end();
});

t.test('[order] where nobody knows whether a message was done, both may follow', (t) => {
  const { begin } = createConversation(ORDER);
  begin('open')('unknown');
  begin('open')('unknown');
  begin('write')('done');
  t.throws(() => begin('open'), outOfOrder, 'the one that was done says that it was open');
  begin('close')('unknown');
  begin('write')('done');
  begin('close')('done');
  t.throws(() => begin('close'), outOfOrder);
  t.end();
});

t.test('[order] messages that are on their way count, and are forgotten when they were not done', (t) => {
  const { begin } = createConversation(ORDER);
  const open = begin('open');
  const write = begin('write');
  open('done');
  write('undone');
  begin('close')('done');
  const other = createConversation(ORDER);
  const opening = other.begin('open');
  other.begin('write');
  opening('undone');
  other.begin('open')('done');
  t.end();
});

t.test('names of methods are not looked for in the prototypes of objects', (t) => {
  const { begin } = createConversation([{ open: 1 }, {}]);
  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) begin(name)('done');
  const own = createConversation([Object.fromEntries([['constructor', 1]]), {}]);
  own.begin('constructor')('done');
  t.throws(() => own.begin('constructor'), outOfOrder);
  t.end();
});

t.test('what became of a message is told by how its call ended', (t) => {
  t.equal(outcomeOf(new ServiceFault({ element: { namespace: '', local: 'a' }, value: {} })), 'undone');
  t.equal(outcomeOf(new StoaError('METHOD_NOT_GRANTED', 'x')), 'undone');
  t.equal(outcomeOf(new StoaError('SERVICE_UNREACHABLE', 'x')), 'unknown');
  t.equal(outcomeOf(new StoaError('SERVICE_TIMEOUT', 'x')), 'unknown');
  t.equal(outcomeOf(new StoaError('SERVICE_FAILED', 'x')), 'unknown');
  t.equal(outcomeOf(new StoaError('ABORTED', 'x')), 'unknown');
  t.equal(outcomeOf(new TypeError('x')), 'unknown');
  for (const code of Object.keys(ERROR_CODES) as ErrorCode[]) {
    const failure = failureOf(new StoaError(code, 'x'));
    if (failure) t.equal(outcomeOf(new StoaError(code, 'x')), failure.maybeDone ? 'unknown' : 'undone', code);
  }
  const findings = [{ rule: 'never-sent', message: 'nothing was sent' }];
  t.equal(outcomeOf(new StoaError('SERVICE_UNREACHABLE', 'x', { findings })), 'undone');
  t.end();
});
