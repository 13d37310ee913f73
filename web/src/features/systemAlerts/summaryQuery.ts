import { graphql } from "../../gql/gql.ts";

export const summaryQuery = graphql(`
  query SystemAlertSummary {
    systemAlertSummary {
      asOf
      counts {
        state
        severity
        count
      }
      names {
        name
        count
        suppressed
        title {
          zh
          en
        }
      }
    }
  }
`);
