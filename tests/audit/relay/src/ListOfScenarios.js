// A list at the root that grows.
import { graphql } from 'relay-runtime';

export const page = graphql`
  query ListOfScenariosQuery {
    ...ListOfScenarios_query
  }
`;

export const list = graphql`
  fragment ListOfScenarios_query on Query
  @refetchable(queryName: "ListOfScenariosPaginationQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 20 }, after: { type: "String" }) {
    scenarios(first: $first, after: $after) @connection(key: "ListOfScenarios_scenarios") {
      edges {
        node {
          id
          title
        }
      }
    }
  }
`;

export const changed = graphql`
  mutation ListOfScenariosDeleteMutation($input: DeleteScenarioInput!) {
    deleteScenario(input: $input) {
      __typename
      ... on DeletedScenario {
        key
      }
    }
  }
`;
