import type { words as source } from "../en/tenants.ts";
import type { Words } from "../words.ts";

export const words: Words<typeof source> = {
  title: "组织",
  quotas: "配额",
  bills: "账单",
  column: {
    name: "名称",
    slug: "简称",
    plan: "套餐",
    status: "状态",
    users: "用户数",
    timeZone: "时区",
    created: "创建时间",
    actions: "操作",
  },
  filter: { search: "搜索组织", status: "状态" },
  platform: "平台",
  open: "新建组织",
  create: {
    title: "新建组织",
    admin: "首位管理员",
    slugHint: "用于地址，例如“acme”，创建后不可修改。",
    adminEmail: "邮箱",
    adminName: "姓名",
    adminPassword: "初始密码",
    passwordHint: "至少 12 个字符。",
    done: "已创建 {{name}}",
  },
  suspend: {
    action: "暂停",
    title: "暂停 {{name}}？",
    text: "所有访问（包括实时连接）立即停止，数据不受影响。",
    reason: "原因",
    done: "已暂停 {{name}}",
  },
  resume: { action: "恢复使用", done: "已恢复 {{name}}" },
  remove: {
    action: "删除",
    title: "删除 {{name}}？",
    text: "访问立即停止。数据保留 30 天，期间可还原，之后永久删除。",
    done: "已删除 {{name}}",
  },
  restore: { action: "还原", done: "已还原 {{name}}" },
  plan: { action: "变更套餐", title: "{{name}} 的套餐", done: "套餐已变更" },
  purge: "{{time}} 永久删除",
  empty: { title: "没有组织", text: "请创建第一个组织。" },
};
