import type { words as source } from "../en/rights.ts";
import type { Words } from "../words.ts";

export const words: Words<typeof source> = {
  resource: {
    tenant: "组织",
    user: "用户",
    role: "角色",
    session: "会话",
    "api-key": "API 密钥",
    audit: "审计日志",
    corp: "企业",
    account: "企微账号",
  },
  action: {
    read: "查看",
    write: "增改",
    manage: "管理",
    create: "创建",
    update: "编辑",
    delete: "删除",
    assign: "分配",
    end: "结束",
    verify: "校验",
    login: "登录与下线",
    recover: "恢复",
  },
};
