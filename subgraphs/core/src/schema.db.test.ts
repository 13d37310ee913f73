import { afterAll, beforeAll, expect, test } from "vitest";
import { refuseBypass } from "@wegraph/database/guard";
import { drift } from "@wegraph/database/migrate";
import { schemaDir } from "@wegraph/db-core/location";
import { openTestCore } from "./testing/testCore.ts";
import type { TestCore } from "./testing/testCore.ts";

let core: TestCore;

beforeAll(async () => {
  core = await openTestCore();
});
afterAll(() => core?.close());

test("the migrations lead exactly to the schema", async () => {
  expect(await drift({ url: core.opened.urls.owner, schemaDir })).toBe("");
});

test("no role that requests or the system use can get around the policies", async () => {
  await refuseBypass(core.opened.urls.app);
  await refuseBypass(core.opened.urls.system);
});

test("the audit log has partitions for this month and the next three, closed when named directly", async () => {
  const { rows } = await core.opened.system.query(`
    SELECT c.relname AS name, c.relforcerowsecurity AS forced,
      has_table_privilege('wegraph_app', c.oid, 'SELECT') OR has_table_privilege('wegraph_system', c.oid, 'SELECT') AS open
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'saas_unified_audit_logs'::regclass ORDER BY 1`);

  expect(rows).toHaveLength(4);
  expect(rows.every(({ forced, open }) => forced && !open)).toBe(true);
});

test("making partitions again, by six at once and for a month long gone, does no harm", async () => {
  const { system } = core.opened;
  await Promise.all(Array.from({ length: 6 }, () => system.query("SELECT wegraph_ensure_partitions(6)")));
  await system.query("SELECT wegraph_ensure_partition('saas_unified_audit_logs', '2020-02-29')");

  const { rows } = await system.query(
    "SELECT count(*)::int AS n FROM pg_inherits WHERE inhparent = 'saas_unified_audit_logs'::regclass",
  );
  expect(rows[0].n).toBe(8);
  await expect(system.query("SELECT wegraph_ensure_partition('saas_users', now())")).rejects.toThrow(
    "not a partitioned table",
  );
});

test("of an enum value, an input and a type nothing goes without words", () => {
  const types = Object.values(core.subgraph.schema.getTypeMap()).filter(
    ({ name }) =>
      !name.startsWith("_") &&
      !["Query", "Mutation", "Subscription", "FieldSet", "String", "Int", "Float", "Boolean", "ID"].includes(
        name,
      ) &&
      !/^(link|federation|join)/.test(name),
  );

  expect(types.filter(({ description }) => !description).map(({ name }) => name)).toEqual([]);
  const { schema } = core.subgraph;
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()])
    for (const field of Object.values(root?.getFields() ?? {}).filter(
      ({ name }) => !/^_(service|entities)$/.test(name),
    ))
      expect(field.description, field.name).toBeTruthy();
});
