import type { Bilingual } from "../notification/notice.kinds.ts";
import type { AlertSeverity } from "../system-alert/alert.codes.ts";
import type { Measure, Operator } from "./monitor.codes.ts";

export interface ShippedRule {
  key: string;
  /** Whose series it looks at, and who has it: the platform's tenant, or every other. */
  scope: "PLATFORM" | "TENANT";
  title: Bilingual;
  description: Bilingual;
  /** As in metric.catalogue.ts. */
  metric: string;
  measure: Measure;
  operator: Operator;
  threshold: number;
  forSeconds: number;
  severity: AlertSeverity;
  /** `component` and `depends-on` are what inhibition goes by. */
  labels: Readonly<Record<string, string>>;
}

const above = { measure: "VALUE", operator: "ABOVE" } as const;

/**
 * What everybody has from the beginning (spec of core, "Monitoring and alerts"). Where only a limit is given, a minute of
 * it is what is complained of: a single sample is no trouble.
 */
export const shippedRules: readonly ShippedRule[] = [
  {
    ...above,
    key: "account-offline",
    scope: "TENANT",
    title: { zh: "账号离线过久", en: "Account offline" },
    description: {
      zh: "有账号离线超过 5 分钟。",
      en: "An account that should be online has been offline for more than five minutes.",
    },
    metric: "account_offline_seconds",
    threshold: 300,
    forSeconds: 60,
    severity: "CRITICAL",
    labels: { component: "accounts" },
  },
  {
    ...above,
    key: "message-failure-rate",
    scope: "TENANT",
    title: { zh: "消息失败率过高", en: "Messages fail" },
    description: { zh: "消息失败率超过 1%。", en: "More than 1 % of the messages fail." },
    metric: "message_failure_ratio",
    threshold: 0.01,
    forSeconds: 120,
    severity: "WARNING",
    labels: { component: "messages" },
  },
  {
    ...above,
    key: "api-response-slow",
    scope: "PLATFORM",
    title: { zh: "接口响应过慢", en: "API is slow" },
    description: {
      zh: "95% 的请求响应时间超过 2 秒。",
      en: "The 95th percentile of response times is above two seconds.",
    },
    metric: "request_seconds_p95",
    threshold: 2,
    forSeconds: 180,
    severity: "WARNING",
    labels: { component: "api", "depends-on": "database" },
  },
  {
    ...above,
    key: "queue-backlog",
    scope: "PLATFORM",
    title: { zh: "队列积压", en: "Queue backlog" },
    description: { zh: "队列中等待的任务超过 1000 个。", en: "More than 1,000 jobs wait in a queue." },
    metric: "queue_depth",
    threshold: 1_000,
    forSeconds: 60,
    severity: "WARNING",
    labels: { component: "queue", "depends-on": "database" },
  },
  {
    ...above,
    key: "cpu-high",
    scope: "PLATFORM",
    title: { zh: "CPU 使用率过高", en: "CPU is busy" },
    description: { zh: "主机 CPU 使用率超过 80%。", en: "The machine's CPU is used to more than 80 %." },
    metric: "host_cpu_ratio",
    threshold: 0.8,
    forSeconds: 60,
    severity: "WARNING",
    labels: { component: "host" },
  },
  {
    ...above,
    key: "memory-high",
    scope: "PLATFORM",
    title: { zh: "内存使用率过高", en: "Memory is short" },
    description: { zh: "主机内存使用率超过 85%。", en: "The machine's memory is used to more than 85 %." },
    metric: "host_memory_ratio",
    threshold: 0.85,
    forSeconds: 60,
    severity: "WARNING",
    labels: { component: "host" },
  },
  {
    ...above,
    key: "disk-full",
    scope: "PLATFORM",
    title: { zh: "磁盘空间不足", en: "Disk is nearly full" },
    description: { zh: "磁盘使用率超过 90%。", en: "The disk is used to more than 90 %." },
    metric: "host_disk_ratio",
    threshold: 0.9,
    forSeconds: 60,
    severity: "CRITICAL",
    labels: { component: "host" },
  },
  {
    ...above,
    key: "pool-exhausted",
    scope: "PLATFORM",
    title: { zh: "数据库连接池紧张", en: "Database pool is nearly used up" },
    description: { zh: "连接池使用率超过 80%。", en: "More than 80 % of a pool's connections are in use." },
    metric: "pool_usage_ratio",
    threshold: 0.8,
    forSeconds: 60,
    severity: "WARNING",
    labels: { component: "pool", "depends-on": "database" },
  },
  {
    ...above,
    key: "replication-late",
    scope: "PLATFORM",
    title: { zh: "数据库复制延迟", en: "Replication is late" },
    description: { zh: "复制延迟超过 1 秒。", en: "A replica is more than a second behind." },
    metric: "postgres_replication_lag_seconds",
    threshold: 1,
    forSeconds: 60,
    severity: "WARNING",
    labels: { component: "replica", "depends-on": "database" },
  },
  {
    key: "cache-misses",
    scope: "PLATFORM",
    title: { zh: "数据库缓存命中率过低", en: "Database cache misses" },
    description: { zh: "缓存命中率低于 95%。", en: "Less than 95 % of the blocks are found in the cache." },
    metric: "postgres_cache_hit_ratio",
    measure: "VALUE",
    operator: "BELOW",
    threshold: 0.95,
    forSeconds: 60,
    severity: "INFO",
    labels: { component: "cache", "depends-on": "database" },
  },
  {
    key: "database-silent",
    scope: "PLATFORM",
    title: { zh: "数据库无响应", en: "Database does not answer" },
    description: {
      zh: "采集不到数据库连接数。",
      en: "The database's connections cannot be counted any more.",
    },
    metric: "postgres_connections",
    measure: "VALUE",
    operator: "ABSENT",
    threshold: 0,
    forSeconds: 60,
    severity: "CRITICAL",
    labels: { component: "database" },
  },
];

const byKey = new Map(shippedRules.map((rule) => [rule.key, rule]));

export function shippedRule(key: string | null): ShippedRule | undefined {
  return key === null ? undefined : byKey.get(key);
}
