import type { RestRoute } from "../route.ts";

const tag = "Monitoring";

export const monitorRoutes: readonly RestRoute[] = [
  {
    method: "GET",
    path: "/api/v1/monitor/messages/stats",
    summary: "How many messages came how far in a time, by whole hours, and how fast.",
    tag,
    status: 200,
    acceptsTenantId: true,
    document: `query GetMessageStatistics(
      $start_time: DateTime!, $end_time: DateTime!, $account_id: [ID!], $type: [MessageType!]
    ) {
      messageStatistics(input: { from: $start_time, to: $end_time, accountIds: $account_id, types: $type }) {
        total {
          total_count: accepted
          success_count: sent
          failed_count: failed
          cancelled_count: cancelled
          delivered_count: delivered
          read_count: read
          success_rate: successRate
          response_time_p50_ms: p50Ms
          response_time_p95_ms: p95Ms
        }
      }
    }`,
    body: ["messageStatistics", "total"],
  },
  {
    method: "GET",
    path: "/api/v1/monitor/health",
    summary: "The platform's processes and what they need, for its own administrators.",
    tag,
    status: 200,
    document: `query GetSystemHealth {
      systemHealth {
        status
        services: nodes { id kind name status since last_seen: lastSeenAt latency_ms: latencyMs started_at: startedAt }
      }
    }`,
    body: ["systemHealth"],
  },
];
