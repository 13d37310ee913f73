import type { ItemCategory } from "./report.codes.ts";

export const panelKeys = [
  "BLOOD_COUNT",
  "GLUCOSE",
  "LIPIDS",
  "LIVER",
  "KIDNEY",
  "THYROID",
  "GENERAL",
] as const;
export type PanelKey = (typeof panelKeys)[number];

/** Both ends belong to it; null where it is open. */
export interface Interval {
  low: number | null;
  high: number | null;
  /** As it is printed where the limit itself does not belong to it. */
  text?: string;
  /** For whom, where it is not for every adult. */
  sex?: "MALE" | "FEMALE";
  ageFrom?: number;
  ageTo?: number;
}

export interface PanelItem {
  /** LOINC. */
  code: string;
  name: { zh: string; en: string };
  /** What laboratories call it for short. */
  short: readonly string[];
  /** UCUM. */
  unit: string;
  /** The first that fits the patient holds; none where laboratories have to bring their own. */
  intervals: readonly Interval[];
}

export interface Panel {
  key: PanelKey;
  category: ItemCategory;
  name: { zh: string; en: string };
  /** Where the intervals come from. */
  source: string;
  items: readonly PanelItem[];
}

const men = { sex: "MALE" } as const;
const women = { sex: "FEMALE" } as const;
const adult = { ageFrom: 20, ageTo: 79 } as const;
const younger = { ageFrom: 20, ageTo: 59 } as const;
const older = { ageFrom: 60, ageTo: 79 } as const;

const item = (
  code: string,
  [zh, en]: readonly [string, string],
  short: string | readonly string[],
  unit: string,
  ...intervals: readonly Interval[]
): PanelItem => ({ code, name: { zh, en }, short: [short].flat(), unit, intervals });
const range = (low: number | null, high: number | null, whom: Partial<Interval> = {}): Interval => ({
  low,
  high,
  ...whom,
});

/**
 * Common panels of check-ups with reference intervals that are published for Chinese adults. The laboratory's own interval
 * goes before any of these; a person looks at each before the report is published. Not a diagnosis.
 */
export const panels: readonly Panel[] = [
  {
    key: "BLOOD_COUNT",
    category: "BLOOD_COUNT",
    name: { zh: "血常规", en: "Blood count" },
    source: "WS/T 405-2012 (adults, venous blood)",
    items: [
      item("6690-2", ["白细胞计数", "Leukocytes"], "WBC", "10*9/L", range(3.5, 9.5)),
      item("751-8", ["中性粒细胞绝对值", "Neutrophils"], ["NEUT#", "NE#"], "10*9/L", range(1.8, 6.3)),
      item("731-0", ["淋巴细胞绝对值", "Lymphocytes"], ["LYMPH#", "LY#"], "10*9/L", range(1.1, 3.2)),
      item(
        "789-8",
        ["红细胞计数", "Erythrocytes"],
        "RBC",
        "10*12/L",
        range(4.3, 5.8, men),
        range(3.8, 5.1, women),
      ),
      item(
        "718-7",
        ["血红蛋白", "Haemoglobin"],
        ["HGB", "Hb"],
        "g/L",
        range(130, 175, men),
        range(115, 150, women),
      ),
      item("4544-3", ["红细胞压积", "Haematocrit"], "HCT", "%", range(40, 50, men), range(35, 45, women)),
      item("787-2", ["平均红细胞体积", "Mean corpuscular volume"], "MCV", "fL", range(82, 100)),
      item("785-6", ["平均红细胞血红蛋白量", "Mean corpuscular haemoglobin"], "MCH", "pg", range(27, 34)),
      item("777-3", ["血小板计数", "Platelets"], "PLT", "10*9/L", range(125, 350)),
    ],
  },
  {
    key: "GLUCOSE",
    category: "GLUCOSE",
    name: { zh: "血糖", en: "Glucose" },
    source:
      "WHO 1999 / Chinese Diabetes Society 2020: normal fasting plasma glucose below 6.1 mmol/L, low below 3.9",
    items: [
      item("14771-0", ["空腹血糖", "Fasting glucose"], ["FPG", "FBG", "GLU"], "mmol/L", {
        low: 3.9,
        high: 6.09,
        text: "3.9–<6.1",
      }),
      item("4548-4", ["糖化血红蛋白", "Haemoglobin A1c"], "HbA1c", "%", range(4, 6)),
    ],
  },
  {
    key: "LIPIDS",
    category: "LIPIDS",
    name: { zh: "血脂", en: "Lipids" },
    source: "Chinese guideline for lipid management 2023: desirable levels in primary prevention, low risk",
    items: [
      item("14647-2", ["总胆固醇", "Total cholesterol"], ["TC", "CHOL"], "mmol/L", {
        low: null,
        high: 5.19,
        text: "<5.2",
      }),
      item("14927-8", ["甘油三酯", "Triglycerides"], "TG", "mmol/L", { low: null, high: 1.69, text: "<1.7" }),
      item("14646-4", ["高密度脂蛋白胆固醇", "HDL cholesterol"], ["HDL-C", "HDL"], "mmol/L", {
        low: 1,
        high: null,
        text: "≥1.0",
      }),
      item("22748-8", ["低密度脂蛋白胆固醇", "LDL cholesterol"], ["LDL-C", "LDL"], "mmol/L", {
        low: null,
        high: 3.39,
        text: "<3.4",
      }),
    ],
  },
  {
    key: "LIVER",
    category: "LIVER",
    name: { zh: "肝功能", en: "Liver" },
    source: "WS/T 404.1-2012, 404.2-2012, 404.4-2018 (20 to 79 years)",
    items: [
      item(
        "1742-6",
        ["丙氨酸氨基转移酶", "Alanine aminotransferase"],
        ["ALT", "GPT"],
        "U/L",
        range(9, 50, { ...men, ...adult }),
        range(7, 40, { ...women, ...adult }),
      ),
      item(
        "1920-8",
        ["天门冬氨酸氨基转移酶", "Aspartate aminotransferase"],
        ["AST", "GOT"],
        "U/L",
        range(15, 40, { ...men, ...adult }),
        range(13, 35, { ...women, ...adult }),
      ),
      item(
        "2324-2",
        ["γ-谷氨酰基转移酶", "Gamma-glutamyl transferase"],
        ["GGT", "γ-GT"],
        "U/L",
        range(10, 60, { ...men, ...adult }),
        range(7, 45, { ...women, ...adult }),
      ),
      item(
        "6768-6",
        ["碱性磷酸酶", "Alkaline phosphatase"],
        "ALP",
        "U/L",
        range(45, 125, { ...men, ...adult }),
        range(35, 100, { ...women, ageFrom: 20, ageTo: 49 }),
        range(50, 135, { ...women, ageFrom: 50, ageTo: 79 }),
      ),
      item("2885-2", ["总蛋白", "Total protein"], "TP", "g/L", range(65, 85, adult)),
      item("1751-7", ["白蛋白", "Albumin"], "ALB", "g/L", range(40, 55, adult)),
      item(
        "14631-6",
        ["总胆红素", "Total bilirubin"],
        ["TBIL", "T-BIL"],
        "umol/L",
        range(null, 26, { ...men, ...adult, text: "≤26.0" }),
        range(null, 21, { ...women, ...adult, text: "≤21.0" }),
      ),
    ],
  },
  {
    key: "KIDNEY",
    category: "KIDNEY",
    name: { zh: "肾功能", en: "Kidney" },
    source: "WS/T 404.5-2015 (20 to 79 years); uric acid: Chinese guideline for hyperuricaemia and gout 2019",
    items: [
      item(
        "22664-7",
        ["尿素", "Urea"],
        ["UREA", "BUN"],
        "mmol/L",
        range(3.1, 8, { ...men, ...younger }),
        range(3.6, 9.5, { ...men, ...older }),
        range(2.6, 7.5, { ...women, ...younger }),
        range(3.1, 8.8, { ...women, ...older }),
      ),
      item(
        "14682-9",
        ["肌酐", "Creatinine"],
        ["CREA", "Cr", "SCr"],
        "umol/L",
        range(57, 97, { ...men, ...younger }),
        range(57, 111, { ...men, ...older }),
        range(41, 73, { ...women, ...younger }),
        range(41, 81, { ...women, ...older }),
      ),
      item("14933-6", ["尿酸", "Uric acid"], ["UA", "URIC"], "umol/L", range(null, 420, { text: "≤420" })),
    ],
  },
  {
    key: "THYROID",
    category: "THYROID",
    name: { zh: "甲状腺功能", en: "Thyroid" },
    source: "Intervals depend on the assay: the laboratory's own are to be entered",
    items: [
      item("3016-3", ["促甲状腺激素", "Thyrotropin"], "TSH", "m[IU]/L"),
      item("14920-3", ["游离甲状腺素", "Free thyroxine"], "FT4", "pmol/L"),
      item("14928-6", ["游离三碘甲状腺原氨酸", "Free triiodothyronine"], "FT3", "pmol/L"),
    ],
  },
  {
    key: "GENERAL",
    category: "GENERAL",
    name: { zh: "一般检查", en: "General" },
    source: "Chinese hypertension guideline 2018; WS/T 428-2013 (BMI and waist of adults)",
    items: [
      item("8480-6", ["收缩压", "Systolic blood pressure"], "SBP", "mm[Hg]", range(90, 139)),
      item("8462-4", ["舒张压", "Diastolic blood pressure"], "DBP", "mm[Hg]", range(60, 89)),
      item("39156-5", ["体质指数", "Body mass index"], "BMI", "kg/m2", range(18.5, 23.9)),
      item(
        "8280-0",
        ["腰围", "Waist circumference"],
        "WC",
        "cm",
        { ...range(null, 89.9, men), text: "<90" },
        { ...range(null, 84.9, women), text: "<85" },
      ),
    ],
  },
];

export interface Whom {
  sex: string;
  age: number;
}

/** The interval that is published for somebody of this sex and age; null where none is. */
export function intervalFor({ intervals }: PanelItem, { sex, age }: Whom): Interval | null {
  const fits = (each: Interval) =>
    (each.sex === undefined || each.sex === sex) &&
    age >= (each.ageFrom ?? adultFrom) &&
    age <= (each.ageTo ?? Infinity);
  return intervals.find(fits) ?? null;
}

/** Published intervals are of adults. */
const adultFrom = 18;

const byName = new Map(
  panels.flatMap((panel) =>
    panel.items.flatMap((each) =>
      [each.code, each.name.zh, each.name.en, ...each.short].map(
        (name) => [nameKey(name), { panel, item: each }] as const,
      ),
    ),
  ),
);

/** A panel's item by its code or by any of its names. */
export function knownItem(name: string): { panel: Panel; item: PanelItem } | null {
  return byName.get(nameKey(name)) ?? null;
}

function nameKey(name: string): string {
  return name.normalize("NFKC").replaceAll(/[\s_]/g, "").toLowerCase();
}
