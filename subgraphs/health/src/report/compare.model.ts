import { Field, Float, ID, Int, ObjectType } from "type-graphql";
import {
  CsvColumnEnum,
  CsvProblemEnum,
  ItemCategoryEnum,
  ItemFlagEnum,
  PanelKeyEnum,
  TrendEnum,
} from "./report.enums.ts";
import type { CsvColumn, CsvProblem } from "./item.csv.ts";
import type { Trend } from "./item.rules.ts";
import type { PanelKey } from "./panel.templates.ts";
import type { ItemCategory, ItemFlag } from "./report.codes.ts";
import { CheckupItem } from "./report.model.ts";

@ObjectType({ description: "A result of one of the reports compared." })
export class CheckupComparedValue {
  @Field(() => ID)
  reportId: string;

  @Field(() => Float, { nullable: true })
  value: number | null;

  @Field(() => String, { nullable: true })
  text: string | null;

  @Field(() => ItemFlagEnum, { nullable: true })
  flag: ItemFlag | null;

  @Field(() => Float, {
    nullable: true,
    description: "Since the value before, in its unit; null for the first, and where units differ.",
  })
  change: number | null;
}

@ObjectType({ description: "One item over several reports." })
export class CheckupComparison {
  @Field(() => String, { description: "What it is known by: its LOINC code, else its name." })
  key: string;

  @Field(() => String, { nullable: true, description: "LOINC." })
  code: string | null;

  @Field(() => ItemCategoryEnum)
  category: ItemCategory;

  @Field(() => String, { description: "As in the latest report." })
  name: string;

  @Field(() => String, { nullable: true, description: "UCUM; as in the latest report." })
  unit: string | null;

  @Field(() => [CheckupComparedValue], { description: "The oldest first; only of reports that have it." })
  values: CheckupComparedValue[];

  @Field(() => TrendEnum, { nullable: true })
  trend: Trend | null;
}

@ObjectType({ description: "An item of a panel, with the interval that holds for the patient." })
export class CheckupPanelItem {
  @Field(() => String, { description: "LOINC." })
  code: string;

  @Field(() => String)
  nameZh: string;

  @Field(() => String)
  nameEn: string;

  @Field(() => [String], { description: "What laboratories call it for short." })
  short: readonly string[];

  @Field(() => String, { description: "UCUM." })
  unit: string;

  @Field(() => Float, { nullable: true })
  referenceLow: number | null;

  @Field(() => Float, { nullable: true })
  referenceHigh: number | null;

  @Field(() => String, { nullable: true })
  referenceText: string | null;
}

@ObjectType({ description: "A common set of items with published reference intervals." })
export class CheckupPanel {
  @Field(() => PanelKeyEnum)
  key: PanelKey;

  @Field(() => ItemCategoryEnum)
  category: ItemCategory;

  @Field(() => String)
  nameZh: string;

  @Field(() => String)
  nameEn: string;

  @Field(() => String, { description: "Where the intervals were published." })
  source: string;

  @Field(() => [CheckupPanelItem])
  items: CheckupPanelItem[];
}

@ObjectType({ description: "A line of a pasted table that cannot be taken." })
export class CheckupItemIssue {
  @Field(() => Int, { description: "Counted from 1." })
  line: number;

  @Field(() => CsvColumnEnum, { nullable: true })
  column: CsvColumn | null;

  @Field(() => CsvProblemEnum)
  problem: CsvProblem["problem"];
}

@ObjectType({ description: "What a pasted table says. Nothing is stored." })
export class CheckupItemsPreview {
  @Field(() => [CheckupItem])
  items: CheckupItem[];

  @Field(() => [CheckupItemIssue])
  problems: CheckupItemIssue[];
}
