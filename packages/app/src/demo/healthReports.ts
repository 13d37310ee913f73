import type { DemoTenant } from "./demoTenant.ts";
import { randomOf } from "./random.ts";
import type { Random } from "./random.ts";
import { weightOf } from "./weight.ts";

interface DemoPerson {
  id: string;
  sex: "MALE" | "FEMALE";
  groups: string[];
  consent: string;
}

const dayMs = 86_400_000;
/** A check-up a year; the last one is recent enough for what follows from it. */
const daysAgo = [760, 400, 45] as const;
const measuredDays = 42;
const everyDays = 3;

/**
 * What people measured at home before the demo began, their check-ups, and the risks that follow: for every other patient
 * three reports, so that there is something to compare.
 */
export async function recallHealth(tenant: DemoTenant): Promise<void> {
  const random = randomOf(`check-ups of ${tenant.facts.slug}`);
  const { patients } = await tenant.askHealth<{ patients: { nodes: DemoPerson[] } }>(
    "{ patients(first: 100, orderBy: { by: RECORD_NUMBER, direction: ASC }) { nodes { id sex groups consent } } }",
  );
  for (const [nth, person] of patients.nodes.entries()) {
    if (person.consent !== "GRANTED") continue;
    await measureEarlier(tenant, person, random, weightOf(tenant.facts.slug, nth));
    if (nth % 2 === 0) for (const days of daysAgo) await writeReport(tenant, person, days, random);
    await tenant.askHealth(
      "mutation($input: AssessPatientRiskInput!) { assessPatientRisk(input: $input) { assessments { id } } }",
      { input: { patientId: person.id } },
    );
  }
}

/** Values that a person at home reads off: below what would alarm anybody, and days ago. */
async function measureEarlier(
  tenant: DemoTenant,
  { id, groups }: DemoPerson,
  random: Random,
  weight: number,
): Promise<void> {
  const isHigh = groups.includes("hypertension");
  const usual = random.between(isHigh ? 132 : 112, isHigh ? 148 : 126);
  for (let days = measuredDays; days > 1; days -= everyDays) {
    const systolic = Math.round(usual + random.between(-7, 7));
    const values: [code: string, value: number, unit: string][] = [
      ["8480-6", systolic, "mm[Hg]"],
      ["8462-4", Math.round(systolic * 0.6 + random.between(-4, 4)), "mm[Hg]"],
      ["8867-4", Math.round(random.between(62, 84)), "/min"],
      ["29463-7", Math.round((weight + random.between(-0.6, 0.6)) * 10) / 10, "kg"],
      ...(groups.includes("diabetes")
        ? [["14743-9", Math.round(random.between(5.6, 9.4) * 10) / 10, "mmol/L"] as [string, number, string]]
        : []),
    ];
    await tenant.askHealth(
      "mutation($input: RecordVitalSignsInput!) { recordVitalSigns(input: $input) { __typename } }",
      {
        input: {
          patientId: id,
          measuredAt: new Date(Date.now() - days * dayMs).toISOString(),
          values: values.map(([code, value, unit]) => ({ code, value, unit })),
        },
      },
    );
  }
}

async function writeReport(
  tenant: DemoTenant,
  { id, groups }: DemoPerson,
  days: number,
  random: Random,
): Promise<void> {
  const examinedOn = new Date(Date.now() - days * dayMs).toISOString().slice(0, 10);
  const isDiabetic = groups.includes("diabetes");
  const values: readonly [name: string, value: number, unit: string][] = [
    ["白细胞计数", random.between(4.2, 9.1), "10^9/L"],
    ["血红蛋白", random.between(118, 152), "g/L"],
    ["血小板计数", random.between(150, 310), "10^9/L"],
    ["空腹血糖", isDiabetic ? random.between(6.6, 9.2) : random.between(4.6, 5.9), "mmol/L"],
    ["糖化血红蛋白", isDiabetic ? random.between(6.6, 8.1) : random.between(5, 5.8), "%"],
    ["总胆固醇", random.between(4.2, 6.4), "mmol/L"],
    ["甘油三酯", random.between(0.9, 2.4), "mmol/L"],
    ["高密度脂蛋白胆固醇", random.between(0.95, 1.7), "mmol/L"],
    ["低密度脂蛋白胆固醇", random.between(2.1, 4.2), "mmol/L"],
    ["丙氨酸氨基转移酶", random.between(12, 58), "U/L"],
    ["肌酐", random.between(52, 98), "umol/L"],
    ["尿酸", random.between(260, 460), "umol/L"],
  ];
  const text = values.map(([name, value, unit]) => `${name}\t${value.toFixed(2)}\t${unit}`).join("\n");
  const { checkupItemsPreview } = await tenant.askHealth<{ checkupItemsPreview: { items: object[] } }>(
    `query($input: CheckupItemsTextInput!) { checkupItemsPreview(input: $input) { items { category code name value unit
      referenceLow referenceHigh referenceText } } }`,
    { input: { text, patientId: id, examinedOn } },
  );
  const urine = { category: "URINE", name: "尿蛋白", text: "阴性", referenceText: "阴性" };
  const { createCheckupReport } = await tenant.askHealth<{
    createCheckupReport: { report: { id: string; version: number } };
  }>(
    "mutation($input: CreateCheckupReportInput!) { createCheckupReport(input: $input) { report { id version } } }",
    {
      input: {
        patientId: id,
        institution: "示例市人民医院健康管理中心",
        examinedOn,
        doctor: "周敏",
        conclusion: "本次体检结果见各项标记，与历次报告对照随访。",
        advice: "低盐低脂饮食，规律作息；异常项目 3 个月后复查。",
        items: [...checkupItemsPreview.items, urine],
      },
    },
  );
  const { id: reportId, version: expectedVersion } = createCheckupReport.report;
  await tenant.askHealth(
    "mutation($input: CheckupReportVersionInput!) { publishCheckupReport(input: $input) { report { id } } }",
    { input: { reportId, expectedVersion } },
  );
}
