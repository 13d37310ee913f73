import type { CsvTable } from "../../csv/readTable.ts";

/** What a column of a file of patients can hold, in the order of the template. */
export const importFields = [
  "name",
  "sex",
  "birthDate",
  "idNumber",
  "phone",
  "recordNumber",
  "department",
  "groups",
  "address",
  "contactName",
  "contactRelation",
  "contactPhone",
  "heightCm",
  "waistCm",
  "isSmoker",
  "hasDiabetes",
  "hasTreatedHypertension",
  "hasFamilyHistory",
  "conditions",
  "allergies",
  "medications",
  "notes",
  "hasConsented",
] as const;
export type ImportField = (typeof importFields)[number];

/** The column of each field, by its index; a field without one is left out. */
export type ImportMapping = Readonly<Partial<Record<ImportField, number>>>;

/** How columns are headed in the files of clinics, without spaces and marks. */
const headings: Readonly<Record<ImportField, readonly string[]>> = {
  name: ["name", "fullname", "patient", "patientname", "姓名", "患者姓名", "病人姓名", "患者", "名字"],
  sex: ["sex", "gender", "性别"],
  birthDate: [
    "birthdate",
    "dateofbirth",
    "dob",
    "birthday",
    "born",
    "出生日期",
    "出生年月日",
    "出生年月",
    "生日",
  ],
  idNumber: [
    "idnumber",
    "identitynumber",
    "idno",
    "idcard",
    "nationalid",
    "passport",
    "身份证",
    "身份证号",
    "身份证号码",
    "证件号",
    "证件号码",
    "公民身份号码",
  ],
  phone: [
    "phone",
    "mobile",
    "telephone",
    "tel",
    "cell",
    "phonenumber",
    "mobilenumber",
    "电话",
    "手机",
    "手机号",
    "手机号码",
    "联系电话",
    "电话号码",
  ],
  recordNumber: [
    "recordnumber",
    "mrn",
    "medicalrecordnumber",
    "patientid",
    "chartnumber",
    "fileno",
    "档案号",
    "病历号",
    "病案号",
    "住院号",
    "门诊号",
    "编号",
  ],
  department: ["department", "dept", "ward", "unit", "科室", "部门", "病区"],
  groups: ["groups", "group", "tags", "分组", "人群", "标签", "患者分组"],
  address: ["address", "homeaddress", "地址", "住址", "家庭住址", "家庭地址", "现住址"],
  contactName: [
    "contactperson",
    "contactname",
    "contact",
    "emergencycontact",
    "nextofkin",
    "联系人",
    "联系人姓名",
    "紧急联系人",
    "家属",
    "家属姓名",
  ],
  contactRelation: ["relation", "relationship", "contactrelation", "关系", "与患者关系", "联系人关系"],
  contactPhone: [
    "contactphone",
    "contactsphone",
    "emergencyphone",
    "emergencycontactphone",
    "联系人电话",
    "紧急联系人电话",
    "家属电话",
  ],
  heightCm: ["height", "heightcm", "身高", "身高cm"],
  waistCm: ["waist", "waistcm", "waistcircumference", "腰围", "腰围cm"],
  isSmoker: ["smokes", "smoker", "smoking", "吸烟", "是否吸烟", "吸烟史"],
  hasDiabetes: ["diabetes", "hasdiabetes", "diabetic", "糖尿病", "患糖尿病", "是否糖尿病", "糖尿病史"],
  hasTreatedHypertension: [
    "takesbloodpressuremedication",
    "treatedhypertension",
    "antihypertensives",
    "服用降压药",
    "降压治疗",
    "是否服用降压药",
  ],
  hasFamilyHistory: ["diabetesinthefamily", "familyhistory", "糖尿病家族史", "家族史"],
  conditions: [
    "conditions",
    "diagnoses",
    "diagnosis",
    "medicalhistory",
    "既往史",
    "既往病史",
    "病史",
    "诊断",
    "疾病",
  ],
  allergies: ["allergies", "allergy", "过敏史", "过敏", "药物过敏"],
  medications: [
    "medication",
    "medications",
    "drugs",
    "currentmedication",
    "用药",
    "用药史",
    "当前用药",
    "长期用药",
  ],
  notes: ["notes", "note", "remarks", "comment", "备注", "说明"],
  hasConsented: ["consent", "consented", "agreed", "知情同意", "同意监测", "是否同意", "同意"],
};

/** A guess at what each column means, by its heading; each column is taken once. */
export function guessFields({ columns }: Pick<CsvTable, "columns">): ImportMapping {
  const plain = columns.map(plainHeading);
  const mapping: Partial<Record<ImportField, number>> = {};
  for (const field of importFields) {
    const column = plain.findIndex((heading) => headings[field].includes(heading));
    if (column >= 0) mapping[field] = column;
  }
  return mapping;
}

function plainHeading(heading: string): string {
  return heading
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s_*·.:：/'’()（）-]/g, "");
}

/** Whether a file can be read like that: who somebody is takes a name, and a day of birth or a number that says it. */
export function isEnough(mapping: ImportMapping): boolean {
  return mapping.name !== undefined && (mapping.birthDate !== undefined || mapping.idNumber !== undefined);
}
