import type { Bilingual } from "../../notification/notice.kinds.ts";
import { worstOf } from "../alert.codes.ts";
import type { AlertSeverity, ToldChange } from "../alert.codes.ts";
import type { AlertRow } from "../alert.row.ts";

export interface ToldAlert {
  alert: Pick<
    AlertRow,
    | "id"
    | "titleZh"
    | "titleEn"
    | "summaryZh"
    | "summaryEn"
    | "severity"
    | "since"
    | "resolvedAt"
    | "path"
    | "raisedAt"
  >;
  change: ToldChange;
}

export interface AlertNoticeText {
  severity: AlertSeverity;
  title: Bilingual;
  body: Bilingual;
  path: string;
}

/** So many are told of one by one; of the rest, how many there are. */
const linesMax = 20;

const severityWords: Readonly<Record<AlertSeverity, Bilingual>> = {
  CRITICAL: { zh: "严重", en: "Critical" },
  WARNING: { zh: "警告", en: "Warning" },
  INFO: { zh: "提示", en: "Info" },
};
const order: readonly AlertSeverity[] = ["CRITICAL", "WARNING", "INFO"];

/** One notice for all of them: what, since when, the current value, and where to look. The worst comes first. */
export function noticeText(told: readonly ToldAlert[], timeZone: string): AlertNoticeText {
  const sorted = told.toSorted(
    (a, b) => rank(a) - rank(b) || b.alert.raisedAt.getTime() - a.alert.raisedAt.getTime(),
  );
  const [only] = sorted;
  const severity = worstOf(sorted.map(({ alert }) => alert.severity));
  const isOne = sorted.length === 1 && only !== undefined;
  return {
    severity,
    title: isOne ? titleOfOne(only) : titleOfMany(sorted),
    body: { zh: body(sorted, timeZone, "zh"), en: body(sorted, timeZone, "en") },
    path: isOne ? (only.alert.path ?? `/monitoring/alerts/${only.alert.id}`) : "/monitoring/alerts",
  };
}

/** What is over comes after all that is not. */
function rank({ alert, change }: ToldAlert): number {
  return order.indexOf(alert.severity) + (change === "RESOLVED" ? order.length : 0);
}

const changeWords: Readonly<Record<ToldChange, Bilingual>> = {
  FIRED: { zh: "", en: "" },
  ESCALATED: { zh: "无人处理 · ", en: "Nobody took it on · " },
  RESOLVED: { zh: "已恢复 · ", en: "Resolved · " },
};

function titleOfOne({ alert, change }: ToldAlert): Bilingual {
  const words = severityWords[alert.severity];
  const { zh, en } = changeWords[change];
  return { zh: `${zh}[${words.zh}] ${alert.titleZh}`, en: `${en}[${words.en}] ${alert.titleEn}` };
}

function titleOfMany(told: readonly ToldAlert[]): Bilingual {
  const firing = told.filter(({ change }) => change !== "RESOLVED");
  const resolved = told.length - firing.length;
  if (firing.length === 0) return { zh: `${resolved} 条告警已恢复`, en: `${resolved} alerts resolved` };
  const counts = order.flatMap((severity) => {
    const count = firing.filter(({ alert }) => alert.severity === severity).length;
    return count === 0 ? [] : [{ count, words: severityWords[severity] }];
  });
  const zh = counts.map(({ count, words }) => `${words.zh} ${count}`).join("、");
  const en = counts.map(({ count, words }) => `${count} ${words.en.toLowerCase()}`).join(", ");
  const also =
    resolved === 0 ? { zh: "", en: "" } : { zh: `，${resolved} 条已恢复`, en: `, ${resolved} resolved` };
  return {
    zh: `${firing.length} 条告警（${zh}）${also.zh}`,
    en: `${firing.length} alert${firing.length === 1 ? "" : "s"} (${en})${also.en}`,
  };
}

function body(told: readonly ToldAlert[], timeZone: string, language: "zh" | "en"): string {
  const [only] = told;
  // What it is and how bad stands in the title already.
  if (told.length === 1 && only) return facts(only, timeZone, language);
  const lines = told.slice(0, linesMax).map((each) => line(each, timeZone, language));
  const left = told.length - lines.length;
  if (left > 0) lines.push(language === "zh" ? `……以及另外 ${left} 条` : `… and ${left} more`);
  return lines.join("\n");
}

function line({ alert, change }: ToldAlert, timeZone: string, language: "zh" | "en"): string {
  const words = severityWords[alert.severity][language];
  const title = language === "zh" ? alert.titleZh : alert.titleEn;
  const said = facts({ alert, change }, timeZone, language);
  return `${changeWords[change][language]}[${words}] ${title} · ${said}`;
}

function facts({ alert, change }: ToldAlert, timeZone: string, language: "zh" | "en"): string {
  const summary = language === "zh" ? alert.summaryZh : alert.summaryEn;
  const since = moment(alert.since, timeZone);
  const ended = alert.resolvedAt ? moment(alert.resolvedAt, timeZone) : since;
  const when =
    change === "RESOLVED"
      ? { zh: `于 ${ended} 恢复`, en: `resolved ${ended}` }
      : { zh: `始于 ${since}`, en: `since ${since}` };
  return `${summary} · ${when[language]}`;
}

function moment(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).format(at);
}
