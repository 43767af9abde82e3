// GraphQL over SSE, "distinct connections": the client `graphql-sse` and the raw stream.
// node sse.mjs http://HOST/graphql '{"query": "subscription ..."}': it must give two values or more, and end.
import { createClient } from 'graphql-sse';
import { attempt, end } from './report.mjs';

const url = process.argv[2];
const ENDS = JSON.parse(process.argv[3]);

const iterate = async (payload) => {
  const client = createClient({ url, retryAttempts: 0 });
  const got = [];
  try {
    for await (const value of client.iterate(payload)) got.push(value);
  } catch (error) {
    got.push({ thrown: String(error?.message ?? error) });
  }
  client.dispose();
  return got;
};
const post = (accept, body = ENDS) =>
  fetch(url, {
    method: 'POST',
    headers: { accept, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });

await attempt('a subscription streams and ends', () => iterate(ENDS), (got) => got.length >= 2 && got.every((value) => value.data));
await attempt('a query is answered over SSE', () => iterate({ query: '{ __typename }' }), (got) => got.length === 1 && got[0].data.__typename === 'Query');
await attempt('a validation error is told', () => iterate({ query: '{ nope }' }), (got) => /nope|400/.test(JSON.stringify(got)));
const streamed = await post('text/event-stream');
const text = await streamed.text();
await attempt('the stream is text/event-stream', () => streamed.headers.get('content-type'), (type) => type?.startsWith('text/event-stream'));
await attempt('values are `next` events', () => text, (said) => (said.match(/^event: ?next$/gm) ?? []).length >= 2);
await attempt('it ends with a `complete` event', () => text, (said) => /event: ?complete/.test(said.trimEnd().split('\n\n').at(-1)));
await attempt('nobody keeps the stream', () => streamed.headers.get('cache-control'), (said) => /no-store|no-cache/.test(said ?? ''));
await attempt('a subscription by plain POST is refused', () => post('application/json').then((answer) => answer.status), (status) => status >= 400 && status < 500);
await attempt(
  'a stream that the client leaves is let go',
  async () => {
    const leaving = new AbortController();
    const open = await fetch(url, {
      method: 'POST',
      headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
      body: JSON.stringify({ query: ENDS.query.replace(/, *until: *\d+/, '') }),
      signal: leaving.signal,
    });
    await open.body.getReader().read();
    leaving.abort();
    return (await post('application/json', { query: '{ __typename }' })).status;
  },
  (status) => status === 200,
);
end();
