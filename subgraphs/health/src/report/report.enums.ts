import { registerEnumType } from "type-graphql";
import { z } from "zod";
import { csvColumns, csvProblems } from "./item.csv.ts";
import { trends } from "./item.rules.ts";
import { panelKeys } from "./panel.templates.ts";
import { itemCategories, itemFlags, reportStatuses } from "./report.codes.ts";
import { reportChanges } from "./report.events.ts";

export const ReportStatusEnum = z.enum(reportStatuses).enum;
registerEnumType(ReportStatusEnum, {
  name: "CheckupReportStatus",
  description: "Where a check-up report stands.",
  valuesConfig: {
    DRAFT: { description: "Being written; it can be changed and deleted." },
    PUBLISHED: { description: "It stays as it is; a corrected one can take its place." },
  },
});

export const ItemFlagEnum = z.enum(itemFlags).enum;
registerEnumType(ItemFlagEnum, {
  name: "CheckupItemFlag",
  description: "How a result stands to its reference (FHIR observation-interpretation). Not a diagnosis.",
  valuesConfig: {
    N: { description: "Within." },
    L: { description: "Below." },
    H: { description: "Above." },
    LL: { description: "Far below: critical by the laboratory's own word, or more than 20 % below." },
    HH: { description: "Far above: critical by the laboratory's own word, or more than 20 % above." },
    A: { description: "Not as expected; of a result in words." },
  },
});

export const ItemCategoryEnum = z.enum(itemCategories).enum;
registerEnumType(ItemCategoryEnum, {
  name: "CheckupItemCategory",
  description: "What items of a report are grouped under.",
});

export const TrendEnum = z.enum(trends).enum;
registerEnumType(TrendEnum, {
  name: "CheckupTrend",
  description: "From the last but one report to the last; steady within 5 %.",
});

export const PanelKeyEnum = z.enum(panelKeys).enum;
registerEnumType(PanelKeyEnum, {
  name: "CheckupPanelKey",
  description: "A common set of items.",
});

export const CsvColumnEnum = z.enum(csvColumns).enum;
registerEnumType(CsvColumnEnum, {
  name: "CheckupItemColumn",
  description: "A column of a pasted table.",
});

export const CsvProblemEnum = z.enum(csvProblems).enum;
registerEnumType(CsvProblemEnum, {
  name: "CheckupItemProblem",
  description: "Why a line of a pasted table cannot be taken.",
});

export const ReportChangeEnum = z.enum(reportChanges).enum;
registerEnumType(ReportChangeEnum, {
  name: "CheckupReportChange",
  description: "What has just happened to a report.",
});
