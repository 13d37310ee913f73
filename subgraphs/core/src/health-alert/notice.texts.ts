import type { Bilingual } from "../notification/notice.kinds.ts";
import type { HealthAlertChange } from "./healthAlert.event.ts";

/** What people read of a change: the patient by the record's number, as health wrote it. */
export function noticeTexts({ change, escalation, resolution, texts }: HealthAlertChange): {
  title: Bilingual;
  body: Bilingual;
} {
  const { "zh-CN": zh, en } = texts;
  const prefix = prefixOf(change, escalation?.level ?? 0);
  const isOver = change === "RESOLVED";
  return {
    title: { zh: `${prefix.zh}${zh.title}`, en: `${prefix.en}${en.title}` },
    body: {
      zh: lines(zh.summary, isOver ? endings[resolution ?? ""]?.zh : zh.advice, disclaimer.zh),
      en: lines(en.summary, isOver ? endings[resolution ?? ""]?.en : en.advice, disclaimer.en),
    },
  };
}

const disclaimer: Bilingual = {
  zh: "以上为监测规则的提示，不构成诊断。",
  en: "This is what a monitoring rule found, not a diagnosis.",
};

const endings: Readonly<Record<string, Bilingual>> = {
  BACK_TO_NORMAL: { zh: "测量值已恢复正常。", en: "What is measured is back to normal." },
  BY_HAND: { zh: "已由人工结束。", en: "It was ended by hand." },
  RULE_DISABLED: { zh: "其规则已停用。", en: "Its rule was switched off." },
  READING_RETRACTED: {
    zh: "引发该告警的测量值已被撤回。",
    en: "The reading that raised it was taken back.",
  },
  PATIENT_GONE: { zh: "该患者已不再接受监测。", en: "The patient is not monitored any more." },
};

function prefixOf(change: string, level: number): Bilingual {
  switch (change) {
    case "WORSENED":
      return { zh: "加重：", en: "Worse: " };
    case "ESCALATED":
      return { zh: `无人确认（升级第 ${level} 级）：`, en: `Not acknowledged (level ${level}): ` };
    case "ASSIGNED":
      return { zh: "指派给您：", en: "Assigned to you: " };
    case "RESOLVED":
      return { zh: "已结束：", en: "Over: " };
    default:
      return { zh: "", en: "" };
  }
}

function lines(...parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join("\n");
}
