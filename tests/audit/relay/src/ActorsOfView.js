// A page of actors that grows, of a node that can be asked again by itself.
import { graphql } from 'relay-runtime';

export const scenarioPage = graphql`
  query ActorsOfViewQuery($key: String!, $variant: String) {
    scenario(key: $key) {
      id
      ...ActorsOfView_scenario @arguments(variant: $variant)
    }
  }
`;

export const actors = graphql`
  fragment ActorsOfView_scenario on Scenario
  @refetchable(queryName: "ActorsOfViewPaginationQuery")
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 20 }
    after: { type: "String" }
    variant: { type: "String" }
  ) {
    view(variant: $variant) {
      actors(first: $first, after: $after) @connection(key: "ActorsOfView_actors") {
        totalCount
        edges {
          node {
            id
            key
            ...ActorsOfView_actor
          }
        }
      }
    }
  }
`;

export const actor = graphql`
  fragment ActorsOfView_actor on Actor
  @refetchable(queryName: "ActorsOfViewActorQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 10 }, after: { type: "String" }) {
    name(language: ZH)
    empowers(first: $first, after: $after) @connection(key: "ActorsOfView_empowers") {
      edges {
        node {
          id
          to {
            id
            name
          }
        }
      }
    }
  }
`;
