import { durationText } from "@wegraph/kit/durationText";
import type { TextLanguage } from "@wegraph/kit/durationText";
import { metricCatalogue } from "../metric/metric.catalogue.ts";
import type { MetricDefinition, MetricUnit } from "../metric/metric.catalogue.ts";
import type { Bilingual } from "../notification/notice.kinds.ts";
import { labelText } from "./label.texts.ts";
import type { Measure } from "./monitor.codes.ts";
import { operatorSigns } from "./monitor.codes.ts";
import type { Labels, RuleRow } from "./rule.row.ts";
import { shippedRule } from "./shipped.rules.ts";

const catalogue: Readonly<Record<string, MetricDefinition | undefined>> = metricCatalogue;

export function metricUnit(metric: string): MetricUnit | null {
  return catalogue[metric]?.unit ?? null;
}

export function metricTitle(metric: string): Bilingual {
  return catalogue[metric]?.title ?? { zh: metric, en: metric };
}

/** What the rule is called: in both languages as long as nobody has called it otherwise. */
export function ruleTitle({ shippedKey, name }: Pick<RuleRow, "shippedKey" | "name">): Bilingual {
  const shipped = shippedRule(shippedKey);
  return shipped?.title.en === name ? shipped.title : { zh: name, en: name };
}

export function ruleDescription(rule: Pick<RuleRow, "shippedKey" | "description">): Bilingual {
  const shipped = shippedRule(rule.shippedKey);
  return shipped?.description.en === rule.description
    ? shipped.description
    : { zh: rule.description, en: rule.description };
}

/** In one sentence: what was measured, where, and what is allowed. */
export function alertSummary(
  rule: Pick<RuleRow, "metric" | "measure" | "operator" | "threshold" | "windowSeconds">,
  labels: Labels,
  value: number | null,
): Bilingual {
  const title = metricTitle(rule.metric);
  const isAnywhere = Object.keys(labels).length === 0;
  const tail = {
    zh: isAnywhere ? "" : `，${labelText(labels, "zh")}`,
    en: isAnywhere ? "" : ` (${labelText(labels, "en")})`,
  };
  if (rule.operator === "ABSENT" || value === null)
    return { zh: `${title.zh}：没有数据${tail.zh}`, en: `${title.en}: no data${tail.en}` };
  const said = (language: TextLanguage) => {
    const limit = `${operatorSigns[rule.operator]} ${written(rule.threshold, rule, language)}`;
    return { is: written(value, rule, language), limit, over: exact(rule.windowSeconds ?? 0, language) };
  };
  const [zh, en] = [said("zh"), said("en")];
  if (rule.measure === "VALUE")
    return {
      zh: `${title.zh}：${zh.is}（${zh.limit}）${tail.zh}`,
      en: `${title.en}: ${en.is} (${en.limit})${tail.en}`,
    };
  return {
    zh: `${title.zh}：${zh.over}内变化 ${zh.is}（${zh.limit}）${tail.zh}`,
    en: `${title.en}: changed by ${en.is} within ${en.over} (${en.limit})${tail.en}`,
  };
}

function written(
  value: number,
  { metric, measure }: { metric: string; measure: Measure },
  language: TextLanguage,
): string {
  const percent = language === "zh" ? "%" : " %";
  if (measure === "CHANGE_PERCENT") return `${short(value)}${percent}`;
  switch (metricUnit(metric)) {
    case "RATIO":
      return `${short(value * 100)}${percent}`;
    case "SECONDS":
      return exact(value, language);
    case "BYTES":
      return `${short(value / 1_048_576)} MiB`;
    case "PER_SECOND":
      return `${short(value)}/s`;
    case "COUNT":
    case null:
      return short(value);
  }
}

/** To the second: a value just over its limit must not read like the limit. */
function exact(seconds: number, language: TextLanguage): string {
  return durationText(seconds, language, 4);
}

/** Three digits are as much as anybody reads in a notice. */
function short(value: number): string {
  return Math.abs(value) >= 1_000 ? Math.round(value).toString() : Number(value.toPrecision(3)).toString();
}
