import type { words as source } from "../en/sessions.ts";
import type { Words } from "../words.ts";

export const words: Words<typeof source> = {
  title: "会话",
  tab: { mine: "我的设备", all: "全部会话" },
  column: {
    user: "用户",
    device: "设备",
    address: "地址",
    created: "登录时间",
    lastSeen: "最近活动",
    expires: "到期时间",
    status: "状态",
    actions: "操作",
  },
  current: "当前设备",
  onlyActive: "只看有效",
  end: {
    action: "结束",
    title: "结束该会话？",
    text: "{{device}} 将立即退出登录。",
    done: "会话已结束",
  },
  endOthers: {
    action: "结束其他会话",
    title: "结束您的其他全部会话？",
    text: "仅保留当前设备登录。",
    done_other: "已结束 {{count}} 个会话",
  },
  empty: { title: "没有会话", text: "当前无人登录。" },
};
