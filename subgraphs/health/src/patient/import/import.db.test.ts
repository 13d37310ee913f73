import type { RequestContext } from "@wegraph/kit/context";
import { DomainCaller } from "@wegraph/kit/domainCaller";
import { quotaExceeded } from "@wegraph/kit/quota";
import type { SubgraphLink } from "@wegraph/kit/subgraph";
import { GraphQLError } from "graphql";
import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { makePatient } from "../../testing/patients.ts";
import { openWorld } from "../../testing/world.ts";
import type { World } from "../../testing/world.ts";
import type { NewPatientInput } from "../patient.input.ts";
import type { PatientImport } from "./import.service.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const person = (given: Partial<NewPatientInput> = {}): NewPatientInput => ({
  name: "欧阳文静",
  sex: "FEMALE",
  birthDate: "1958-04-12",
  ...given,
});
const rowsOf = (people: readonly NewPatientInput[]) =>
  people.map((patient, nth) => ({ row: nth + 2, patient }));
const run = (
  context: RequestContext,
  people: readonly NewPatientInput[],
  {
    imports = world.parts.patients.imports,
    ...rest
  }: { imports?: PatientImport; isDryRun?: boolean; idempotencyKey?: string } = {},
) => world.as(context, () => imports.run(context, { rows: rowsOf(people), ...rest }));
const outcomes = (answers: readonly { outcome: string }[]) => answers.map(({ outcome }) => outcome);
const count = (context: RequestContext) =>
  world.as(context, async () => {
    const { totalCount } = await world.parts.patients.reader.page(context, {}, null, { first: 1 });
    return await totalCount();
  });
const toldOf = async (tenantId: string) => {
  const { rows } = await world.pools.system.query<{
    subject: string;
    action: string | null;
    payload: unknown;
  }>(
    `SELECT payload->>'subject' AS subject, payload->'payload'->>'action' AS action, payload FROM wegraph_outbox
     WHERE tenant_id = $1 ORDER BY seq`,
    [tenantId],
  );
  return rows;
};

describe("a file of patients", () => {
  test("is registered row by row: one that is wrong keeps no other out", async () => {
    const context = world.caller(v7(), { department: "心内科" });
    const answers = await run(context, [
      person({
        phone: "13912345678",
        history: { conditions: [{ name: "高血压" }], allergies: [], medications: [] },
      }),
      person({ name: "" }),
      person({ name: "John Smith", recordNumber: "MRN-1", hasConsented: true }),
      person({ name: "Jane", birthDate: "1958-13-01" }),
    ]);
    expect(answers).toMatchObject([
      { row: 2, outcome: "REGISTERED", recordNumber: "P-000001" },
      { row: 3, outcome: "REFUSED", patientId: null, issues: [{ field: "name", fault: "MISSING" }] },
      { row: 4, outcome: "REGISTERED", recordNumber: "MRN-1" },
      { row: 5, outcome: "REFUSED", issues: [{ field: "birthDate", fault: "MALFORMED" }] },
    ]);
    const found = await world.as(context, () =>
      world.parts.patients.reader.find(context, answers[0]?.patientId ?? ""),
    );
    expect(found).toMatchObject({
      name: "欧阳文静",
      identity: { phone: "139****5678" },
      history: { conditions: [{ name: "高血压" }] },
      department: "心内科",
      consent: "NONE",
      version: 1,
    });
    const page = await world.as(context, () =>
      world.parts.patients.reader.page(context, { search: "5678" }, null, { first: 5 }),
    );
    expect(page.nodes).toHaveLength(1);
  });

  test("is on the timeline, in the audit log and announced like single registration, with nobody's name", async () => {
    const [one, many] = [world.caller(v7()), world.caller(v7())];
    await makePatient(world, one, person({ hasConsented: true }));
    await run(many, [person({ hasConsented: true })]);
    const [single, imported] = [await toldOf(one.principal.tenantId), await toldOf(many.principal.tenantId)];
    expect(imported.map(({ subject, action }) => [subject, action])).toEqual(
      single.map(({ subject, action }) => [subject, action]),
    );
    expect(imported.map(({ action }) => action)).toContain("patient.registered");
    expect(JSON.stringify(imported)).not.toMatch(/欧阳|1958/);
    const { rows } = await world.pools.system.query<{ kind: string }>(
      "SELECT kind FROM health_records WHERE tenant_id = $1",
      [many.principal.tenantId],
    );
    expect(rows).toEqual([{ kind: "REGISTERED" }]);
  });

  test("makes nobody a second file: the same file again changes nothing and says who is there", async () => {
    const context = world.caller(v7());
    const people = [
      person(),
      person({ name: "王芳", idNumber: "11010519491231002X" }),
      person({ name: "John", recordNumber: "MRN-7" }),
    ];
    const first = await run(context, people);
    const again = await run(context, [
      person({ phone: "13900000000" }),
      person({ name: "王方", birthDate: "1949-12-31", idNumber: "11010519491231002x" }),
      person({ name: "Jon", recordNumber: "MRN-7" }),
    ]);
    expect(again.map(({ outcome, matchedBy }) => [outcome, matchedBy])).toEqual([
      ["EXISTS", "NAME_AND_BIRTH_DATE"],
      ["EXISTS", "ID_NUMBER"],
      ["EXISTS", "RECORD_NUMBER"],
    ]);
    expect(again.map(({ patientId }) => patientId)).toEqual(first.map(({ patientId }) => patientId));
    expect(await count(context)).toBe(3);
    const found = await world.as(context, () =>
      world.parts.patients.reader.find(context, first[0]?.patientId ?? ""),
    );
    expect(found?.identity.phone).toBeNull();
    const told = await toldOf(context.principal.tenantId);
    expect(told.filter(({ action }) => action === "patient.read").length).toBeGreaterThanOrEqual(3);
  });

  test("registers each once when two people import it at the same time", async () => {
    const tenantId = v7();
    const people = Array.from({ length: 30 }, (_, nth) => person({ name: `Patient ${nth}` }));
    const both = await Promise.all([
      run(world.caller(tenantId), people),
      run(world.caller(tenantId), people),
    ]);
    expect(both.flatMap(outcomes).filter((each) => each === "REGISTERED")).toHaveLength(30);
    expect(both.flatMap(outcomes).filter((each) => each === "EXISTS")).toHaveLength(30);
  });

  test("gives the same answer to a retry with its key, and refuses the key for other rows", async () => {
    const context = world.caller(v7());
    const idempotencyKey = v7();
    const first = await run(context, [person(), person({ name: "" })], { idempotencyKey });
    expect(await run(context, [person(), person({ name: "" })], { idempotencyKey })).toEqual(first);
    await expect(run(context, [person({ name: "Other" })], { idempotencyKey })).rejects.toMatchObject({
      code: "IDEMPOTENCY_CONFLICT",
    });
    expect(await count(context)).toBe(1);
  });

  test("is only looked at in a dry run", async () => {
    const context = world.caller(v7());
    await makePatient(world, context, person());
    const before = await toldOf(context.principal.tenantId);
    const answers = await run(
      context,
      [person({ name: "New" }), person(), person({ name: "" }), person({ name: "new" })],
      { isDryRun: true },
    );
    expect(outcomes(answers)).toEqual(["READY", "EXISTS", "REFUSED", "REPEATED"]);
    expect(await count(context)).toBe(1);
    const told = (await toldOf(context.principal.tenantId)).slice(before.length);
    expect(told.map(({ action }) => action).filter((action) => action !== "patient.read")).toEqual([]);
  });
});

describe("whoever imports", () => {
  test("hears nothing of people out of reach but that a number is taken", async () => {
    const tenantId = v7();
    const admin = world.caller(tenantId);
    await makePatient(world, admin, person({ recordNumber: "MRN-1", idNumber: "11010519491231002X" }));
    const clinician = world.caller(tenantId, { scope: "OWN" });
    const answers = await run(clinician, [
      person({ idNumber: "11010519491231002X" }),
      person({ recordNumber: "MRN-1" }),
    ]);
    expect(answers).toMatchObject([
      { outcome: "REGISTERED" },
      { outcome: "REFUSED", patientId: null, issues: [{ field: "recordNumber", fault: "TAKEN" }] },
    ]);
    // Whom they registered they see: they are the responsible clinician.
    expect(await count(clinician)).toBe(1);
  });

  test("needs the right to write, and reaches no other tenant", async () => {
    const context = world.caller(v7(), { permissions: ["patient:read"] });
    const { principal } = context;
    const query = `mutation($input: ImportPatientsInput!) { importPatients(input: $input) { results { outcome } } }`;
    const ask = (rows: object[], by = principal) =>
      world.graph.execute({ query, variables: { input: { rows } }, principal: by, correlationId: v7() });
    const good = { row: 1, patient: { name: "A", sex: "OTHER", birthDate: "1990-01-01" } };
    expect((await ask([good])).errors?.[0]?.extensions).toMatchObject({ code: "FORBIDDEN" });

    const { principal: writer } = world.caller(v7());
    expect((await ask([good], writer)).data).toMatchObject({
      importPatients: { results: [{ outcome: "REGISTERED" }] },
    });
    for (const rows of [
      [],
      [good, good],
      Array.from({ length: 501 }, (_, row) => ({ ...good, row })),
      [{ ...good, row: -1 }],
    ])
      expect((await ask(rows, writer)).errors?.[0]?.extensions).toMatchObject({ code: "INVALID_INPUT" });
    const other = world.caller(v7());
    expect(
      outcomes(await run(other, [person({ name: "A", birthDate: "1990-01-01" })], { isDryRun: true })),
    ).toEqual(["READY"]);
  });
});

test.each([
  ["NUL", "a\u0000b"],
  ["a lone surrogate", "\ud800"],
  ["control characters", "a\u001b[31m\u202eb"],
  ["SQL", "x'); DROP TABLE health_patients; --"],
  ["a prototype", "__proto__"],
  ["very long text", "长".repeat(20_000)],
])("%s in any field of a row is refused or kept as text, and the next row is registered", async (_, text) => {
  const context = world.caller(v7());
  const fields = ["name", "idNumber", "phone", "address", "recordNumber", "department"] as const;
  const rows = fields.map((field, nth) => person({ name: `Patient ${nth}`, [field]: text }));
  const histories = ["conditions", "medications"] as const;
  const more = histories.map((field, nth) =>
    person({
      name: `More ${nth}`,
      history: { conditions: [], allergies: [], medications: [], notes: text, [field]: [{ name: text }] },
    }),
  );
  const answers = await run(context, [
    ...rows,
    ...more,
    person({ groups: [text] }),
    person({ name: "Last" }),
  ]);
  expect(answers.at(-1)).toMatchObject({ outcome: "REGISTERED" });
  for (const { outcome } of answers) expect(["REGISTERED", "REFUSED"]).toContain(outcome);
});

test("as many are registered as the quota has room for, and the rest can come again", async () => {
  const context = world.caller(v7());
  const core = new Core(3);
  const { imports } = world.assembled({ core: new DomainCaller(core, "health") }).patients;
  const people = Array.from({ length: 12 }, (_, nth) => person({ name: `Patient ${nth}` }));
  const answers = await run(context, people, { imports });
  expect(outcomes(answers).filter((each) => each === "REGISTERED")).toHaveLength(3);
  const refused = answers.filter(({ outcome }) => outcome === "REFUSED");
  expect(refused).toHaveLength(9);
  for (const { issues } of refused) expect(issues).toMatchObject([{ field: null, fault: "QUOTA_USED_UP" }]);
  core.limit = 20;
  expect(outcomes(await run(context, people, { imports })).toSorted()).toEqual([
    ...Array.from({ length: 3 }, () => "EXISTS"),
    ...Array.from({ length: 9 }, () => "REGISTERED"),
  ]);
  core.isAway = true;
  await expect(run(context, [person({ name: "Late" })], { imports })).rejects.toMatchObject({
    code: "UNAVAILABLE",
  });
  expect(await count(context)).toBe(12);
});

const takeInput = z.object({ input: z.object({ key: z.string(), amount: z.number() }) });

/** Whoever keeps the quotas, at the other end of the wire. */
class Core implements SubgraphLink {
  readonly name = "core";
  isAway = false;
  private used = 0;

  constructor(public limit: number) {}

  execute({ variables }: Parameters<SubgraphLink["execute"]>[0]): ReturnType<SubgraphLink["execute"]> {
    if (this.isAway) return Promise.reject(new Error("connection refused"));
    const { amount } = takeInput.parse(variables).input;
    if (this.used + amount <= this.limit) {
      this.used += amount;
      return Promise.resolve({ data: { _takeQuota: true } });
    }
    const { message, code, reason, details } = quotaExceeded({
      dimension: "ACTIVE_PATIENTS",
      limit: this.limit,
      used: this.used,
      requested: amount,
      policy: "BLOCK",
      resetsAt: null,
    });
    const extensions = { ...details, code, reason };
    return Promise.resolve({ errors: [new GraphQLError(message, { extensions })] });
  }

  subscribe(): ReturnType<SubgraphLink["subscribe"]> {
    return Promise.reject(new Error("nobody follows quotas here"));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
