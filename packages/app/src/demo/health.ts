import { checkDigitOf } from "@wegraph/health/patient/identity/residentId";
import { fewPatients } from "./demoPatient.ts";
import type { DemoPatient } from "./demoPatient.ts";
import type { DemoTenant } from "./demoTenant.ts";
import { demoPatients } from "./patients.ts";
import { randomOf } from "./random.ts";
import type { Random } from "./random.ts";

/** A chapter before the start: patients with histories, the clinician's own and others', and what was noted of them. */
export async function registerPatients(tenant: DemoTenant): Promise<void> {
  const { slug } = tenant.facts;
  const random = randomOf(`patients of ${slug}`);
  for (const [nth, patient] of (slug === "dawn" ? demoPatients : fewPatients).entries())
    await register(tenant, patient, nth, random);
}

async function register(
  tenant: DemoTenant,
  patient: DemoPatient,
  nth: number,
  random: Random,
): Promise<void> {
  const { clinicians, operator } = tenant.facts;
  const [clinician] = clinicians;
  const { createPatient } = await tenant.askHealth<{ createPatient: { patient: { id: string } } }>(
    "mutation($input: CreatePatientInput!) { createPatient(input: $input) { patient { id } } }",
    {
      input: {
        name: patient.name,
        sex: patient.sex,
        birthDate: patient.born,
        idNumber: idNumberOf(patient, nth),
        phone: phoneOf(nth),
        address: `杭州市西湖区示例路 ${Math.floor(random.between(1, 300))} 号`,
        contacts: [{ name: `${patient.name.slice(0, 1)}先生`, relation: "家属", phone: phoneOf(nth + 500) }],
        groups: patient.groups,
        heightCm: patient.heightCm,
        waistCm: patient.waistCm,
        ...(patient.isSmoker !== undefined && { isSmoker: patient.isSmoker }),
        hasDiabetes: patient.groups.includes("diabetes"),
        hasTreatedHypertension:
          (patient.medications ?? []).length > 0 && patient.groups.includes("hypertension"),
        spo2Scale: patient.hypercapnic ? 2 : 1,
        hasConsented: !patient.refused,
        department: "慢病管理科",
        clinicianId: patient.of === "CLINICIAN" ? clinician?.id : operator.id,
        careTeamIds: patient.of === "TEAM" && clinician ? [clinician.id] : [],
        history: {
          conditions: patient.conditions.map(([name, since]) => ({ name, since })),
          allergies: (patient.allergies ?? []).map((substance) => ({ substance, severity: "MODERATE" })),
          medications: (patient.medications ?? []).map((text) => {
            const [name = text, ...dosage] = text.split(" ");
            return { name, ...(dosage.length > 0 && { dosage: dosage.join(" ") }) };
          }),
          notes: null,
        },
      },
    },
  );
  await tenant.askHealth(
    "mutation($input: AddPatientRecordInput!) { addPatientRecord(input: $input) { record { id } } }",
    {
      input: {
        patientId: createPatient.patient.id,
        kind: "VISIT",
        title: "首次建档随访",
        text: "已核对身份与既往史，说明居家监测方法。",
      },
    },
  );
}

/** Of a region that does not exist, so that it is nobody's number. */
function idNumberOf({ born, sex }: DemoPatient, nth: number): string {
  const serial = String(100 + nth * 2 + (sex === "MALE" ? 1 : 0));
  const digits = `990101${born.replaceAll("-", "")}${serial}`;
  return `${digits}${checkDigitOf(digits) ?? ""}`;
}

/** Of a prefix that no operator uses. */
function phoneOf(nth: number): string {
  return `1200000${String(nth).padStart(4, "0")}`;
}
