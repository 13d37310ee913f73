import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeDevice, send, signedRequest } from "../testing/devices.ts";
import type { TestDevice } from "../testing/devices.ts";
import { makePatient } from "../testing/patients.ts";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";
import { vital } from "../vital/vital.codes.ts";
import { fhirExamples } from "./fhir/examples.ts";
import { signatureOf } from "./signature.ts";

let world: World;
let now = new Date();
const tenantId = v7();
const minute = 60_000;

beforeAll(async () => {
  world = await openWorld({ clock: () => now });
});
afterAll(() => world.close());

const admin = () => world.caller(tenantId);
const bound = async (given: Parameters<typeof makeDevice>[2] = {}) => {
  const patientId = given.patientId ?? (await makePatient(world, admin()));
  return { patientId, device: await makeDevice(world, admin(), { ...given, patientId }) };
};
const stored = async (patientId: string) =>
  world.as(
    admin(),
    async () =>
      await world.db.tenant.vitalSign.findMany({
        where: { patientId },
        orderBy: [{ measuredAt: "asc" }, { code: "asc" }],
      }),
  );
const iso = (ms: number) => new Date(ms).toISOString();
const pulse = (value: number, at?: number) => ({
  code: vital.heartRate,
  value,
  unit: "/min",
  ...(at !== undefined && { at: iso(at) }),
});

describe("the signature", () => {
  test("is HMAC-SHA256 over time, nonce and the body's digest: a value worked out with OpenSSL", () => {
    // printf '{}' | openssl dgst -sha256; printf '1700000000.abcdefgh.<it>' | openssl dgst -sha256 -hmac wdk_test
    expect(signatureOf("wdk_test", { timestamp: "1700000000", nonce: "abcdefgh" }, "{}")).toBe(
      "1728ee3fffe7c844de32f67cd9a2f867b49fbf39207c633533063f04635699c2",
    );
  });

  test("lets in who has the key; all others get one answer, whatever is wrong", async () => {
    const { device } = await bound();
    const other = await makeDevice(world, admin());
    const body = { readings: [pulse(70)] };
    const answers = [
      await send(world, { ...device, key: other.key }, body),
      await send(world, { ...device, id: v7() }, body),
      await send(world, { ...device, id: "1' OR '1'='1" }, body),
      await send(world, device, body, { at: new Date(now.getTime() - 11 * minute) }),
      await send(world, device, body, { at: new Date(now.getTime() + 11 * minute) }),
      await send(world, device, body, { headers: { "x-signature": "v1=00" } }),
      await send(world, device, body, { headers: { "x-nonce": "short" } }),
    ];
    for (const answer of answers) expect(answer).toEqual({ status: 401, body: { error: "UNAUTHENTICATED" } });
    const changed = signedRequest(device, body);
    changed.rawBody = Buffer.from(JSON.stringify({ readings: [pulse(71)] }));
    expect((await world.parts.devices.ingress.handle(changed)).status).toBe(401);
    expect((await send(world, device, body)).status).toBe(202);
  });

  test("counts once: a request that is played again is refused, by another process too", async () => {
    const { patientId, device } = await bound();
    const request = signedRequest(device, { readings: [pulse(70)] });
    const other = world.assembled();
    const answers = await Promise.all([
      world.parts.devices.ingress.handle(request),
      other.devices.ingress.handle(request),
      world.parts.devices.ingress.handle(request),
    ]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 409, 409]);
    expect(await stored(patientId)).toHaveLength(1);
  });

  test("tried too often from one place costs nothing any more, and does not keep out the device itself", async () => {
    const { device } = await bound();
    const flood = { address: "198.51.100.1" };
    for (let nth = 0; nth < 60; nth += 1) await send(world, { ...device, key: "wdk_no" }, {}, flood);
    expect((await send(world, { ...device, key: "wdk_no" }, {}, flood)).status).toBe(429);
    expect((await send(world, device, { readings: [pulse(70)] })).status).toBe(202);
    await world.parts.devices.refusals.flush();
    const { rows } = await world.pools.system.query(
      "SELECT detail FROM health_device_logs WHERE device_id = $1 AND kind = 'REFUSED'",
      [device.id],
    );
    expect(rows.map(({ detail }) => [detail.reason, detail.count])).toEqual([["SIGNATURE", 60]]);
  });
});

describe("readings", () => {
  test("in any accepted unit are stored, each once; a bad one is refused alone, with its place and reason", async () => {
    const { patientId, device } = await bound();
    // Half of what a signature's time may be off by: the request is signed by the clock on the wall.
    now = new Date(now.getTime() + 5 * minute);
    const at = now.getTime() - 5 * minute;
    const body = {
      v: 1,
      sn: device.serialNumber,
      ts: iso(now.getTime()),
      fw: "1.2.0",
      battery: 82,
      flags: ["movement"],
      readings: [
        { code: "8480-6", value: 17.1, unit: "kPa", at: iso(at) },
        { code: "8462-4", value: 82, unit: "mm[Hg]", at: iso(at) },
        { code: "8867-4", value: 7_200, unit: "/min", at: iso(at) },
        { code: "8310-5", value: "hot" },
        { code: "0000-0", value: 1 },
        { code: "2708-6", value: 97, unit: "kg" },
      ],
    };
    expect(await send(world, device, body)).toEqual({
      status: 202,
      body: {
        accepted: 2,
        duplicates: 0,
        rejected: [
          { index: 2, reason: "VALUE_IMPOSSIBLE" },
          { index: 3, reason: "MALFORMED" },
          { index: 4, reason: "CODE_UNKNOWN" },
          { index: 5, reason: "UNIT_UNKNOWN" },
        ],
      },
    });
    expect(await send(world, device, body)).toMatchObject({ body: { accepted: 0, duplicates: 2 } });
    const [diastolic, systolic] = (await stored(patientId)).toSorted((a, b) => a.value - b.value);
    expect(systolic).toMatchObject({ givenValue: 17.1, givenUnit: "kPa", setId: diastolic?.setId });
    expect(systolic?.value).toBeCloseTo(128.26, 2);
    expect(systolic?.flags).toContain("MOVEMENT");
    await world.parts.devices.contacts.flush();
    const { rows } = await world.pools.system.query(
      "SELECT connection, battery, firmware, last_address FROM health_devices WHERE id = $1",
      [device.id],
    );
    expect(rows).toEqual([
      { connection: "ONLINE", battery: 82, firmware: "1.2.0", last_address: "203.0.113.7" },
    ]);
  });

  test("in bulk, late and out of order are each stored once in their time", async () => {
    const { patientId, device } = await bound();
    now = new Date(now.getTime() + 3 * 60 * minute);
    const from = now.getTime() - 2 * 60 * minute;
    const readings = Array.from({ length: 100 }, (_, nth) => pulse(60 + nth / 2, from + nth * 1_000));
    const halves = [readings.slice(40).toReversed(), readings.slice(0, 60)];
    const answers = await Promise.all(
      halves.map((half) => send(world, device, { readings: half }, { at: now })),
    );
    const sum = (name: string) => answers.reduce((all, { body }) => all + Number(body[name]), 0);
    expect([sum("accepted"), sum("duplicates")]).toEqual([100, 20]);
    expect((await stored(patientId)).map(({ value }) => value)).toEqual(readings.map(({ value }) => value));
    now = new Date();
  });

  test("more than a thousand, or what is no JSON, or of another shape, is refused whole", async () => {
    const { device } = await bound();
    const many = { readings: Array.from({ length: 1_001 }, () => pulse(70)) };
    expect(await send(world, device, many)).toEqual({ status: 413, body: { error: "TOO_MANY_READINGS" } });
    expect(await send(world, device, "{")).toEqual({ status: 400, body: { error: "NOT_JSON" } });
    expect(await send(world, device, { battery: 101, readings: [] })).toMatchObject({
      status: 400,
      body: { error: "MALFORMED", path: ["battery"] },
    });
  });

  test("of a patient without consent, or who is gone, or of a device of nobody, are refused each", async () => {
    const unwilling = await bound({ patientId: await makePatient(world, admin(), { hasConsented: false }) });
    expect((await send(world, unwilling.device, { readings: [pulse(70)] })).body["rejected"]).toEqual([
      { index: 0, reason: "NO_CONSENT" },
    ]);
    const loose = await makeDevice(world, admin());
    expect((await send(world, loose, { readings: [pulse(70)] })).body["rejected"]).toEqual([
      { index: 0, reason: "NOT_BOUND" },
    ]);
  });

  test("measured before a move are of whom the device was then, even when they come after it", async () => {
    const { patientId: first, device } = await bound();
    now = new Date(now.getTime() + 60 * minute);
    const second = await makePatient(world, admin());
    const context = admin();
    await world.as(context, () =>
      world.parts.devices.bindings.bind(context, { deviceId: device.id, patientId: second, move: true }),
    );
    now = new Date(now.getTime() + 30 * minute);
    const body = { readings: [pulse(61, now.getTime() - 60 * minute), pulse(62, now.getTime() - minute)] };
    expect(await send(world, device, body, { at: now })).toMatchObject({ body: { accepted: 2 } });
    expect((await stored(first)).map(({ value }) => value)).toEqual([61]);
    expect((await stored(second)).map(({ value }) => value)).toEqual([62]);
    now = new Date();
  });

  test("of a clock that is five minutes ahead are put right, on the reading and on the device", async () => {
    const { patientId, device } = await bound();
    const ahead = 5 * minute;
    const said = now.getTime() + ahead;
    await send(world, device, { ts: iso(said), readings: [pulse(70, said - 2 * minute)] });
    await world.parts.devices.contacts.flush();
    const [reading] = await stored(patientId);
    expect(reading?.flags).toContain("CLOCK_CORRECTED");
    expect(Math.abs((reading?.measuredAt.getTime() ?? 0) - (now.getTime() - 2 * minute))).toBeLessThan(1_000);
    const { rows } = await world.pools.system.query("SELECT skew_ms FROM health_devices WHERE id = $1", [
      device.id,
    ]);
    expect(Math.abs(rows[0].skew_ms - ahead)).toBeLessThan(1_000);
  });

  test("faster than a device may send are put off, with how long", async () => {
    const { device } = await bound();
    const answers = await Promise.all(
      Array.from({ length: 150 }, () => send(world, device, { readings: [] })),
    );
    const statuses = answers.map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([202, 429]));
    expect(answers.at(-1)?.body).toMatchObject({ error: "RATE_LIMITED", retryAfterMs: expect.any(Number) });
  });

  test("of several devices come through a gateway of the same tenant, and through nobody else", async () => {
    const [one, two] = [await bound(), await bound()];
    const gateway = await makeDevice(world, admin(), { kind: "GATEWAY" });
    const stranger = await makeDevice(world, world.caller(v7()), { kind: "GATEWAY" });
    const body = {
      devices: [
        { sn: one.device.serialNumber, battery: 12, readings: [pulse(71)] },
        { sn: two.device.serialNumber, readings: [pulse(72), pulse(900)] },
        { sn: "not-there", readings: [pulse(73)] },
      ],
    };
    expect((await send(world, gateway, body)).body).toEqual({
      accepted: 2,
      duplicates: 0,
      rejected: [
        { index: 2, reason: "VALUE_IMPOSSIBLE" },
        { index: 3, reason: "UNKNOWN_DEVICE" },
      ],
    });
    expect((await stored(two.patientId)).map(({ value, deviceId }) => [value, deviceId])).toEqual([
      [72, two.device.id],
    ]);
    for (const sender of [stranger, one.device])
      expect((await send(world, sender, { devices: [body.devices[1]] })).body).toMatchObject({
        accepted: 0,
        rejected: [{ reason: "UNKNOWN_DEVICE" }, { reason: "UNKNOWN_DEVICE" }],
      });
  });
});

describe("FHIR", () => {
  const fhir = (device: TestDevice, resource: unknown, path = "fhir/Observation", headers = {}) =>
    send(world, device, resource, { path, headers, at: now });
  const since = new Date("1999-01-01T00:00:00Z");
  const ownedSince1999 = async () => {
    const patientId = await makePatient(world, admin());
    const device = await makeDevice(world, admin());
    const context = admin();
    await world.as(context, () =>
      world.parts.devices.bindings.bind(context, { deviceId: device.id, patientId, since }),
    );
    return { patientId, device };
  };
  const timeOf = (resource: Readonly<Record<string, unknown>>) => {
    const period = resource["effectivePeriod"] as { start: string } | undefined;
    return new Date(period?.start ?? String(resource["effectiveDateTime"]));
  };

  test("takes the specification's examples, each once", async () => {
    const { patientId, device } = await ownedSince1999();
    for (const { resource, stored: values } of fhirExamples) {
      now = new Date(timeOf(resource).getTime() + 60 * minute);
      expect((await fhir(device, resource)).status).toBe(201);
      expect(await fhir(device, resource)).toMatchObject({
        status: 200,
        body: { resourceType: "OperationOutcome", issue: [{ code: "duplicate" }] },
      });
      const found = (await stored(patientId)).filter(({ code }) => code in values);
      for (const { code, value, source } of found) {
        expect(source).toBe("FHIR");
        expect(value).toBeCloseTo(values[code] ?? Number.NaN, 8);
      }
      expect(found).toHaveLength(Object.keys(values).length);
    }
    now = new Date();
  });

  test("answers a batch entry by entry, and a transaction whole", async () => {
    const { patientId, device } = await bound();
    const good = { ...fhirExamples[1]?.resource, effectiveDateTime: iso(now.getTime()) };
    const bad = { ...good, valueQuantity: { value: 4_400, unit: "/min" } };
    const bundle = (type: string, ...resources: object[]) => ({
      resourceType: "Bundle",
      type,
      entry: resources.map((resource) => ({ resource, request: { method: "POST", url: "Observation" } })),
    });
    expect(await fhir(device, bundle("transaction", good, bad), "fhir")).toMatchObject({
      status: 422,
      body: { issue: [{ code: "value", expression: ["Bundle.entry[1].resource.valueQuantity.value"] }] },
    });
    expect(await stored(patientId)).toEqual([]);
    const answer = await fhir(device, bundle("batch", good, bad, good), "fhir");
    expect(answer).toMatchObject({ status: 200, body: { resourceType: "Bundle", type: "batch-response" } });
    expect(JSON.stringify(answer.body)).toMatch(/201 Created.*422 Unprocessable.*200 OK/);
    expect(await stored(patientId)).toHaveLength(1);
    expect(await fhir(device, bundle("transaction", good), "fhir")).toMatchObject({
      status: 200,
      body: { type: "transaction-response" },
    });
  });

  test("creates nothing where an identifier is known, said in the resource or as a condition", async () => {
    const { patientId, device } = await bound();
    const resource = (at: number, identifier?: object[]) => ({
      ...fhirExamples[1]?.resource,
      effectiveDateTime: iso(at),
      identifier,
    });
    const condition = { "if-none-exist": "identifier=urn:x|77" };
    now = new Date(now.getTime() + 10 * minute);
    const first = now.getTime() - 3 * minute;
    expect((await fhir(device, resource(first, [{ system: "urn:x", value: "77" }]))).status).toBe(201);
    expect((await fhir(device, resource(first + minute, [{ system: "urn:x", value: "77" }]))).status).toBe(
      200,
    );
    expect((await fhir(device, resource(first + 2 * minute), "fhir/Observation", condition)).status).toBe(
      200,
    );
    expect(await stored(patientId)).toHaveLength(1);
  });

  describe("that is withdrawn", () => {
    const named = (value: string) => [{ system: "urn:monitor", value }];
    const pulseOf = (at: number, value: number, identifier?: object[]) => ({
      ...fhirExamples[1]?.resource,
      effectiveDateTime: iso(at),
      valueQuantity: { value, unit: "/min", system: "http://unitsofmeasure.org", code: "/min" },
      identifier,
    });
    const withdrawn = (resource: object) => ({ ...resource, status: "entered-in-error" });
    const counting = async (patientId: string) =>
      (await stored(patientId)).filter(({ retractedAt }) => retractedAt === null).map(({ value }) => value);
    const said = (status: number, code: string) => ({ status, body: { issue: [{ code }] } });

    test("counts no more, nor does its alert; it is done once, and the right value of that moment is taken", async () => {
      const { patientId, device } = await bound();
      const at = now.getTime() - minute;
      const wrong = pulseOf(at, 172, named("1"));
      await fhir(device, wrong);
      const { resourceType, code } = wrong as { resourceType?: string; code?: object };
      const withdrawal = { resourceType, code, status: "entered-in-error", identifier: named("1") };
      expect(await fhir(device, withdrawal)).toMatchObject(said(200, "informational"));
      expect(await counting(patientId)).toEqual([]);
      const alerts = await world.db.system("test").healthAlert.findMany({ where: { patientId } });
      expect(alerts).toMatchObject([{ state: "RESOLVED", resolution: "READING_RETRACTED" }]);
      const audited = await world.db.system("test").outboxMessage.findMany({
        where: {
          subject: { contains: "audit" },
          payload: { path: ["payload", "resourceId"], equals: patientId },
        },
      });
      expect(JSON.stringify(audited.map(({ payload }) => payload))).toContain("entered-in-error");

      expect(await fhir(device, withdrawal)).toMatchObject(said(200, "duplicate"));
      expect(await fhir(device, wrong)).toMatchObject(said(200, "duplicate"));
      expect(await counting(patientId)).toEqual([]);
      expect((await fhir(device, pulseOf(at, 72, named("2")))).status).toBe(201);
      expect(await counting(patientId)).toEqual([72]);
    });

    test("before it comes is not stored when it does", async () => {
      const { patientId, device } = await bound();
      const late = pulseOf(now.getTime() - minute, 171, named("1"));
      expect(await fhir(device, withdrawn(late))).toMatchObject(said(200, "informational"));
      expect(await fhir(device, late)).toMatchObject(said(200, "duplicate"));
      expect(await stored(patientId)).toEqual([]);
    });

    test("is the device's own: another one's of the same name stays", async () => {
      const [one, other] = [await bound(), await bound()];
      const resource = pulseOf(now.getTime() - minute, 73, named("1"));
      await fhir(one.device, resource);
      await fhir(other.device, withdrawn(resource));
      expect(await counting(one.patientId)).toEqual([73]);
    });

    test("without a name is known by device, code and time, or refused", async () => {
      const { patientId, device } = await bound();
      const resource = pulseOf(now.getTime() - minute, 73);
      expect(await fhir(device, withdrawn(resource))).toMatchObject(said(422, "not-found"));
      await fhir(device, resource);
      expect(await fhir(device, withdrawn(resource))).toMatchObject(said(200, "informational"));
      expect(await fhir(device, resource)).toMatchObject(said(200, "duplicate"));
      expect(await counting(patientId)).toEqual([]);
      const many = Array.from({ length: 101 }, () => ({ resource: withdrawn(resource) }));
      const flood = { resourceType: "Bundle", type: "batch", entry: many };
      expect(JSON.stringify((await fhir(device, flood, "fhir")).body)).toContain("too-costly");
      const { effectiveDateTime: _, ...timeless } = resource;
      expect(await fhir(device, withdrawn(timeless))).toMatchObject(said(422, "required"));
    });

    test("in a Bundle is so beside others, also one of the same Bundle; a transaction is whole", async () => {
      const { patientId, device } = await bound();
      const [early, later] = [
        pulseOf(now.getTime() - 2 * minute, 170, named("1")),
        pulseOf(now.getTime(), 74),
      ];
      const entry = (resource: object, request = { method: "POST", url: "Observation" }) => ({
        resource,
        request,
      });
      const bundle = (type: string, ...entries: object[]) => ({
        resourceType: "Bundle",
        type,
        entry: entries,
      });
      const unknown = withdrawn(pulseOf(now.getTime() - 3 * minute, 75));
      expect(await fhir(device, bundle("transaction", entry(later), entry(unknown)), "fhir")).toMatchObject({
        status: 422,
      });
      expect(await stored(patientId)).toEqual([]);

      const update = { method: "PUT", url: "Observation?identifier=urn:monitor|1" };
      const { identifier: _, ...nameless } = early;
      const both = bundle("batch", entry(early), entry(later), entry(withdrawn(nameless), update));
      const answer = await fhir(device, both, "fhir");
      expect(answer.body["entry"]).toMatchObject([
        { response: { status: "201 Created" } },
        { response: { status: "201 Created" } },
        {
          response: {
            status: "200 OK",
            outcome: { issue: [{ diagnostics: expect.stringContaining("withdrawn") }] },
          },
        },
      ]);
      expect(await counting(patientId)).toEqual([74]);
      expect((await fhir(device, bundle("batch", entry(later, update)), "fhir")).body["entry"]).toMatchObject(
        [{ response: { status: "422 Unprocessable Entity" } }],
      );
    });
  });

  test("of another patient than who has the device is refused", async () => {
    const { device } = await bound();
    const resource = {
      ...fhirExamples[1]?.resource,
      effectiveDateTime: iso(now.getTime()),
      subject: { reference: `Patient/${await makePatient(world, admin())}` },
    };
    expect(await fhir(device, resource)).toMatchObject({
      status: 422,
      body: { issue: [{ expression: ["Observation.subject"] }] },
    });
  });
});
