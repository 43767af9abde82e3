// urql, Apollo Client and graphql-request: queries, variables, errors, pages, trusted documents.
// node clients.mjs http://HOST/graphql TRUSTED: the text of a document that the server trusts.
import { createHash } from 'node:crypto';
import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache, gql } from '@apollo/client/core';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { Client, createRequest, fetchExchange } from '@urql/core';
import { GraphQLClient, ClientError } from 'graphql-request';
import { attempt, end } from './report.mjs';

const [, , url, TRUSTED] = process.argv;
const QUERY = `query Pair($key: String!) {
  scenario(key: $key) { id key view { pair(a: "residents", b: "street_office") { forward reverse mutual } } }
}`;
const variables = { key: 'mutual-empowerment' };
const unknown = { key: 'mutual-empowermen' };
const PAGE = `query Page($after: String) {
  scenario(key: "mutual-empowerment") { id view { actors(first: 2, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } edges { cursor node { id key } } } } }
}`;
const isPair = (data) => data.scenario.view.pair.mutual > 0;
const isUnknown = (code) => code === 'UNKNOWN_SCENARIO';
const allPages = async (ask) => {
  const keys = [];
  let after = null;
  let total;
  do {
    const { actors } = (await ask({ after })).scenario.view;
    keys.push(...actors.edges.map((edge) => edge.node.key));
    total = actors.totalCount;
    after = actors.pageInfo.hasNextPage ? actors.pageInfo.endCursor : null;
  } while (after);
  return { keys, total };
};
const isWhole = ({ keys, total }) => keys.length === total && new Set(keys).size === total;

for (const preferGetMethod of [false, 'force']) {
  const way = preferGetMethod ? 'GET' : 'POST';
  const client = new Client({ url, exchanges: [fetchExchange], preferGetMethod });
  const ask = async (given) => {
    const answer = await client.query(PAGE, given).toPromise();
    if (answer.error) throw answer.error;
    return answer.data;
  };
  await attempt(`urql by ${way}`, () => client.query(QUERY, variables).toPromise(), (answer) => isPair(answer.data));
  await attempt(`urql by ${way}: the code of an error`, () => client.query(QUERY, unknown).toPromise(), (answer) =>
    isUnknown(answer.error.graphQLErrors[0].extensions.code));
  await attempt(`urql by ${way}: every page`, () => allPages(ask), isWhole);
}
await attempt(
  'urql: a trusted document by documentId',
  async () => {
    // Outside production urql wants to see the operation, which a document of hash alone has not.
    process.env.NODE_ENV = 'production';
    const client = new Client({ url, exchanges: [fetchExchange], preferGetMethod: false });
    const documentId = `sha256:${createHash('sha256').update(TRUSTED).digest('hex')}`;
    return client.executeQuery(createRequest({ kind: 'Document', definitions: [], documentId }, {})).toPromise();
  },
  (answer) => !answer.error && answer.data,
);

const apollo = (link) => new ApolloClient({ link, cache: new InMemoryCache() });
const http = new HttpLink({ uri: url, fetch });
await attempt('Apollo', () => apollo(http).query({ query: gql(QUERY), variables }), (answer) => isPair(answer.data));
await attempt(
  'Apollo: the code of an error',
  () => apollo(http).query({ query: gql(QUERY), variables: unknown }).catch((error) => error),
  (error) => CombinedGraphQLErrors.is(error) && isUnknown(error.errors[0].extensions.code),
);
await attempt(
  'Apollo: every page through its cache',
  () => {
    const client = apollo(http);
    return allPages(async (given) => (await client.query({ query: gql(PAGE), variables: given })).data);
  },
  isWhole,
);
const trusting = new PersistedQueryLink({
  generateHash: () => createHash('sha256').update(TRUSTED).digest('hex'),
  useGETForHashedQueries: true,
  disable: () => false,
});
await attempt(
  'Apollo: a trusted document by its hash, by GET',
  () => {
    const methods = [];
    const watched = new HttpLink({
      uri: url,
      fetch: (address, options) => {
        methods.push(options.method);
        return fetch(address, options);
      },
    });
    return apollo(ApolloLink.from([trusting, watched]))
      .query({ query: gql(TRUSTED) })
      .then((answer) => ({ answer, methods }));
  },
  ({ answer, methods }) => answer.data && methods.length === 1 && methods[0] === 'GET',
);

const plain = new GraphQLClient(url);
await attempt('graphql-request', () => plain.request(QUERY, variables), isPair);
await attempt(
  'graphql-request: the code of an error',
  () => plain.request(QUERY, unknown).catch((error) => error),
  (error) => error instanceof ClientError && isUnknown(error.response.errors[0].extensions.code),
);
await attempt('graphql-request: every page', () => allPages((given) => plain.request(PAGE, given)), isWhole);
end();
