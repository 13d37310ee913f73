import type { words as source } from "../en/apiKeys.ts";
import type { Words } from "../words.ts";

export const words: Words<typeof source> = {
  title: "API 密钥",
  context: "供程序以本组织名义调用接口。",
  column: {
    name: "名称",
    key: "密钥",
    scopes: "权限",
    status: "状态",
    lastUsed: "最近使用",
    expires: "到期时间",
    createdBy: "创建人",
    actions: "操作",
  },
  open: "新建密钥",
  create: { title: "新建 API 密钥", submit: "创建密钥" },
  field: {
    name: "名称",
    nameHint: "使用方，例如“订单系统”。",
    scopes: "权限",
    scopesHint: "只授予程序需要的权限，不能超出您自己的权限。",
    addresses: "允许的来源地址",
    addressesHint: "地址或网段，例如 203.0.113.0/24，留空则不限。",
    expires: "有效期",
    limit: "每分钟请求数",
    limitHint: "留空则按组织的限制。",
  },
  expiry: { "30": "30 天", "90": "90 天", "180": "180 天", "365": "一年" },
  secret: {
    title: "请立即复制密钥",
    text: "密钥只显示这一次。系统只保存指纹，之后任何人都无法查看。",
    label: "API 密钥",
    kept: "我已妥善保存",
    use: "以请求头发送：",
  },
  rotate: {
    action: "轮换",
    title: "轮换密钥 {{name}}？",
    text: "将生成权限相同的新密钥，旧密钥 24 小时内仍可使用，便于平滑切换。",
    confirm: "生成新密钥",
  },
  revoke: {
    action: "吊销",
    title: "吊销密钥 {{name}}？",
    text: "一秒内失效，且无法恢复。",
    done: "密钥已吊销",
  },
  developer: {
    menu: "开发者",
    graphiql: "在 GraphiQL 中调试接口",
    graphql: "下载 GraphQL 架构",
    openapi: "下载 OpenAPI 文档",
  },
  never: "永不",
  overlapUntil: "{{time}} 前有效",
  empty: { title: "还没有 API 密钥", text: "创建密钥后，程序即可调用接口。" },
};
