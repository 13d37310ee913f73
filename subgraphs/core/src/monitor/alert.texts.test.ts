import { expect, test } from "vitest";
import { alertSummary } from "./alert.texts.ts";

const rule = {
  metric: "pool_usage_ratio",
  measure: "VALUE",
  operator: "ABOVE",
  threshold: 0.8,
  windowSeconds: null,
} as const;

test.each([
  [
    { database: "wecom", pool: "system" },
    0.9,
    "连接池使用率：90%（> 80%），数据库：企业微信，连接池：系统",
    "Database pool in use: 90 % (> 80 %) (database=wecom, pool=system)",
  ],
  [
    { database: "ledger", shelf: "core" },
    null,
    "连接池使用率：没有数据，数据库：ledger，shelf：core",
    "Database pool in use: no data (database=ledger, shelf=core)",
  ],
  [{}, 0.8123, "连接池使用率：81.2%（> 80%）", "Database pool in use: 81.2 % (> 80 %)"],
])(
  "what is known is said in the reader's language, the rest as it is called: %j",
  (labels, value, zh, en) => {
    expect(alertSummary(rule, labels, value)).toEqual({ zh, en });
  },
);
