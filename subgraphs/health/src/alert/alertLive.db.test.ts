import { isStream } from "@wegraph/kit/subgraph";
import type { StreamExtensions } from "@wegraph/kit/subgraph";
import { openOwnNats } from "@wegraph/kit/testing/ownNats";
import type { RequestContext } from "@wegraph/kit/context";
import { v7 } from "uuid";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { factsOfPatient, find, spo2Finding } from "../testing/findings.ts";
import { makePatient } from "../testing/patients.ts";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";

const query = `subscription($patientIds: [ID!], $severities: [HealthAlertSeverity!]) {
  healthAlert(patientIds: $patientIds, severities: $severities) { alertId change patientId alert { state } }
}`;

let nats: Awaited<ReturnType<typeof openOwnNats>>;
let world: World;
const open: AsyncIterator<unknown>[] = [];

beforeAll(async () => {
  nats = await openOwnNats();
  world = await openWorld({ natsUrl: nats.url });
  await world.runtime.bus.feed.start();
  world.startRelay();
});
afterEach(async () => {
  for (const stream of open.splice(0)) await stream.return?.();
});
afterAll(async () => {
  await world?.close();
  await nats?.close();
});

interface Told {
  data: { healthAlert: { alertId: string; change: string; patientId: string; alert: object | null } } | null;
  extensions: StreamExtensions;
}

async function follow({ principal }: RequestContext, after: string | null = null, variables: object = {}) {
  const stream = await world.graph.subscribe({
    query,
    variables: { ...variables },
    principal,
    correlationId: v7(),
    resume: { after },
  });
  if (!isStream(stream)) throw new Error(JSON.stringify(stream.errors));
  open.push(stream);
  const next = async () => (await stream.next()).value as Told | undefined;
  const position = await next();
  return { next, cursor: position?.extensions.cursor ?? null };
}

/** A clinician's patients, and how an alert is raised of one of them. */
async function ward(patients: number) {
  const tenantId = v7();
  const clinicianId = v7();
  const all = world.caller(tenantId);
  const made = await Promise.all(
    Array.from({ length: patients }, async () =>
      factsOfPatient(world, await makePatient(world, all, { clinicianId })),
    ),
  );
  const raise = (nth: number, severity: "WARNING" | "CRITICAL" = "CRITICAL") => {
    const patient = made[nth % made.length];
    if (!patient) throw new Error("there are no patients");
    return find(world, tenantId, [spo2Finding(patient, v7(), new Date(), { severity, value: 88 })]);
  };
  const clinician = world.caller(tenantId, { id: clinicianId, scope: "OWN" });
  return { tenantId, all, clinician, patients: made, raise };
}

const raisedIn = async (tenantId: string) => {
  const rows = await world.db.system("test").outboxMessage.findMany({
    where: { tenantId, subject: { contains: "health.alert.raised" } },
    orderBy: { seq: "asc" },
  });
  return rows.map(({ payload }) => (payload as { payload: { alertId: string } }).payload.alertId);
};

test("who was away while fifty alerts were raised gets each of them once and in their order", async () => {
  const { tenantId, clinician, raise } = await ward(3);
  const before = await follow(clinician);
  await raise(0);
  const seen = await before.next();
  await open.pop()?.return?.();

  for (let nth = 1; nth <= 50; nth += 1) await raise(nth);
  const resumed = await follow(clinician, seen?.extensions.cursor ?? null);
  const missed = [];
  while (missed.length < 50) missed.push((await resumed.next())?.data?.healthAlert);
  const live = resumed.next();
  await raise(51);

  const told = [seen?.data?.healthAlert, ...missed, (await live)?.data?.healthAlert];
  expect(told.map((each) => each?.alertId)).toEqual(await raisedIn(tenantId));
  expect(missed.every((each) => each?.change === "RAISED" && each.alert !== null)).toBe(true);
});

test("alerts raised while the broker is down arrive once it is back, at who follows and at who comes back", async () => {
  const { tenantId, clinician, raise } = await ward(2);
  const follower = await follow(clinician);
  await raise(0);
  const first = await follower.next();

  const back = nats.restart({ downMs: 300 });
  for (let nth = 1; nth <= 10; nth += 1) await raise(nth);
  await back;
  const live = [];
  while (live.length < 10) live.push((await follower.next())?.data?.healthAlert.alertId);
  const resumed = await follow(clinician, first?.extensions.cursor ?? null);
  const again = [];
  while (again.length < 10) again.push((await resumed.next())?.data?.healthAlert.alertId);

  const raised = (await raisedIn(tenantId)).slice(1);
  expect(live).toEqual(raised);
  expect(again).toEqual(raised);
});

test("a follower hears of the patients within reach, and of those and the severities asked for", async () => {
  const { clinician, all, tenantId, patients, raise } = await ward(2);
  const stranger = world.caller(tenantId, { scope: "BOUND" });
  const [, second] = patients;
  const heard: unknown[] = [];
  const unheard = [
    await follow(stranger),
    await follow(world.caller(v7())),
    await follow(all, null, { patientIds: [v7()] }),
    await follow(all, null, { severities: ["INFO"] }),
  ].map(({ next }) => next().then((told) => heard.push(told)));
  const chosen = await follow(clinician, null, { patientIds: [second?.id], severities: ["WARNING"] });

  await raise(0, "WARNING");
  await raise(1, "CRITICAL");
  await raise(1, "WARNING");

  expect((await chosen.next())?.data?.healthAlert).toMatchObject({ change: "RAISED", patientId: second?.id });
  expect(heard).toEqual([]);
  for (const stream of open.splice(0)) await stream.return?.();
  await Promise.all(unheard);
  expect(heard).toEqual([undefined, undefined, undefined, undefined]);
});

test("who has no right to alerts cannot follow them", async () => {
  const { tenantId } = await ward(0);

  await expect(follow(world.caller(tenantId, { permissions: ["patient:*"] }))).rejects.toThrow("FORBIDDEN");
  await expect(follow(world.caller(tenantId), null, { patientIds: ["x"] })).rejects.toThrow("ID_MALFORMED");
});
