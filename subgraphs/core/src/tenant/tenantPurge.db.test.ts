import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestCore } from "../testing/testCore.ts";
import type { Person, TestCore } from "../testing/testCore.ts";
import { TenantPurge } from "./tenantPurge.ts";

let core: TestCore;
let root: Person;
let purge: TenantPurge;

beforeAll(async () => {
  core = await openTestCore();
  root = (await core.given.platform()).admin;
  purge = new TenantPurge(core.db, core.opened.system, core.clock);
});
afterAll(() => core?.close());

const day = 24 * 60 * 60_000;
const run = () => purge.run({ signal: new AbortController().signal });
const remove = (tenantId: string) =>
  core.as(root.principal, (context) => core.parts.tenants.delete(context, tenantId));

/** Tables in which something of the tenant is left. */
async function tablesWith(tenantId: string): Promise<string[]> {
  const { rows: tables } = await core.opened.system.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const { rowCount } = await core.opened.system.query(
      `SELECT 1 FROM "${name}" WHERE tenant_id = $1 LIMIT 1`,
      [tenantId],
    );
    if (rowCount) found.push(name);
  }
  return found;
}

const emails = async (...wanted: string[]) =>
  (await core.db.system("test").user.findMany({ where: { email: { in: wanted } } })).map(
    ({ email }) => email,
  );

test("thirty days after its deletion a tenant's data is gone, what must be kept stays, and others lose nothing", async () => {
  const { tenant: gone, admin } = await core.given.tenant("gone");
  const { tenant: other } = await core.given.tenant("other");
  await core.given.user(gone.id, ["operator"], "of-both@people.example");
  await core.given.user(other.id, ["operator"], "of-both@people.example");
  await core.as(admin.principal, (context) =>
    core.parts.roles.create(context, {
      key: "own",
      name: "Own",
      description: null,
      parentId: null,
      dataScope: "TENANT",
      permissions: ["user:read"],
    }),
  );
  const before = await tablesWith(other.id);
  await remove(gone.id);

  core.wait(29 * day);
  expect(await run()).toBe(0);
  expect(await emails(admin.email)).toEqual([admin.email]);

  core.wait(2 * day);
  expect(await run()).toBe(1);
  expect(await tablesWith(gone.id)).toEqual(["wegraph_outbox"]);
  expect(await emails(admin.email, "of-both@people.example")).toEqual(["of-both@people.example"]);
  expect(await tablesWith(other.id)).toEqual(before);
  const events = await core.events(".core.tenant.purged.v1");
  expect(events.map(({ tenant_id, payload }) => [tenant_id, payload.payload])).toEqual([
    [gone.id, { tenantId: gone.id }],
  ]);

  expect(await run()).toBe(0);
  await expect(
    core.as(root.principal, (context) => core.parts.tenants.restore(context, gone.id)),
  ).rejects.toMatchObject({ reason: "TENANT_PURGE_DUE" });
});

test("of two processes one purges, and a run that is broken off is gone on with", async () => {
  const { tenant } = await core.given.tenant("raced");
  await remove(tenant.id);
  core.wait(31 * day);
  const stopped = new AbortController();
  stopped.abort();
  expect(await purge.run(stopped)).toBe(0);
  const [one, other] = await Promise.all([run(), run()]);
  expect(one + other).toBe(1);
});
