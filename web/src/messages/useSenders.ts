import { useQuery } from "@apollo/client/react";
import { graphql } from "../gql/gql.ts";
import type { SendersQuery } from "../gql/graphql.ts";

const sendersQuery = graphql(`
  query Senders {
    accounts(filter: { connector: CORP_APP }, orderBy: { by: NAME, direction: ASC }, first: 200) {
      nodes {
        id
        name
        status
        healthScore
        corp {
          id
          name
        }
      }
    }
  }
`);

export type Sender = SendersQuery["accounts"]["nodes"][number];

/** The accounts that can send: those of an application of a corporation. */
export function useSenders(skip = false): { senders: readonly Sender[]; loading: boolean } {
  const { data, loading } = useQuery(sendersQuery, { fetchPolicy: "cache-and-network", skip });
  return { senders: data?.accounts.nodes ?? [], loading: loading && !data };
}
