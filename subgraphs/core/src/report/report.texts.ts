import { durationText } from "@wegraph/kit/durationText";
import type { TextLanguage } from "@wegraph/kit/durationText";
import type { Bilingual } from "../notification/notice.kinds.ts";
import type { ReportDocument, ReportFigure, ReportKind } from "./report.rules.ts";

export const kindTitles: Readonly<Record<ReportKind, Bilingual>> = {
  DAILY: { zh: "监控日报", en: "Daily report" },
  WEEKLY: { zh: "监控周报", en: "Weekly report" },
  MONTHLY: { zh: "监控月报", en: "Monthly report" },
};

const figureTitles: Readonly<Record<string, Bilingual>> = {
  alerts: { zh: "告警", en: "Alerts" },
  "alerts-critical": { zh: "严重告警", en: "Critical alerts" },
  "alerts-warning": { zh: "警告", en: "Warnings" },
  "alerts-info": { zh: "提示", en: "Informational alerts" },
  "time-to-acknowledge": { zh: "平均确认时间（MTTA）", en: "Mean time to acknowledge" },
  "time-to-resolve": { zh: "平均恢复时间（MTTR）", en: "Mean time to resolve" },
  uptime: { zh: "可用率", en: "Uptime" },
  message_delivery_ratio: { zh: "消息送达率", en: "Messages delivered" },
  account_online_ratio: { zh: "账号在线率", en: "Accounts online" },
  login_success_ratio: { zh: "登录成功率", en: "Log-ins that succeeded" },
  request_error_ratio: { zh: "请求错误率", en: "Requests that failed" },
  request_seconds_p95: { zh: "响应时间 P95", en: "Response time, 95th percentile" },
};

export function figureTitle(key: string): Bilingual {
  return figureTitles[key] ?? { zh: key, en: key };
}

/** Of the notice: the figures that are there, and which of them are unusual. */
export function reportBody({ figures }: ReportDocument): Bilingual {
  const known = figures.filter(({ value }) => value !== null);
  return {
    zh: known.map((each) => line(each, "zh")).join("\n"),
    en: known.map((each) => line(each, "en")).join("\n"),
  };
}

function line({ key, value, previous, unit, isAnomaly }: ReportFigure, language: TextLanguage): string {
  const title = figureTitle(key)[language];
  const before =
    previous === null
      ? ""
      : language === "zh"
        ? `（上期 ${written(previous, unit, language)}）`
        : ` (before: ${written(previous, unit, language)})`;
  const unusual = isAnomaly ? (language === "zh" ? " · 异常" : " · unusual") : "";
  return `${title}${language === "zh" ? "：" : ": "}${written(value ?? 0, unit, language)}${before}${unusual}`;
}

function written(value: number, unit: ReportFigure["unit"], language: TextLanguage): string {
  if (unit === "RATIO") return `${Number((value * 100).toFixed(2))}${language === "zh" ? "%" : " %"}`;
  if (unit === "SECONDS") return durationText(value, language);
  return Number(value.toPrecision(4)).toString();
}
