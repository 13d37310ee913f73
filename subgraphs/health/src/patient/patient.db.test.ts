import { inTenant } from "@wegraph/database/scope";
import type { RequestContext } from "@wegraph/kit/context";
import type { PageArgs } from "@wegraph/kit/page";
import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makePatient } from "../testing/patients.ts";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";
import type { PatientFilterValues } from "./patient.filter.ts";
import { masked } from "./identity/mask.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const person = {
  name: "欧阳文静",
  idNumber: "11010519491231002X",
  phone: "13912345678",
  address: "杭州市西湖区文三路 90 号",
  contacts: [{ name: "陈大伟", relation: "配偶", phone: "13700001111" }],
  history: {
    conditions: [{ name: "支气管扩张症", since: "2019" }],
    allergies: [{ substance: "青霉素" }],
    medications: [{ name: "氨溴索" }],
    notes: "独居",
  },
};

const page = (context: RequestContext, filter: PatientFilterValues = {}, args: PageArgs = { first: 50 }) =>
  world.as(context, () => world.parts.patients.reader.page(context, filter, null, args));
const namesOf = async (context: RequestContext, filter: PatientFilterValues) =>
  (await page(context, filter)).nodes.map(({ name }) => name).toSorted();
const find = (context: RequestContext, id: string) =>
  world.as(context, () => world.parts.patients.reader.find(context, id));

interface Told {
  subject: string;
  payload: Record<string, unknown> & { action?: string; resourceId?: string; changes?: object[] };
}
const toldOf = async (tenantId: string): Promise<Told[]> => {
  const { rows } = await world.pools.system.query<{ payload: Told }>(
    "SELECT payload FROM wegraph_outbox WHERE tenant_id = $1 ORDER BY seq",
    [tenantId],
  );
  return rows.map(({ payload }) => payload);
};
const readsOf = async (tenantId: string) =>
  (await toldOf(tenantId)).filter(({ payload }) => payload.action === "patient.read");

describe("who a patient is", () => {
  test("stands nowhere in the database in clear", async () => {
    const context = world.caller(v7());
    const id = await makePatient(world, context, { ...person, idempotencyKey: "once" });
    await world.as(context, () =>
      world.parts.records.service.add(context, { patientId: id, kind: "NOTE", title: "支气管镜复查" }),
    );
    await world.as(context, () =>
      world.parts.patients.service.change(context, { patientId: id, phone: "13912345679" }),
    );
    await page(context, { search: "文静" });

    // Partitions are read through their parents.
    const { rows: tables } = await world.pools.system.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
       AND NOT relispartition AND relname NOT LIKE '\\_prisma%'`,
    );
    let looked = "";
    for (const { name } of tables) {
      const { rows } = await world.pools.system.query<{ text: string }>(
        `SELECT coalesce(string_agg(t::text, ' '), '') AS text FROM "${name}" t`,
      );
      looked += rows[0]?.text ?? "";
    }
    expect(looked).toContain(id);
    const secrets = [
      "欧阳",
      "文静",
      person.idNumber,
      "10019491231",
      "13912345",
      "5678",
      "文三路",
      "陈大伟",
      "1370000",
      "支气管",
      "青霉素",
      "氨溴索",
      "独居",
    ];
    expect(secrets.filter((secret) => looked.includes(secret))).toEqual([]);
  });

  test("has no token in common with the same person in another tenant", async () => {
    const [one, other] = [world.caller(v7()), world.caller(v7())];
    for (const context of [one, other]) await makePatient(world, context, person);
    const tokens = async ({ principal }: RequestContext) => {
      const { rows } = await world.pools.system.query<{ token: string }>(
        "SELECT unnest(search_tokens) AS token FROM health_patients WHERE tenant_id = $1",
        [principal.tenantId],
      );
      return new Set(rows.map(({ token }) => token));
    };
    const [mine, theirs] = [await tokens(one), await tokens(other)];
    expect(mine.size).toBeGreaterThan(8);
    expect([...mine].filter((token) => theirs.has(token))).toEqual([]);
  });

  test("is found by part of the name, phone, identity number and record number, and by nothing else", async () => {
    const context = world.caller(v7());
    await makePatient(world, context, person);
    await makePatient(world, context, { name: "John Smith", recordNumber: "MRN-7781" });
    const found = (search: string) => namesOf(context, { search });
    for (const search of [
      "欧阳文静",
      "阳文",
      "欧",
      "13912345678",
      "+86 139 1234 5678",
      "5678",
      "002X",
      "11010519491231002x",
      "13700001111",
      "P-0000",
      "1",
    ])
      expect([search, await found(search)]).toEqual([search, ["欧阳文静"]]);
    for (const search of ["smith", "JOHN", "hn sm", "mrn-77"])
      expect([search, await found(search)]).toEqual([search, ["John Smith"]]);
    for (const search of ["文欧", "静", "1391234", "5679", "MRN-9", "陈大", "%", "_"])
      expect([search, await found(search)]).toEqual([search, []]);
  });

  test("is shown with the middle of its numbers hidden", async () => {
    const context = world.caller(v7());
    const patient = await find(context, await makePatient(world, context, person));
    expect(patient).toMatchObject({
      name: "欧阳文静",
      identity: {
        idNumber: "110***********002X",
        phone: "139****5678",
        address: "杭州市西湖区****",
        contacts: [{ name: "陈**", relation: "配偶", phone: "137****1111" }],
      },
    });
    expect(masked({ name: "A", idNumber: "E12", phone: "12345", address: "1", contacts: [] })).toEqual({
      name: "A",
      idNumber: "E*2",
      phone: "***45",
      address: "****",
      contacts: [],
    });
  });

  test("is revealed with the right and a reason, which is on record first", async () => {
    const tenantId = v7();
    const context = world.caller(tenantId);
    const id = await makePatient(world, context, person);
    const { identity } = await ask<{ revealPatientIdentity: { identity: { phone: string } } }>(
      context,
      "mutation($input: RevealPatientIdentityInput!) { revealPatientIdentity(input: $input) { identity { phone idNumber address } } }",
      { input: { patientId: id, reason: "家属来电核实" } },
    ).then(({ revealPatientIdentity }) => revealPatientIdentity);
    expect(identity).toEqual({ phone: person.phone, idNumber: person.idNumber, address: person.address });
    const told = (await toldOf(tenantId)).map(({ payload }) => payload);
    expect(told).toContainEqual(
      expect.objectContaining({
        action: "patient.identity-revealed",
        resourceId: id,
        changes: expect.arrayContaining([{ field: "reason", after: "家属来电核实" }]),
      }),
    );
    const reader = world.caller(tenantId, { permissions: ["patient:read", "patient:write"] });
    await expect(
      world.as(reader, () =>
        world.parts.patients.reveal.identity(reader, { patientId: id, reason: "只是看看" }),
      ),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(
      ask(
        context,
        "mutation($input: RevealPatientIdentityInput!) { revealPatientIdentity(input: $input) { identity { phone } } }",
        {
          input: { patientId: id, reason: " " },
        },
      ),
    ).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });
});

describe("a file's number", () => {
  test("is given once, however many register at the same time", async () => {
    const context = world.caller(v7());
    await Promise.all(Array.from({ length: 12 }, () => makePatient(world, context)));
    const numbers = (await page(context)).nodes.map(({ recordNumber }) => recordNumber).toSorted();
    expect(numbers).toEqual(Array.from({ length: 12 }, (_, i) => `P-${String(i + 1).padStart(6, "0")}`));
  });

  test("of the tenant's own is refused where another file has it, and free in another tenant", async () => {
    const context = world.caller(v7());
    await makePatient(world, context, { recordNumber: "A-1" });
    const refused = { code: "CONFLICT", reason: "RECORD_NUMBER_TAKEN" };
    await expect(makePatient(world, context, { recordNumber: "A-1" })).rejects.toMatchObject(refused);
    const other = await makePatient(world, context);
    await expect(
      world.as(context, () =>
        world.parts.patients.service.change(context, { patientId: other, recordNumber: "A-1" }),
      ),
    ).rejects.toMatchObject(refused);
    await makePatient(world, world.caller(v7()), { recordNumber: "A-1" });
  });

  test("is the same for the same key, and the key is refused for somebody else", async () => {
    const context = world.caller(v7());
    const given = { name: "同名", idempotencyKey: "k1" };
    expect(await makePatient(world, context, given)).toBe(await makePatient(world, context, given));
    await expect(makePatient(world, context, { ...given, name: "别人" })).rejects.toMatchObject({
      code: "IDEMPOTENCY_CONFLICT",
    });
  });
});

describe("reach", () => {
  test("decides who sees which patients, in lists, totals, searches and by reference alike", async () => {
    const tenantId = v7();
    const admin = world.caller(tenantId);
    const [doctor, nurse] = [v7(), v7()];
    const own = await makePatient(world, admin, { name: "甲一", clinicianId: doctor, department: "心内科" });
    const team = await makePatient(world, admin, { name: "甲二", careTeamIds: [doctor, nurse] });
    const away = await makePatient(world, admin, { name: "甲三", department: "心内科" });
    const all = { own, team, away };
    const as = (scope: "OWN" | "BOUND" | "DEPARTMENT", id: string, department: string | null = null) =>
      world.caller(tenantId, { id, scope, department });
    const cases: [RequestContext, (keyof typeof all)[]][] = [
      [as("OWN", doctor), ["own"]],
      [as("BOUND", doctor), ["own", "team"]],
      [as("BOUND", nurse), ["team"]],
      [as("BOUND", v7()), []],
      [as("DEPARTMENT", nurse, "心内科"), ["own", "away"]],
      [as("DEPARTMENT", nurse), []],
      [world.caller(v7()), []],
      [world.caller(tenantId, { permissions: ["account:read"] }), []],
    ];
    for (const [context, expected] of cases) {
      const ids = expected.map((key) => all[key]).toSorted();
      const listed = await page(context, { search: "甲" });
      expect(listed.nodes.map(({ id }) => id).toSorted()).toEqual(ids);
      expect(await world.as(context, () => listed.totalCount())).toBe(ids.length);
      for (const id of Object.values(all)) expect((await find(context, id)) !== null).toBe(ids.includes(id));
    }
  });

  test("hides what is beyond it as if it did not exist, and forbids what may only be seen", async () => {
    const tenantId = v7();
    const id = await makePatient(world, world.caller(tenantId));
    const change = (context: RequestContext) =>
      world.as(context, () => world.parts.patients.service.change(context, { patientId: id, name: "改名" }));
    await expect(change(world.caller(tenantId, { scope: "OWN" }))).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(change(world.caller(v7()))).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(change(world.caller(tenantId, { permissions: ["patient:read"] }))).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  test("keeps what somebody just registered in their sight", async () => {
    const doctor = world.caller(v7(), { scope: "BOUND" });
    const id = await makePatient(world, doctor);
    expect(await find(doctor, id)).toMatchObject({ id, clinicianUserId: doctor.principal.id });
  });
});

describe("each look into a file", () => {
  test("is on record by the patient's id, once for a request and section, for every one of a list too", async () => {
    const tenantId = v7();
    const admin = world.caller(tenantId);
    const ids = [await makePatient(world, admin), await makePatient(world, admin)].toSorted();
    const reader = world.caller(tenantId);
    await page(reader);
    await find(reader, ids[0] ?? "");
    const reads = await readsOf(tenantId);
    expect(reads.map(({ payload }) => String(payload.resourceId)).toSorted()).toEqual(ids);
    expect(reads[0]?.payload.changes).toEqual([{ field: "section", after: "FILE" }]);

    await find(world.caller(tenantId), ids[0] ?? "");
    expect(await readsOf(tenantId)).toHaveLength(3);
  });

  test("that finds nothing leaves no record", async () => {
    const tenantId = v7();
    const id = await makePatient(world, world.caller(tenantId));
    await find(world.caller(tenantId, { scope: "OWN" }), id);
    expect(await readsOf(tenantId)).toEqual([]);
  });
});

describe("a change", () => {
  test("of another version than the one that was seen is refused, and changes nothing", async () => {
    const context = world.caller(v7());
    const id = await makePatient(world, context, person);
    const change = (name: string, expectedVersion: number) =>
      world.as(context, () =>
        world.parts.patients.service.change(context, { patientId: id, name, expectedVersion }),
      );
    await change("新名", 1);
    await expect(change("旧页面", 1)).rejects.toMatchObject({ code: "CONFLICT", reason: "PATIENT_STALE" });
    expect(await find(world.caller(context.principal.tenantId), id)).toMatchObject({
      name: "新名",
      version: 2,
    });
  });

  test("leaves what it does not name, clears what is null, and moves what the patient is found by", async () => {
    const context = world.caller(v7());
    const id = await makePatient(world, context, person);
    await world.as(context, () =>
      world.parts.patients.service.change(context, { patientId: id, phone: null, name: "欧阳晓" }),
    );
    const patient = await find(world.caller(context.principal.tenantId), id);
    expect(patient?.identity).toMatchObject({ phone: null, idNumber: "110***********002X" });
    expect(await namesOf(context, { search: "5678" })).toEqual([]);
    expect(await namesOf(context, { search: "阳晓" })).toEqual(["欧阳晓"]);
    const told = await toldOf(context.principal.tenantId);
    expect(told.map(({ subject }) => subject)).toContain("health.patient.changed.v1");
    expect(JSON.stringify(told)).not.toContain("欧阳");
  });

  test("that changes nothing is no change", async () => {
    const context = world.caller(v7());
    const id = await makePatient(world, context, person);
    await world.as(context, () =>
      world.parts.patients.service.change(context, { patientId: id, name: person.name, phone: person.phone }),
    );
    expect(await find(world.caller(context.principal.tenantId), id)).toMatchObject({ version: 1 });
  });
});

test.each([
  [{ idNumber: "110105194912310021" }, "idNumber"],
  [{ idNumber: "11010519490231002X" }, "idNumber"],
  [{ birthDate: "2025-02-30" }, "birthDate"],
  [{ birthDate: "2199-01-01" }, "birthDate"],
  [{ phone: "call me" }, "phone"],
  [{ recordNumber: "P-000009" }, "recordNumber"],
  [{ name: "   " }, "name"],
  [{ spo2Scale: 3 }, "spo2Scale"],
  [{ heightCm: 5 }, "heightCm"],
])("a patient with %j is refused at %s", async (wrong, field) => {
  const input = { name: "某人", sex: "MALE", birthDate: "1960-01-01", ...wrong };
  await expect(
    ask(
      world.caller(v7()),
      "mutation($input: CreatePatientInput!) { createPatient(input: $input) { patient { id } } }",
      { input },
    ),
  ).rejects.toMatchObject({
    code: "INVALID_INPUT",
    issues: [{ path: ["input", field] }],
  });
});

test("lists by NEWS2 have the highest first and files without a score last, on every page and backwards", async () => {
  const context = world.caller(v7());
  const scores = [3, null, 7, 7, null, 0];
  const ids: string[] = [];
  for (const news2 of scores) {
    const id = await makePatient(world, context);
    ids.push(id);
    await inTenant(context.principal.tenantId, async () => {
      await world.db.tenant.patientState.update({ where: { patientId: id }, data: { news2 } });
    });
  }
  const scoreOf = new Map(ids.map((id, i) => [id, scores[i] ?? null]));
  const ordered = (args: PageArgs) =>
    world.as(context, () =>
      world.parts.patients.reader.page(context, {}, { by: "NEWS2", direction: "DESC" }, args),
    );
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const { nodes, pageInfo } = await ordered({ first: 2, after });
    seen.push(...nodes.map(({ id }) => id));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after);
  expect(seen.map((id) => scoreOf.get(id))).toEqual([7, 7, 3, 0, null, null]);
  expect(new Set(seen).size).toBe(6);
  const last = await ordered({ last: 4 });
  expect(last.nodes.map(({ id }) => id)).toEqual(seen.slice(2));
});

/** Through the graph, as gateways ask. @throws the refusal, as a client gets it. */
async function ask<T>(
  { principal, correlationId }: RequestContext,
  query: string,
  variables: Record<string, unknown>,
): Promise<T> {
  const { data, errors } = await world.graph.execute({ query, variables, principal, correlationId });
  const [error] = errors ?? [];
  if (error) throw Object.assign(new Error(error.message), error.extensions);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the document says what comes back
  return data as T;
}
