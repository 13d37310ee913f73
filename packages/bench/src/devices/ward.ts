import { Client, fieldOf } from "@wegraph/app/testing/client";
import { Body } from "@wegraph/simulators/devices/body";
import { saidOf } from "@wegraph/simulators/devices/deviceKinds";
import type { SaidReading } from "@wegraph/simulators/devices/deviceKinds";
import type { Signer } from "@wegraph/simulators/devices/deviceSender";

/** A patient with a monitor: seven values each time, all that NEWS2 needs. */
export interface Bed extends Signer {
  patientId: string;
  body: Body;
  /** Of the last reading: each has a time of its own. */
  lastMs: number;
}

export const readingsOfMonitor = 7;

/** A hospital with so many patients, made by the public API as its administrator would. */
export async function openWard(url: string, beds: number): Promise<{ client: Client; beds: Bed[] }> {
  const guest = new Client(url);
  const { accessToken } = await ask<{ accessToken: string }>(
    guest,
    "setUpFirstAdministrator",
    "mutation($input: SetUpFirstAdministratorInput!) { setUpFirstAdministrator(input: $input) { accessToken } }",
    {
      tenantName: "Bench",
      email: "admin@bench.example",
      displayName: "Bench",
      password: "a long password of a bench",
    },
  );
  const client = guest.withToken(accessToken);
  const made: Bed[] = [];
  for (let nth = 0; nth < beds; nth += 1) made.push(await addBed(client, nth));
  return { client, beds: made };
}

async function addBed(client: Client, nth: number): Promise<Bed> {
  const { patient } = await ask<{ patient: { id: string } }>(
    client,
    "createPatient",
    "mutation($input: CreatePatientInput!) { createPatient(input: $input) { patient { id } } }",
    { name: `Patient ${nth}`, sex: nth % 2 ? "MALE" : "FEMALE", birthDate: "1958-04-12", hasConsented: true },
  );
  const { device, key } = await ask<{ device: { id: string }; key: string }>(
    client,
    "registerHealthDevice",
    "mutation($input: RegisterHealthDeviceInput!) { registerHealthDevice(input: $input) { device { id } key } }",
    {
      serialNumber: `MON-${nth}`,
      kind: "MONITOR",
      name: `Monitor ${nth}`,
      patientId: patient.id,
      intervalSeconds: 10,
    },
  );
  const body = new Body({ seed: "bench", name: `patient ${nth}` });
  return { deviceId: device.id, key, patientId: patient.id, body, lastMs: Date.now() };
}

/** What a monitor sends now: one measurement, or several that it kept. */
export function measured(bed: Bed, times = 1): { ts: string; readings: SaidReading[] } {
  const readings = Array.from({ length: times }, () => {
    bed.lastMs = Math.max(Date.now(), bed.lastMs + 1);
    return saidOf("MONITOR", bed.body.at(bed.lastMs), new Date(bed.lastMs));
  }).flat();
  return { ts: new Date().toISOString(), readings };
}

/** The same of somebody who suddenly has hardly any oxygen. */
export function alarming(bed: Bed): { ts: string; readings: SaidReading[] } {
  const { ts, readings } = measured(bed);
  return {
    ts,
    readings: readings.map((reading) => (reading.code === "59408-5" ? { ...reading, value: 82 } : reading)),
  };
}

async function ask<T>(client: Client, field: string, query: string, input: object): Promise<T> {
  const { data, errors } = await client.ask(query, { input });
  if (errors.length > 0) throw new Error(JSON.stringify(errors.slice(0, 3)));
  return fieldOf<T>(data, field);
}
