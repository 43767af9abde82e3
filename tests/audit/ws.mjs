// The graphql-transport-ws protocol, probed with raw messages, and the client `graphql-ws`.
// node ws.mjs http://HOST/graphql '{"query": "subscription ..."}': it must give two values or more, and end.
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { attempt, check, end } from './report.mjs';

const url = process.argv[2].replace(/^http/, 'ws');
const ENDS = JSON.parse(process.argv[3]);
const PROTOCOL = 'graphql-transport-ws';
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// Sends messages one after another, and tells what came back until `enough`, the end, or `ms`.
const talk = (messages, options = {}) =>
  new Promise((done) => {
    const { protocol = PROTOCOL, ms = 4000, headers = {}, enough = () => false, gap = 40 } = options;
    const told = { messages: [], code: null, status: null, protocol: null };
    const socket = new WebSocket(url, protocol === null ? [] : [protocol], { headers });
    const stop = () => {
      clearTimeout(timer);
      socket.terminate();
      done(told);
    };
    const timer = setTimeout(stop, ms);
    socket.on('open', async () => {
      told.protocol = socket.protocol;
      for (const message of messages) {
        if (socket.readyState !== WebSocket.OPEN) break;
        socket.send(typeof message === 'object' && !Buffer.isBuffer(message) ? JSON.stringify(message) : message);
        if (gap) await pause(gap);
      }
    });
    socket.on('message', (data) => {
      told.messages.push(JSON.parse(data));
      if (enough(told.messages)) stop();
    });
    socket.on('close', (code) => {
      told.code = code;
      stop();
    });
    socket.on('unexpected-response', (_, response) => {
      told.status = response.statusCode;
      stop();
    });
    socket.on('error', () => {});
  });

const HELLO = { type: 'connection_init' };
const subscribe = (id, payload = ENDS) => ({ id, type: 'subscribe', payload });
const has = (type, id) => (messages) => messages.some((one) => one.type === type && (!id || one.id === id));
const closes = (name, code, messages, options) =>
  attempt(name, () => talk(messages, options), (told) => told.code === code);
const answers = (name, type, messages, isRight = () => true) =>
  attempt(
    name,
    () => talk(messages, { enough: has(type) }),
    (told) => has(type)(told.messages) && told.code === null && isRight(told.messages),
  );

await answers('connection_init is acknowledged', 'connection_ack', [HELLO]);
await attempt('the subprotocol is confirmed', () => talk([HELLO], { enough: has('connection_ack') }), (told) => told.protocol === PROTOCOL);
await closes('a second connection_init closes with 4429', 4429, [HELLO, HELLO]);
await closes('subscribe before connection_init closes with 4401', 4401, [subscribe('a')]);
await closes('what is no JSON closes with 4400', 4400, ['not json']);
await closes('a list closes with 4400', 4400, [HELLO, '[]']);
await closes('an unknown type closes with 4400', 4400, [HELLO, { type: 'bogus' }]);
await closes('subscribe without an id closes with 4400', 4400, [HELLO, { type: 'subscribe', payload: ENDS }]);
await closes('subscribe without a payload closes with 4400', 4400, [HELLO, { type: 'subscribe', id: 'a' }]);
await closes('a binary message closes with 4400', 4400, [HELLO, Buffer.from([0, 1, 2])]);
const refusal = (messages) => {
  const error = messages.find((one) => one.type === 'error');
  return Array.isArray(error.payload) && error.payload.every((one) => one.message && one.extensions.code);
};
await answers('a syntax error is an error message', 'error', [HELLO, subscribe('a', { query: 'subscription{' })], refusal);
await answers('a validation error is an error message', 'error', [HELLO, subscribe('a', { query: '{ nope }' })], refusal);
await answers('a query is answered and completed', 'complete', [HELLO, subscribe('a', { query: '{ __typename }' })], (messages) =>
  messages.some((one) => one.type === 'next' && one.payload.data.__typename === 'Query'));
await answers('ping is answered by pong', 'pong', [HELLO, { type: 'ping' }]);
await answers('ping is answered before connection_init too', 'pong', [{ type: 'ping' }]);
await answers('a subscription gives its values and completes', 'complete', [HELLO, subscribe('a')], (messages) =>
  messages.filter((one) => one.type === 'next').length >= 2 && messages.at(-1).type === 'complete');
await answers('two subscriptions run side by side', 'complete', [HELLO, subscribe('a'), subscribe('b')]);
await talk([HELLO, subscribe('a')], { ms: 30 }); // one that is left alone hurts nobody
await answers('after a client that left, the next is served', 'connection_ack', [HELLO]);
const LASTS = { query: ENDS.query.replace(/, *until: *\d+/, '') };
await closes('an id that is in use closes with 4409', 4409, [HELLO, subscribe('a', LASTS), subscribe('a', LASTS)]);
await attempt(
  'complete from the client frees its id',
  () => talk([HELLO, subscribe('a', LASTS), { id: 'a', type: 'complete' }, subscribe('a')], { gap: 250, enough: has('complete') }),
  (told) => told.code === null && has('complete')(told.messages),
);
await attempt('an unknown subprotocol is refused', () => talk([], { protocol: 'nonsense' }), (told) => told.code === 4406 || told.status >= 400 || told.code === 1006);
await attempt('the legacy subprotocol graphql-ws is off', () => talk([HELLO], { protocol: 'graphql-ws', ms: 1500 }), (told) => told.messages.length === 0);
await attempt('a page of another site is refused', () => talk([HELLO], { headers: { Origin: 'http://evil.example' } }), (told) => told.status === 403 && !told.messages.length);
await attempt(
  'an oversize document is one short error',
  () => talk([HELLO, subscribe('a', { query: `{ __typename ${'a '.repeat(20_000)}}` })], { enough: has('error') }),
  (told) => told.code !== null || (has('error')(told.messages) && JSON.stringify(told.messages).length < 20_000),
);
await attempt(
  'no acknowledgement without connection_init, and the socket is closed',
  () => talk([], { ms: 15_000 }),
  (told) => told.code === 4408,
);

const client = createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0 });
const got = [];
try {
  for await (const value of client.iterate(ENDS)) got.push(value);
} catch (error) {
  got.push({ thrown: String(error) });
}
await client.dispose();
check('graphql-ws iterates over a subscription', got.length >= 2 && got.every((value) => value.data), got);
end();
