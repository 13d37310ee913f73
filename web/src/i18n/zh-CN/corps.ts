import type { words as source } from "../en/corps.ts";
import type { Words } from "../words.ts";

export const words: Words<typeof source> = {
  title: "企业",
  context: "在此管理其账号的企业微信企业。",
  column: {
    name: "名称",
    corpId: "企业 ID",
    secret: "密钥",
    accounts: "账号数",
    created: "添加时间",
    actions: "操作",
  },
  secretSet: "已加密保存",
  secretMissing: "未设置",
  open: "添加企业",
  create: { title: "添加企业", done: "已添加 {{name}}" },
  edit: { title: "修改 {{name}}", done: "企业已修改" },
  corpIdHint: "在企业微信管理后台“我的企业”中查看。",
  providerUrl: "接入地址",
  providerUrlHint: "客户端会话的接入服务地址；只使用自建应用时，地址和密钥都可留空。",
  providerUrlKeep: "留空则保持不变。",
  secret: "密钥",
  secretHint: "接入服务的密钥，加密保存，之后不再显示。",
  secretKeep: "留空则保持不变。",
  empty: { title: "还没有企业", text: "账号隶属于企业，请先添加第一个企业。" },
};
