import { vital } from "../vital/vital.codes.ts";
import type { VitalCode } from "../vital/vital.codes.ts";
import { dayMinutes, windowMinutesMax } from "./rule.condition.ts";
import type { Condition, Level } from "./rule.condition.ts";
import { everybody } from "./rule.reach.ts";
import type { RuleReach } from "./rule.reach.ts";

export interface ShippedRule {
  /** Never changes: tenants' rules are known by it. */
  key: string;
  name: { zh: string; en: string };
  condition: Condition;
  reach: RuleReach;
  /** What to do; not a diagnosis. */
  advice: { zh: string; en: string };
  /** Where the limits come from. */
  source: string;
  enabled: boolean;
}

const rcp = "Royal College of Physicians: National Early Warning Score (NEWS) 2, 2017";
const pressure =
  "Williams B. et al.: 2018 ESC/ESH Guidelines for the management of arterial hypertension (grades 2 and 3); " +
  "《中国高血压防治指南》2018 年修订版（2 级、3 级高血压）";
const ada = "American Diabetes Association: Standards of Care in Diabetes 2024, section 6";
const ketoacidosis =
  "American Diabetes Association: Standards of Care in Diabetes 2024 (level 2 hyperglycaemia above 13.9 mmol/L); " +
  "《中国2型糖尿病防治指南（2020年版）》（酮症酸中毒血糖多在 16.7 mmol/L 以上）";
const heartFailure =
  "McDonagh T. A. et al.: 2021 ESC Guidelines for acute and chronic heart failure (self-care: weight gain of more than 2 kg in 3 days)";
const fever =
  "《诊断学》第9版，人民卫生出版社 2018（低热 37.3–38.0 ℃，中等度热 38.1–39.0 ℃，高热 39.1 ℃ 以上）";
const operational = "Operational, not clinical: it watches that data come in";

/** NEWS2 does not hold for children under 16; neither do the limits that are taken from it. */
const adults: RuleReach = { ...everybody, ageFrom: 16 };

const measureAgain = {
  zh: "请核对测量方法后复测；若复测结果相同或患者不适，请通知责任医生。以上提示不构成诊断。",
  en: "Check how it was measured and measure again; if it stays or the patient is unwell, call the clinician. Not a diagnosis.",
};
const urgent = {
  zh: "请立即联系患者并复测；结果相同或有症状时按急症流程处理并通知责任医生。以上提示不构成诊断。",
  en: "Contact the patient at once and measure again; if it stays or there are symptoms, treat as urgent and call the clinician. Not a diagnosis.",
};

const warning = (operator: Level["operator"], limit: number): Level => ({
  severity: "WARNING",
  operator,
  limit,
});
const critical = (operator: Level["operator"], limit: number): Level => ({
  severity: "CRITICAL",
  operator,
  limit,
});

function threshold(code: VitalCode, levels: Level[], hysteresis: number): Condition {
  // A day is long enough for a device that was out of reach, and too long ago to call somebody out of bed for.
  const maxAgeMinutes = dayMinutes;
  return { kind: "THRESHOLD", code, levels, hysteresis, consecutive: 1, mealContext: null, maxAgeMinutes };
}

/** What every tenant begins with. Limits are published ones; see `source`. */
export const shippedRules: readonly ShippedRule[] = [
  {
    key: "news2",
    name: { zh: "NEWS2 早期预警评分升高", en: "NEWS2 early warning score is raised" },
    condition: {
      kind: "NEWS2",
      levels: [
        { severity: "WARNING", risk: "LOW_MEDIUM" },
        { severity: "CRITICAL", risk: "HIGH" },
      ],
    },
    reach: adults,
    advice: {
      zh: "单项 3 分或总分 5 分及以上：由医生紧急评估；总分 7 分及以上：由具备重症能力的团队立即评估并持续监测。以上提示不构成诊断。",
      en: "A single 3, or 5 and more: urgent review by a clinician; 7 and more: emergency assessment by a team with critical-care skills, continuous monitoring. Not a diagnosis.",
    },
    source: rcp,
    enabled: true,
  },
  {
    key: "spo2-low",
    name: { zh: "血氧饱和度偏低", en: "Oxygen saturation is low" },
    condition: threshold(vital.spo2, [warning("LTE", 93), critical("LTE", 91)], 1),
    reach: { ...everybody, spo2Scale: 1 },
    advice: urgent,
    source: `${rcp} (SpO₂ scale 1: 92–93 % is 2 points, 91 % and less 3)`,
    enabled: true,
  },
  {
    key: "spo2-low-scale-2",
    name: { zh: "血氧饱和度偏低（目标 88–92 %）", en: "Oxygen saturation is low (target 88–92 %)" },
    condition: threshold(vital.spo2, [warning("LTE", 85), critical("LTE", 83)], 1),
    reach: { ...adults, spo2Scale: 2 },
    advice: urgent,
    source: `${rcp} (SpO₂ scale 2, hypercapnic respiratory failure: 84–85 % is 2 points, 83 % and less 3)`,
    enabled: true,
  },
  {
    key: "systolic-high",
    name: { zh: "收缩压过高", en: "Systolic blood pressure is high" },
    condition: threshold(vital.systolic, [warning("GTE", 160), critical("GTE", 180)], 5),
    reach: adults,
    advice: measureAgain,
    source: pressure,
    enabled: true,
  },
  {
    key: "systolic-low",
    name: { zh: "收缩压过低", en: "Systolic blood pressure is low" },
    condition: threshold(vital.systolic, [critical("LTE", 90)], 5),
    reach: adults,
    advice: urgent,
    source: `${rcp} (90 mmHg and less is 3 points)`,
    enabled: true,
  },
  {
    key: "diastolic-high",
    name: { zh: "舒张压过高", en: "Diastolic blood pressure is high" },
    condition: threshold(vital.diastolic, [warning("GTE", 100), critical("GTE", 110)], 5),
    reach: adults,
    advice: measureAgain,
    source: pressure,
    enabled: true,
  },
  {
    key: "heart-rate-high",
    name: { zh: "心率过快", en: "Heart rate is high" },
    condition: threshold(vital.heartRate, [warning("GTE", 111), critical("GTE", 131)], 5),
    reach: adults,
    advice: measureAgain,
    source: `${rcp} (111–130 /min is 2 points, 131 and more 3)`,
    enabled: true,
  },
  {
    key: "heart-rate-low",
    name: { zh: "心率过慢", en: "Heart rate is low" },
    condition: threshold(vital.heartRate, [critical("LTE", 40)], 2),
    reach: adults,
    advice: urgent,
    source: `${rcp} (40 /min and less is 3 points)`,
    enabled: true,
  },
  {
    key: "respiration-abnormal",
    name: { zh: "呼吸频率异常", en: "Respiratory rate is abnormal" },
    condition: threshold(vital.respiration, [warning("GTE", 21), critical("GTE", 25), critical("LTE", 8)], 1),
    reach: adults,
    advice: urgent,
    source: `${rcp} (21–24 /min is 2 points, 25 and more or 8 and less 3)`,
    enabled: true,
  },
  {
    key: "temperature-high",
    name: { zh: "发热", en: "Fever" },
    condition: threshold(
      vital.temperature,
      [{ severity: "INFO", operator: "GTE", limit: 37.3 }, warning("GTE", 38.1), critical("GTE", 39.1)],
      0.3,
    ),
    reach: everybody,
    advice: measureAgain,
    source: `${fever}; ${rcp}`,
    enabled: true,
  },
  {
    key: "temperature-low",
    name: { zh: "体温过低", en: "Body temperature is low" },
    condition: threshold(vital.temperature, [critical("LTE", 35)], 0.3),
    reach: adults,
    advice: urgent,
    source: `${rcp} (35.0 °C and less is 3 points)`,
    enabled: true,
  },
  {
    key: "consciousness",
    name: { zh: "意识水平下降", en: "Level of consciousness has fallen" },
    condition: threshold(vital.consciousness, [critical("GTE", 1)], 0),
    reach: adults,
    advice: urgent,
    source: `${rcp} (new confusion, voice, pain or unresponsive is 3 points)`,
    enabled: true,
  },
  {
    key: "glucose-low",
    name: { zh: "低血糖", en: "Blood glucose is low" },
    condition: threshold(vital.glucose, [warning("LT", 3.9), critical("LT", 3)], 0.3),
    reach: everybody,
    advice: {
      zh: "清醒者立即进食 15–20 克葡萄糖，15 分钟后复测；意识不清者按急症处理。以上提示不构成诊断。",
      en: "If awake, 15 to 20 g of glucose at once, measure again after 15 minutes; if not fully conscious, treat as an emergency. Not a diagnosis.",
    },
    source: `${ada} (hypoglycaemia level 1 below 3.9, level 2 below 3.0 mmol/L)`,
    enabled: true,
  },
  {
    key: "glucose-high",
    name: { zh: "高血糖", en: "Blood glucose is high" },
    condition: threshold(vital.glucose, [warning("GT", 13.9), critical("GT", 16.7)], 0.5),
    reach: everybody,
    advice: {
      zh: "请复测并询问恶心、呕吐、呼吸深快等症状，必要时检测血酮并通知责任医生。以上提示不构成诊断。",
      en: "Measure again, ask for nausea, vomiting and deep breathing, consider ketones and call the clinician. Not a diagnosis.",
    },
    source: ketoacidosis,
    enabled: true,
  },
  {
    key: "weight-gain-heart-failure",
    name: { zh: "心衰患者体重骤增", en: "Sudden weight gain in heart failure" },
    condition: {
      kind: "TREND",
      code: vital.weight,
      measure: "CHANGE",
      windowMinutes: 3 * dayMinutes,
      levels: [warning("GT", 2)],
      hysteresis: 0.5,
      count: null,
      of: null,
      minReadings: 2,
    },
    reach: { ...everybody, groups: ["heart-failure"] },
    advice: {
      zh: "询问水肿、气促与用药情况，按既定方案调整利尿剂或联系责任医生。以上提示不构成诊断。",
      en: "Ask for oedema, breathlessness and medication; adjust diuretics as agreed or call the clinician. Not a diagnosis.",
    },
    source: heartFailure,
    enabled: true,
  },
  {
    key: "heart-rate-above-baseline",
    name: { zh: "心率明显高于个人基线", en: "Heart rate is far above the patient's own baseline" },
    condition: {
      kind: "TREND",
      code: vital.heartRate,
      measure: "BASELINE",
      windowMinutes: windowMinutesMax,
      levels: [{ severity: "INFO", operator: "GTE", limit: 3 }],
      hysteresis: 0.5,
      count: null,
      of: null,
      minReadings: 30,
    },
    reach: adults,
    advice: measureAgain,
    source:
      "Leys C. et al.: Detecting outliers: Do not use standard deviation around the mean, use absolute deviation around the median, " +
      "J. Exp. Soc. Psychol. 2013 (3 deviations: very conservative)",
    enabled: false,
  },
  {
    key: "data-missing",
    name: { zh: "长时间没有数据", en: "No data for a long time" },
    condition: {
      kind: "MISSING_DATA",
      codes: [],
      expectedOnly: true,
      levels: [
        { severity: "INFO", minutes: dayMinutes },
        { severity: "WARNING", minutes: 3 * dayMinutes },
      ],
    },
    reach: everybody,
    advice: {
      zh: "请联系患者，确认设备在用、电量充足且网络正常。",
      en: "Ask the patient whether the device is in use, charged and connected.",
    },
    source: operational,
    enabled: true,
  },
  {
    key: "device-offline",
    name: { zh: "设备离线", en: "Device is offline" },
    condition: {
      kind: "DEVICE_OFFLINE",
      levels: [
        { severity: "INFO", minutes: 6 * 60 },
        { severity: "WARNING", minutes: dayMinutes },
      ],
    },
    reach: everybody,
    advice: {
      zh: "请检查设备电量、网络与网关。",
      en: "Check the device's battery, its connection and the gateway.",
    },
    source: operational,
    enabled: true,
  },
];

export const shippedRuleOf: ReadonlyMap<string, ShippedRule> = new Map(
  shippedRules.map((rule) => [rule.key, rule]),
);
