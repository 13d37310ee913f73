import type { words as source } from "../en/overview.ts";
import type { Words } from "../words.ts";

export const words: Words<typeof source> = {
  title: "总览",
  range: "时间范围",
  ranges: { "6": "6 小时", "24": "24 小时", "72": "3 天", "168": "7 天" },
  tile: {
    online: "当前在线",
    onlineOf: "共 {{total}} 个，{{share}}",
    waiting: "等待人工",
    waitingNote: "待扫码、确认或验证",
    broken: "异常",
    brokenNote_other: "另有 {{count}} 个恢复中",
    health: "平均健康分",
    healthNote: "满分 100",
  },
  states: { title: "账号状态分布", state: "状态", count: "账号数", total: "个账号" },
  trend: {
    title: "在线账号数",
    time: "时间",
    online: "在线",
    total: "全部账号",
    label: "最近 {{hours}} 小时在线账号数；当前 {{online}} / {{total}}",
  },
  health: {
    title: "账号健康分布",
    band: "健康分",
    bands: { poor: "较差", weak: "偏低", fair: "一般", good: "良好", best: "优秀" },
  },
  feed: {
    title: "最新变化",
    held_other: "有 {{count}} 条更新，移开鼠标后显示",
    emptyTitle: "暂无变化",
    emptyText: "账号状态一有变化，就会显示在这里。",
  },
  messages: {
    title: "今日消息",
    more: "查看统计",
    accepted: "已提交",
    sent: "已发送",
    delivered: "已送达",
    read: "已读",
    failed: "失败",
  },
  quiet: {
    title: "欢迎，{{name}}",
    text: "您没有需要关注的内容，个人设置在个人中心。",
    profile: "打开个人中心",
  },
};
