/** What a value counts: charts, thresholds and reports write it accordingly. RATIO: 0 to 1. */
export type MetricUnit = "RATIO" | "SECONDS" | "BYTES" | "PER_SECOND" | "COUNT";

/** PLATFORM: the installation's own, seen on the platform's tenant only. TENANT: each tenant's business. */
export type MetricScope = "PLATFORM" | "TENANT";

export interface MetricDefinition {
  unit: MetricUnit;
  scope: MetricScope;
  title: { zh: string; en: string };
}

const platform = (unit: MetricUnit, en: string, zh: string): MetricDefinition => ({
  unit,
  scope: "PLATFORM",
  title: { zh, en },
});
const tenant = (unit: MetricUnit, en: string, zh: string): MetricDefinition => ({
  unit,
  scope: "TENANT",
  title: { zh, en },
});

/**
 * What is sampled every 10 seconds, by name. Those of processes carry the labels `service` and `instance`; what a
 * process has registered beyond these is sampled under its Prometheus name and has no entry here.
 */
export const metricCatalogue = {
  requests_per_second: platform("PER_SECOND", "Requests", "请求速率"),
  request_seconds_p50: platform("SECONDS", "Response time, median", "响应时间 P50"),
  request_seconds_p95: platform("SECONDS", "Response time, 95th percentile", "响应时间 P95"),
  request_seconds_p99: platform("SECONDS", "Response time, 99th percentile", "响应时间 P99"),
  request_error_ratio: platform(
    "RATIO",
    "Requests that failed, callers' own mistakes aside",
    "请求失败率（不含调用方错误）",
  ),

  host_cpu_ratio: platform("RATIO", "CPU of the machine", "主机 CPU 使用率"),
  host_memory_ratio: platform("RATIO", "Memory of the machine", "主机内存使用率"),
  host_disk_ratio: platform("RATIO", "Disk", "磁盘使用率"),
  process_cpu_cores: platform("COUNT", "CPU cores used", "进程占用 CPU 核数"),
  process_memory_bytes: platform("BYTES", "Memory of the process", "进程内存"),
  process_heap_bytes: platform("BYTES", "JavaScript heap", "进程堆内存"),
  event_loop_lag_seconds_p50: platform("SECONDS", "Event-loop lag, median", "事件循环延迟 P50"),
  event_loop_lag_seconds_p99: platform("SECONDS", "Event-loop lag, 99th percentile", "事件循环延迟 P99"),
  /** Labels `database` and `pool` ("app", "system"). */
  pool_usage_ratio: platform("RATIO", "Database pool in use", "连接池使用率"),
  pool_waiting: platform("COUNT", "Waiting for a database connection", "等待连接数"),

  /** Label `queue`. */
  queue_depth: platform("COUNT", "Jobs waiting in a queue", "队列积压"),
  queue_oldest_seconds: platform("SECONDS", "Age of the oldest waiting job", "队列最老任务等待时间"),

  postgres_connections: platform("COUNT", "PostgreSQL connections", "PostgreSQL 连接数"),
  postgres_connection_ratio: platform("RATIO", "PostgreSQL connections in use", "PostgreSQL 连接使用率"),
  /** Statements that have been running for more than a second. */
  postgres_slow_queries: platform("COUNT", "Slow queries under way", "进行中的慢查询"),
  postgres_cache_hit_ratio: platform("RATIO", "PostgreSQL cache hits", "PostgreSQL 缓存命中率"),
  postgres_transactions_per_second: platform("PER_SECOND", "Transactions", "数据库事务速率"),
  /** Label `database`. */
  postgres_database_bytes: platform("BYTES", "Size of a database", "数据库大小"),
  /** Label `replica`; none where there is no replica. */
  postgres_replication_lag_seconds: platform("SECONDS", "Replication lag", "复制延迟"),

  redis_memory_bytes: platform("BYTES", "Redis memory", "Redis 内存"),
  redis_memory_ratio: platform("RATIO", "Redis memory of its limit", "Redis 内存使用率"),
  redis_hit_ratio: platform("RATIO", "Redis hits", "Redis 命中率"),
  redis_clients: platform("COUNT", "Redis clients", "Redis 客户端数"),

  /** Labels `stream` and `consumer`. */
  nats_backlog: platform("COUNT", "Messages a consumer has yet to handle", "NATS 消费积压"),
  /** Label `stream`. */
  nats_stream_messages: platform("COUNT", "Messages in a stream", "NATS 流消息数"),
  nats_stream_bytes: platform("BYTES", "Size of a stream", "NATS 流大小"),

  accounts_total: tenant("COUNT", "WeCom accounts", "企微账号数"),
  accounts_online: tenant("COUNT", "Accounts online", "在线账号数"),
  account_online_ratio: tenant("RATIO", "Accounts online of all that should be", "账号在线率"),
  /** Of the account that has been away longest without anybody wanting it; 0: none is. */
  account_offline_seconds: tenant("SECONDS", "Longest time an account is offline", "账号最长离线时间"),
  /** Of log-ins that ended within the last hour; none where none ended. */
  login_success_ratio: tenant("RATIO", "Log-ins that succeeded", "登录成功率"),
  /** Mean of recoveries that succeeded within the last hour. */
  recovery_seconds: tenant("SECONDS", "Time to recover an account", "账号恢复耗时"),
  /** Of messages that ended within the last five minutes; none where none ended. */
  message_delivery_ratio: tenant("RATIO", "Messages delivered", "消息送达率"),
  message_failure_ratio: tenant("RATIO", "Messages that failed", "消息失败率"),
  messages_per_second: tenant("PER_SECOND", "Messages sent", "消息发送速率"),
  message_seconds_p50: tenant("SECONDS", "Time to send a message, median", "消息发送耗时 P50"),
  message_seconds_p95: tenant("SECONDS", "Time to send a message, 95th percentile", "消息发送耗时 P95"),
  callbacks_per_second: tenant("PER_SECOND", "Callbacks received", "回调速率"),
} as const satisfies Readonly<Record<string, MetricDefinition>>;
