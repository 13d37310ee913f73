import type { QuotaDimension } from "@wegraph/kit/quota";
import type { Bilingual } from "../notification/notice.kinds.ts";
import { dimensionFacts } from "./quota.dimensions.ts";

export interface QuotaFigures {
  dimension: QuotaDimension;
  used: number;
  limit: number;
}

/** "81,234 of 100,000 (81 %)" */
function share({ used, limit }: QuotaFigures): string {
  const percent = limit === 0 ? 100 : Math.floor((used / limit) * 100);
  return `${used.toLocaleString("en-US")} / ${limit.toLocaleString("en-US")} (${percent} %)`;
}

export function thresholdText(figures: QuotaFigures, percent: number): { title: Bilingual; body: Bilingual } {
  const { zh, en } = dimensionFacts[figures.dimension].title;
  return {
    title: { zh: `配额即将用尽：${zh}`, en: `Quota running low: ${en}` },
    body: {
      zh: `${zh}已达到 ${percent} % 的提醒阈值：${share(figures)}。`,
      en: `${en} reached the threshold of ${percent} %: ${share(figures)}.`,
    },
  };
}

export function expansionText(figures: QuotaFigures, to: number): { title: Bilingual; body: Bilingual } {
  const { zh, en } = dimensionFacts[figures.dimension].title;
  const [before, after] = [figures.limit, to].map((limit) => limit.toLocaleString("en-US"));
  return {
    title: { zh: `配额已自动扩容：${zh}`, en: `Quota expanded by itself: ${en}` },
    body: {
      zh: `${zh}的上限由 ${before} 自动扩至 ${after}，超出套餐的部分将计费。`,
      en: `The limit of ${en} moved from ${before} to ${after}; what goes beyond the plan is billed.`,
    },
  };
}
