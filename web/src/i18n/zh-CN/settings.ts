import type { words as source } from "../en/settings.ts";
import type { Words } from "../words.ts";

export const words: Words<typeof source> = {
  title: "配置中心",
  context: "运行中即可修改的配置；一秒内在所有进程生效。",
  place: { TENANT: "本组织", PLATFORM: "平台", SERVICE: "服务 {{service}}" },
  placeLabel: "作用范围",
  empty: { title: "这里没有可修改的配置", text: "使用配置的服务启动后，配置会显示在这里。" },
  column: { setting: "配置项", inForce: "当前值", from: "来源", changed: "修改时间" },
  from: { TENANT: "本组织设定", SERVICE: "服务设定", PLATFORM: "平台设定", DEFAULT: "默认值" },
  value: {
    title: "值",
    on: "开启",
    off: "关闭",
    json: "值（JSON）",
    jsonInvalid: "不是有效的 JSON。",
    inForce: "当前生效：{{from}}",
    default: "默认值",
    comment: "修改原因（随版本保存）",
    done: "配置已修改。",
    number: "{{min}} 至 {{max}}",
  },
  clear: { action: "清除此处设定", done: "已清除此处的设定。" },
  history: {
    title: "历史版本",
    empty: "这里从未设定过。",
    cleared: "已清除",
    rolledBack: "恢复自版本 {{version}}",
    version: "版本 {{version}}",
    back: "恢复此版本",
    backDone: "已恢复版本 {{version}}。",
    was: "之前",
    is: "之后",
    more: "显示更早的版本",
  },
  gone: "这里没有这个配置项。",
};
