import { graphql } from "../../gql/gql.ts";

export const summaryFigures = graphql(`
  fragment SystemAlertFigures_summary on SystemAlertSummary {
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
`);

export const summaryQuery = graphql(`
  query SystemAlertSummary {
    systemAlertSummary {
      ...SystemAlertFigures_summary
    }
  }
`);
