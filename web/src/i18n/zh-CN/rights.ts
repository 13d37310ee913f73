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
    conversation: "会话",
    callback: "企微回调",
    alert: "账号告警",
    "alert-rule": "告警规则",
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
    reply: "回复、接手和关闭",
    acknowledge: "确认",
    replay: "重放",
    reveal: "查看内容",
  },
  role: {
    platform_admin: { name: "平台管理员", description: "在所有组织中拥有全部权限。" },
    tenant_admin: { name: "管理员", description: "在本组织中拥有全部权限。" },
    operator: { name: "运营", description: "管理本组织的全部企微账号。" },
    staff: { name: "员工", description: "使用绑定给自己的企微账号。" },
    viewer: { name: "观察员", description: "查看账号、企业和用户，不做修改。" },
    customer: { name: "客户", description: "在控制台中没有权限。" },
  },
};
