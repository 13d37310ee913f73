interface Preset {
  key: string;
  names: readonly string[];
}

/** What people look at together. */
export const presets = [
  {
    key: "accounts",
    names: ["account_online_ratio", "accounts_online", "login_success_ratio", "recovery_seconds"],
  },
  {
    key: "messages",
    names: ["messages_per_second", "message_failure_ratio", "message_seconds_p50", "message_seconds_p95"],
  },
  { key: "callbacks", names: ["callbacks_per_second"] },
  {
    key: "requests",
    names: ["requests_per_second", "request_seconds_p50", "request_seconds_p95", "request_seconds_p99"],
  },
  {
    key: "process",
    names: ["host_cpu_ratio", "host_memory_ratio", "event_loop_lag_seconds_p99", "process_memory_bytes"],
  },
  {
    key: "database",
    names: [
      "postgres_connections",
      "postgres_cache_hit_ratio",
      "pool_usage_ratio",
      "postgres_transactions_per_second",
    ],
  },
  { key: "queues", names: ["queue_depth", "queue_oldest_seconds", "nats_backlog"] },
] as const satisfies readonly Preset[];
