import type { words as source } from "../en/notifications.ts";
import type { Words } from "../words.ts";

export const words: Words<typeof source> = {
  title: "通知",
  context: "需要您知道的事，实时送达。保留 90 天。",
  unread: "未读：",
  all: "全部通知",
  bell: { none: "通知：没有未读", unread_other: "{{count}} 条未读通知" },
  markAll: { action: "全部标为已读" },
  mark: { read: "标为已读", unread: "标为未读" },
  severity: { CRITICAL: "严重", WARNING: "警告", INFO: "提示" },
  kind: {
    "system-alert": "系统告警",
    "account-alert": "账号告警",
    "quota-threshold": "配额提醒",
    "bill-closed": "账单出账",
    "job-failed": "任务失败",
    report: "监控报告",
    "file-share": "文件分享",
    "channel-sick": "通知渠道异常",
  },
  channel: { IN_APP: "站内", EMAIL: "邮件", SMS: "短信" },
  filter: { severity: "级别", kind: "类型", unread: "仅看未读" },
  empty: { title: "暂无通知", text: "告警、报告以及他人与您分享的内容会出现在这里。" },
  preferences: {
    title: "通知设置",
    context: "您接收哪些通知、在哪里接收。仅对您本人在本组织内有效。",
    matrix: "接收的通知",
    mandatory: "站内始终显示",
    missing: "本组织还没有可用的渠道：{{channels}}。管理员可以添加。",
  },
  mute: {
    title: "免打扰",
    text: "期间除严重通知外，不再给您发送邮件和短信。站内仍会显示全部通知。",
    until: "免打扰至 {{time}}。严重通知仍会送达。",
    end: "立即结束",
    for_other: "{{count}} 小时",
    forDays_other: "{{count}} 天",
  },
  phone: {
    title: "短信手机号",
    text: "未填写手机号时不会收到短信。号码加密保存。",
    known: "短信发送至 {{phone}}。",
    label: "新手机号",
    wrong: "请填写大陆手机号，或带国家代码的号码。",
    remove: "移除手机号",
  },
};
