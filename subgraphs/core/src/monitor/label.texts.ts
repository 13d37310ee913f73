import type { TextLanguage } from "@wegraph/kit/durationText";
import type { Labels } from "./rule.row.ts";

/** Of the labels that our own measurements carry; others are called what whoever measures calls them. */
const names: Readonly<Record<string, string | undefined>> = {
  service: "服务",
  instance: "实例",
  database: "数据库",
  pool: "连接池",
  queue: "队列",
  replica: "副本",
  stream: "消息流",
  consumer: "消费者",
  part: "依赖",
};

/** And of what stands in them, by label: elsewhere the same word may be somebody's own. */
const values: Readonly<Record<string, Readonly<Record<string, string | undefined>> | undefined>> = {
  service: { wegraph: "平台", gateway: "网关", core: "核心", wecom: "企业微信", health: "健康" },
  database: { core: "核心", wecom: "企业微信", health: "健康" },
  pool: { app: "请求", system: "系统" },
  part: {
    nats: "NATS 消息总线",
    redis: "Redis 缓存",
    supergraph: "联邦总图",
    "database core": "核心数据库",
    "database wecom": "企业微信数据库",
    "database health": "健康数据库",
    "subgraph core": "核心服务",
    "subgraph wecom": "企业微信服务",
    "subgraph health": "健康服务",
  },
};

/** Where something was measured: "service=core, instance=a". Empty without labels. */
export function labelText(labels: Labels, language: TextLanguage): string {
  const written = Object.entries(labels).map(([label, is]) =>
    language === "zh" ? `${names[label] ?? label}：${values[label]?.[is] ?? is}` : `${label}=${is}`,
  );
  return written.join(language === "zh" ? "，" : ", ");
}
