import type { DemoTenant } from "./demoTenant.ts";
import { randomOf } from "./random.ts";
import type { Random } from "./random.ts";
import { tell } from "./simulator.ts";
import { weightOf } from "./weight.ts";

interface DemoPerson {
  id: string;
  name: string;
  groups: string[];
  consent: string;
}

type Kind =
  | "BLOOD_PRESSURE_METER"
  | "GLUCOSE_METER"
  | "THERMOMETER"
  | "OXIMETER"
  | "SCALE"
  | "WRISTBAND"
  | "MONITOR";

interface Model {
  label: string;
  manufacturer: string;
  model: string;
  code: string;
  intervalSeconds: number;
}

const hour = 3_600;

/** What such devices are called, and how often they measure at home. */
const models: Readonly<Record<Kind, Model>> = {
  BLOOD_PRESSURE_METER: {
    label: "血压计",
    manufacturer: "康测",
    model: "BP-200",
    code: "BP",
    intervalSeconds: hour,
  },
  GLUCOSE_METER: {
    label: "血糖仪",
    manufacturer: "康测",
    model: "GM-10",
    code: "GM",
    intervalSeconds: 4 * hour,
  },
  THERMOMETER: { label: "体温计", manufacturer: "恒温", model: "T-1", code: "TH", intervalSeconds: 4 * hour },
  OXIMETER: { label: "血氧仪", manufacturer: "清息", model: "OX-3", code: "OX", intervalSeconds: hour / 4 },
  SCALE: { label: "体重秤", manufacturer: "康测", model: "S-5", code: "SC", intervalSeconds: 24 * hour },
  WRISTBAND: { label: "手环", manufacturer: "清息", model: "Band 2", code: "WB", intervalSeconds: 120 },
  MONITOR: { label: "监护仪", manufacturer: "恒温", model: "M-8", code: "MO", intervalSeconds: 60 },
};
/** Every so many patients somebody has one. */
const everyMonitor = 6;
const everyWristband = 3;

/** A chapter: patients get devices with keys of their own, and the simulator puts them on people. */
export async function wearDevices(tenant: DemoTenant): Promise<void> {
  const { slug, simulatorUrl, platformUrl } = tenant.facts;
  const random = randomOf(`devices of ${slug}`);
  const { patients } = await tenant.askHealth<{ patients: { nodes: DemoPerson[] } }>(
    "{ patients(first: 100, orderBy: { by: RECORD_NUMBER, direction: ASC }) { nodes { id name groups consent } } }",
  );
  const people: object[] = [];
  let serial = 0;
  for (const [nth, person] of patients.nodes.entries()) {
    if (person.consent !== "GRANTED") continue;
    const devices: object[] = [];
    for (const kind of kindsFor(person, nth))
      devices.push(await worn(tenant, kind, { nth, serial: (serial += 1), person, random }));
    people.push({
      name: `${slug} ${person.id}`,
      hasHypertension: person.groups.includes("hypertension"),
      hasDiabetes: person.groups.includes("diabetes"),
      // What a scale says today follows what was read off it before.
      weightKg: weightOf(slug, nth),
      // Those at a monitor are the ones to look after.
      episodesPerDay: nth % everyMonitor === 0 ? 4 : 0.3,
      devices,
    });
  }
  await register(tenant, "OXIMETER", serial + 1, null);
  await tell(simulatorUrl, "PUT", `devices/${slug}`, { url: platformUrl, people });
}

function kindsFor({ groups }: DemoPerson, nth: number): Kind[] {
  return [
    "BLOOD_PRESSURE_METER",
    ...(nth % everyMonitor === 0 ? (["MONITOR"] as const) : []),
    ...(nth % everyWristband === 1 ? (["WRISTBAND"] as const) : []),
    ...(groups.includes("diabetes") ? (["GLUCOSE_METER"] as const) : []),
    ...(groups.some((group) => group.includes("failure")) ? (["SCALE"] as const) : []),
    ...(groups.some((group) => group.includes("copd")) ? (["OXIMETER"] as const) : []),
    ...(nth % 5 === 2 ? (["THERMOMETER"] as const) : []),
  ];
}

async function worn(
  tenant: DemoTenant,
  kind: Kind,
  { nth, serial, person, random }: { nth: number; serial: number; person: DemoPerson; random: Random },
): Promise<object> {
  const { deviceId, key, serialNumber } = await register(tenant, kind, serial, person);
  return {
    deviceId,
    key,
    serialNumber,
    kind,
    intervalSeconds: models[kind].intervalSeconds,
    // One in ten has a clock that nobody has set right.
    clockAheadMs: nth % 10 === 4 ? Math.round(random.between(60_000, 240_000)) : 0,
    dropOut: nth % 4 === 3 ? 0.05 : 0.005,
  };
}

async function register(
  tenant: DemoTenant,
  kind: Kind,
  serial: number,
  person: DemoPerson | null,
): Promise<{ deviceId: string; key: string; serialNumber: string }> {
  const { label, code, ...rest } = models[kind];
  const serialNumber = `${code}-${String(serial).padStart(4, "0")}`;
  const { registerHealthDevice } = await tenant.askHealth<{
    registerHealthDevice: { key: string; device: { id: string } };
  }>(
    "mutation($input: RegisterHealthDeviceInput!) { registerHealthDevice(input: $input) { key device { id } } }",
    {
      input: {
        ...rest,
        kind,
        serialNumber,
        name: `${label} ${serialNumber}`,
        idempotencyKey: `demo ${serialNumber}`,
        ...(person && { patientId: person.id }),
      },
    },
  );
  return { deviceId: registerHealthDevice.device.id, key: registerHealthDevice.key, serialNumber };
}
