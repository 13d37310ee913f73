import type { words as source } from "../en/patients.ts";
import type { Words } from "../words.ts";

export const words: Words<typeof source> = {
  title: "患者",
  gone: {
    title: "未找到该患者",
    text: "档案不存在，或不在您负责的范围内。",
    list: "全部患者",
  },
  tab: {
    overview: "概况",
    vitals: "生命体征",
    alerts: "告警",
    devices: "设备",
    timeline: "时间线",
    reports: "体检报告",
    risk: "风险评估",
    access: "访问记录",
  },
  overview: { file: "档案" },
  fact: { recordNumber: "档案号", birthDate: "出生日期" },
};
