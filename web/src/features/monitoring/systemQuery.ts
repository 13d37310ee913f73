import { graphql } from "../../gql/gql.ts";
import type { SystemHealthQuery, SystemLoadQuery, UptimesQuery } from "../../gql/graphql.ts";

export const systemHealthQuery = graphql(`
  query SystemHealth {
    systemHealth {
      status
      at
      nodes {
        id
        kind
        name
        status
        since
        lastSeenAt
        latencyMs
        version
        startedAt
        componentIds
      }
      edges {
        from
        to
        status
        isCritical
        latencyMs
      }
    }
  }
`);

export const componentHealthSubscription = graphql(`
  subscription ComponentHealth {
    componentHealth {
      id
    }
  }
`);

/** What the nodes carry just now. */
export const systemLoadQuery = graphql(`
  query SystemLoad($input: MetricsInput!) {
    metrics(input: $input) {
      series {
        name
        unit
        labels {
          name
          value
        }
        points {
          last
        }
      }
    }
  }
`);

export const forgetProcessMutation = graphql(`
  mutation ForgetProcess($input: ForgetProcessInput!) {
    forgetProcess(input: $input) {
      systemHealth {
        status
        nodes {
          id
        }
      }
    }
  }
`);

export const uptimeQuery = graphql(`
  query Uptimes {
    uptime {
      componentId
      service
      instance
      part
      status
      since
      uptime {
        days
        ratio
        watchedSeconds
      }
    }
    healthIncidents(days: 90) {
      componentId
      service
      instance
      part
      startedAt
      endedAt
    }
  }
`);

export type SystemHealth = SystemHealthQuery["systemHealth"];
export type SystemNode = SystemHealth["nodes"][number];
export type SystemEdge = SystemHealth["edges"][number];
export type LoadSeries = SystemLoadQuery["metrics"]["series"][number];
export type ComponentUptime = UptimesQuery["uptime"][number];
export type Incident = UptimesQuery["healthIncidents"][number];
