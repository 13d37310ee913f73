import { metricCatalogue } from "../metric/metric.catalogue.ts";
import type { MetricDefinition, MetricUnit } from "../metric/metric.catalogue.ts";
import type { Bilingual } from "../notification/notice.kinds.ts";
import type { Measure, Operator } from "./monitor.codes.ts";
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
  const where = Object.entries(labels)
    .map(([label, is]) => `${label}=${is}`)
    .join(", ");
  const tail = where === "" ? "" : ` (${where})`;
  if (rule.operator === "ABSENT" || value === null)
    return { zh: `${title.zh}：没有数据${tail}`, en: `${title.en}: no data${tail}` };
  const is = written(value, rule);
  const limit = `${operatorSigns[rule.operator]} ${written(rule.threshold, rule)}`;
  const over = rule.windowSeconds ?? 0;
  if (rule.measure === "VALUE")
    return { zh: `${title.zh}：${is}（${limit}）${tail}`, en: `${title.en}: ${is} (${limit})${tail}` };
  return {
    zh: `${title.zh}：${over} 秒内变化 ${is}（${limit}）${tail}`,
    en: `${title.en}: changed by ${is} within ${over} s (${limit})${tail}`,
  };
}

function written(
  value: number,
  { metric, measure }: { metric: string; measure: Measure; operator: Operator },
): string {
  if (measure === "CHANGE_PERCENT") return `${short(value)} %`;
  switch (metricUnit(metric)) {
    case "RATIO":
      return `${short(value * 100)} %`;
    case "SECONDS":
      return duration(value);
    case "BYTES":
      return `${short(value / 1_048_576)} MiB`;
    case "PER_SECOND":
      return `${short(value)}/s`;
    case "COUNT":
    case null:
      return short(value);
  }
}

/** Nobody reads 83454 s. What is longer than two minutes is written out, and stays exact to the second. */
function duration(seconds: number): string {
  const size = Math.abs(seconds);
  if (size < 1) return `${short(seconds * 1_000)} ms`;
  if (size <= 120) return `${short(seconds)} s`;
  const whole = Math.round(size);
  const parts = [
    [Math.floor(whole / 3_600), "h"],
    [Math.floor(whole / 60) % 60, "min"],
    [whole % 60, "s"],
  ] as const;
  const said = parts.flatMap(([count, unit]) => (count === 0 ? [] : `${count} ${unit}`)).join(" ");
  return seconds < 0 ? `-${said}` : said;
}

/** Three digits are as much as anybody reads in a notice. */
function short(value: number): string {
  return Math.abs(value) >= 1_000 ? Math.round(value).toString() : Number(value.toPrecision(3)).toString();
}
