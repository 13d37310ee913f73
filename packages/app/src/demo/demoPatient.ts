/** A condition with the year it was found in. */
type Condition = readonly [name: string, since: string];

export interface DemoPatient {
  name: string;
  sex: "MALE" | "FEMALE";
  /** YYYY-MM-DD. */
  born: string;
  groups: readonly string[];
  conditions: readonly Condition[];
  allergies?: readonly string[];
  medications?: readonly string[];
  heightCm: number;
  waistCm: number;
  isSmoker?: boolean;
  /** A target of 88 to 92 % was prescribed. */
  hypercapnic?: boolean;
  /** Whose patient: the clinician's own, of the clinician's team, or somebody else's. */
  of: "CLINICIAN" | "TEAM" | "OTHER";
  /** Has not agreed to be measured. */
  refused?: boolean;
}

export const pressure: Condition = ["原发性高血压", "2016"];
export const diabetes: Condition = ["2 型糖尿病", "2018"];
export const failure: Condition = ["慢性心力衰竭", "2021"];
export const lungs: Condition = ["慢性阻塞性肺疾病", "2019"];

/** The smaller tenant looks after few. */
export const fewPatients: readonly DemoPatient[] = [
  {
    name: "曾国强",
    sex: "MALE",
    born: "1956-03-17",
    groups: ["hypertension"],
    conditions: [pressure],
    heightCm: 168,
    waistCm: 92,
    of: "CLINICIAN",
  },
  {
    name: "邓玉兰",
    sex: "FEMALE",
    born: "1960-08-08",
    groups: ["diabetes"],
    conditions: [diabetes],
    heightCm: 157,
    waistCm: 84,
    of: "CLINICIAN",
  },
  {
    name: "彭明",
    sex: "MALE",
    born: "1978-12-12",
    groups: [],
    conditions: [],
    heightCm: 175,
    waistCm: 86,
    of: "OTHER",
  },
];
