// graphql-eslint over schema/schema.graphql: `schema-recommended` and `schema-relay`, every rule on.
// Some rules are told what our schema means; each says why.
import { readFileSync } from 'node:fs';
import graphql from '@graphql-eslint/eslint-plugin';
import { buildSchema, isObjectType } from 'graphql';

const path = process.env.SCHEMA ?? '../../schema/schema.graphql';
const schema = buildSchema(readFileSync(path, 'utf8'));

// What has an identity of its own implements Node and must have `id: ID!`. Everything else is a part
// of an answer (a score, a step, a page): an id would promise that `node` finds it again.
const parts = Object.values(schema.getTypeMap())
  .filter((type) => isObjectType(type))
  .filter((type) => !type.getInterfaces().some((face) => face.name === 'Node'))
  .map((type) => type.name);

// Whatever a rule finds at one of these members of the schema is meant.
const meant = {
  // `errors[].extensions.code` holds it: no field can, for errors are outside the type system.
  'no-unreachable-types': ['ErrorCode'],
  // The ratio of burden to authority, which the essay names so; it is no burden of its own.
  'no-typename-prefix': ['burdenToAuthority'],
};

const excepting = (name) => {
  const rule = graphql.rules[name];
  const create = (context) => {
    const report = (found) => {
      if (!meant[name].includes(found.node?.name?.value ?? found.node?.value)) context.report(found);
    };
    return rule.create(Object.create(context, { report: { value: report } }));
  };
  return { ...rule, create };
};

const rules = { ...graphql.rules };
for (const name of Object.keys(meant)) rules[name] = excepting(name);

export default [
  {
    files: ['**/*.graphql'],
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: { schema: path } },
    },
    plugins: { '@graphql-eslint': { ...graphql, rules } },
    rules: {
      ...graphql.configs['flat/schema-recommended'].rules,
      ...graphql.configs['flat/schema-relay'].rules,
      '@graphql-eslint/strict-id-in-types': [
        'error',
        { acceptedIdNames: ['id'], acceptedIdTypes: ['ID'], exceptions: { types: parts } },
      ],
      // Pages go forward only, which the specification allows: `after` with a new question says what
      // `before` would.
      '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
      // Lists that grow with the graph are connections. Lists that the author wrote out or that the
      // question bounds (the evidence of a relation, the actors of a path) are plain lists: a
      // cursor into three lines of evidence would help nobody. An edge may hold an answer (a path,
      // a score, a commit) that has no identity of its own, see `parts`.
      '@graphql-eslint/relay-edge-types': [
        'error',
        { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false },
      ],
    },
  },
];
