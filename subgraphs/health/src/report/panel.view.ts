import { intervalFor, panels } from "./panel.templates.ts";
import type { Whom } from "./panel.templates.ts";
import type { CheckupPanel } from "./compare.model.ts";

/** The panels with the intervals that hold for somebody; without intervals for nobody in particular. */
export function panelsFor(whom: Whom | null): CheckupPanel[] {
  return panels.map(({ key, category, name, source, items }) => ({
    key,
    category,
    nameZh: name.zh,
    nameEn: name.en,
    source,
    items: items.map((item) => {
      const interval = whom && intervalFor(item, whom);
      return {
        code: item.code,
        nameZh: item.name.zh,
        nameEn: item.name.en,
        short: item.short,
        unit: item.unit,
        referenceLow: interval?.low ?? null,
        referenceHigh: interval?.high ?? null,
        referenceText: interval?.text ?? null,
      };
    }),
  }));
}
