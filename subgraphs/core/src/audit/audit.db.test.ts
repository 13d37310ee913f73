import { buffer } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditSystemScope } from "@wegraph/kit/audit";
import { Bus } from "@wegraph/kit/bus";
import { createLogger } from "@wegraph/kit/log";
import { OutboxRelay } from "@wegraph/kit/relay";
import { openTestCore } from "../testing/testCore.ts";
import type { Person, TestCore } from "../testing/testCore.ts";
import { listenForAudit } from "./audit.listener.ts";
import { AuditAppender } from "./auditAppender.ts";
import type { AuditEvent } from "./auditAppender.ts";
import { ChainVerifier, appendTo, chainHash, genesisHash } from "./chain.ts";
import type { StoredEntry } from "./chain.ts";
import { HeadSeal } from "./headSeal.ts";

let core: TestCore;

beforeAll(async () => {
  core = await openTestCore();
});
afterAll(() => core?.close());

let count = 0;
function event(
  tenantId: string,
  part: Partial<AuditEvent["payload"]> = {},
  at = new Date().toISOString(),
): AuditEvent {
  count += 1;
  return {
    id: v7(),
    subject: "wecom.audit.recorded.v1",
    tenantId,
    at,
    correlationId: v7(),
    actor: { kind: "USER", id: v7(), name: `User ${count}`, address: "192.0.2.1" },
    payload: {
      action: "account.renamed",
      resourceType: "account",
      resourceId: v7(),
      changes: [{ field: "name", before: { z: 1, a: [1.5, 1e21, null] }, after: "二 😀" }],
      ...part,
    },
  };
}

const append = (events: readonly AuditEvent[], appender = core.parts.audit.appender) =>
  Promise.all(events.map((one) => appender.append(one)));

const verify = (admin: Person, range: { fromSeq?: number; toSeq?: number } = {}) =>
  core.as(admin.principal, (context) => core.parts.audit.log.verify(context, range));

/** As the owner of the tables, whom nothing stops. */
async function tamper(sql: string): Promise<void> {
  const { Client } = (await import("pg")).default;
  const owner = new Client({ connectionString: core.opened.urls.owner });
  await owner.connect();
  try {
    await owner.query(sql);
  } finally {
    await owner.end();
  }
}

async function withChain(length: number) {
  const { tenant, admin } = await core.given.tenant();
  await append(Array.from({ length }, () => event(tenant.id)));
  return { tenantId: tenant.id, admin };
}

describe("the chain", () => {
  test("takes what is recorded, whole and in order, and holds", async () => {
    const { tenantId, admin } = await withChain(0);
    const events = [
      event(tenantId, { action: "account.logged-in" }),
      event(tenantId, { resourceId: null, changes: [] }),
    ];
    for (const one of events) await core.parts.audit.appender.append(one);

    const answer = await core.execute(
      `{ auditLog { nodes { seq action actorKind actorName resourceType resourceId changes { field before after } address correlationId hash previousHash actor { id } } totalCount }
         verifyAuditLog { ok checked fromSeq toSeq brokenAtSeq reason } }`,
      {},
      admin.principal,
    );

    expect(answer.errors).toBeUndefined();
    const { auditLog, verifyAuditLog } = answer.data as {
      auditLog: { nodes: Record<string, unknown>[]; totalCount: number };
      verifyAuditLog: unknown;
    };
    expect(auditLog.nodes.map(({ seq, action }) => [seq, action])).toEqual([
      [2, "account.renamed"],
      [1, "account.logged-in"],
    ]);
    expect(auditLog.nodes[1]).toMatchObject({
      actorName: events[0]?.actor.name,
      correlationId: events[0]?.correlationId,
      changes: [{ field: "name", before: { z: 1, a: [1.5, 1e21, null] }, after: "二 😀" }],
      previousHash: genesisHash,
      actor: null,
    });
    expect(verifyAuditLog).toEqual({
      ok: true,
      checked: 2,
      fromSeq: 1,
      toSeq: 2,
      brokenAtSeq: null,
      reason: null,
    });
  });

  test("fifty writers in three processes make one chain without gap or fork", async () => {
    const { tenantId, admin } = await withChain(0);
    const processes = [1, 2, 3].map(() => new AuditAppender(core.db, new HeadSeal(core.rootSecret)));
    const writers = Array.from({ length: 50 }, (_, i) => async () => {
      for (let n = 0; n < 6; n += 1) await append([event(tenantId)], processes[i % 3]);
    });

    await Promise.all(writers.map((write) => write()));

    expect(await verify(admin)).toMatchObject({ ok: true, checked: 300 });
    const { rows } = await core.opened.system.query(
      "SELECT count(DISTINCT seq)::int AS seqs, count(DISTINCT previous_hash)::int AS links, max(seq) AS last FROM saas_unified_audit_logs WHERE tenant_id = $1",
      [tenantId],
    );
    expect(rows[0]).toEqual({ seqs: 300, links: 300, last: 300 });
  });

  test("an event delivered again, even at the same moment, stands in it once", async () => {
    const { tenantId, admin } = await withChain(0);
    const one = event(tenantId);

    await Promise.all([
      append([one, one]),
      append([one], new AuditAppender(core.db, new HeadSeal(core.rootSecret))),
    ]);
    await append([one]);

    expect(await verify(admin)).toMatchObject({ ok: true, checked: 1 });
  });

  test("one event that cannot be written keeps none of its neighbours out", async () => {
    const { tenantId, admin } = await withChain(0);
    const broken = { ...event(tenantId), at: "infinity" };

    const results = await Promise.allSettled(
      [event(tenantId), broken, event(tenantId)].map((one) => core.parts.audit.appender.append(one)),
    );

    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(await verify(admin)).toMatchObject({ ok: true, checked: 2 });
  });

  test("an event of a month without partition, and one with text Postgres refuses, are taken", async () => {
    const { tenantId, admin } = await withChain(0);

    await append([
      event(tenantId, {}, "2021-03-31T23:59:59.999Z"),
      event(tenantId, { action: "nul\u0000here", changes: [{ field: "a\u0000", after: "\ud800" }] }),
    ]);

    expect(await verify(admin)).toMatchObject({ ok: true, checked: 2 });
  });

  test("each tenant has its own, and sees no other", async () => {
    const one = await withChain(3);
    const two = await withChain(2);

    expect(await verify(one.admin)).toMatchObject({ checked: 3 });
    expect(await verify(two.admin)).toMatchObject({ checked: 2 });
  });
});

describe("tampering by the owner of the database", () => {
  const table = "saas_unified_audit_logs";
  const where = (tenantId: string, seq: number) => `WHERE tenant_id = '${tenantId}' AND seq = ${seq}`;

  test.each([
    [
      "an action rewritten",
      (id: string) => `UPDATE ${table} SET action = 'x' ${where(id, 5)}`,
      5,
      "ENTRY_ALTERED",
    ],
    [
      "a change rewritten",
      (id: string) => `UPDATE ${table} SET changes = '[]' ${where(id, 5)}`,
      5,
      "ENTRY_ALTERED",
    ],
    [
      "a time moved by a millisecond",
      (id: string) => `UPDATE ${table} SET at = at + interval '1 ms' ${where(id, 5)}`,
      5,
      "ENTRY_ALTERED",
    ],
    [
      "an actor put in another's place",
      (id: string) => `UPDATE ${table} SET actor_id = 'someone' ${where(id, 1)}`,
      1,
      "ENTRY_ALTERED",
    ],
    ["an entry removed", (id: string) => `DELETE FROM ${table} ${where(id, 5)}`, 5, "ENTRY_MISSING"],
    ["the first entry removed", (id: string) => `DELETE FROM ${table} ${where(id, 1)}`, 1, "ENTRY_MISSING"],
    ["the last entry removed", (id: string) => `DELETE FROM ${table} ${where(id, 9)}`, 9, "ENTRY_MISSING"],
    [
      "everything removed",
      (id: string) => `DELETE FROM ${table} WHERE tenant_id = '${id}'`,
      1,
      "ENTRY_MISSING",
    ],
    [
      "the end cut off, and the head set back to a wrong hash",
      (id: string) =>
        `DELETE FROM ${table} ${where(id, 9)}; UPDATE wegraph_audit_heads SET seq = 8 WHERE tenant_id = '${id}'`,
      8,
      "END_ALTERED",
    ],
    [
      "an entry added in the middle",
      (id: string) =>
        `INSERT INTO ${table} SELECT gen_random_uuid(), tenant_id, seq, at, 'x', actor_kind, actor_id, actor_name, resource_type, resource_id, changes, address, correlation_id, previous_hash, hash FROM ${table} ${where(id, 5)}`,
      5,
      /ENTRY_ALTERED|ENTRY_INSERTED/,
    ],
    [
      "an entry added at the end",
      (id: string) =>
        `INSERT INTO ${table} SELECT gen_random_uuid(), tenant_id, 10, at, action, actor_kind, actor_id, actor_name, resource_type, resource_id, changes, address, correlation_id, hash, hash FROM ${table} ${where(id, 9)}`,
      10,
      "ENTRY_INSERTED",
    ],
    [
      "two entries swapped",
      (id: string) =>
        `UPDATE ${table} SET seq = CASE seq WHEN 4 THEN 5 ELSE 4 END WHERE tenant_id = '${id}' AND seq IN (4, 5)`,
      4,
      "LINK_BROKEN",
    ],
  ])("%s is found", async (_, sql, seq, reason) => {
    const { tenantId, admin } = await withChain(9);
    expect(await verify(admin)).toMatchObject({ ok: true, checked: 9 });

    await tamper(sql(tenantId));

    const found = await verify(admin);
    expect(found).toMatchObject({ ok: false, brokenAtSeq: seq });
    expect(found.reason).toMatch(reason);
  });

  test("an entry rewritten together with its hash is found at the next", async () => {
    const { tenantId, admin } = await withChain(9);
    const row = await core.db.system("test").auditEntry.findFirstOrThrow({ where: { tenantId, seq: 5 } });
    const { previousHash, hash: _, ...entry } = { ...row, at: row.at.toISOString(), action: "innocent" };

    await tamper(
      `UPDATE ${table} SET action = 'innocent', hash = '${chainHash(previousHash, entry)}' ${where(tenantId, 5)}`,
    );

    expect(await verify(admin)).toMatchObject({ ok: false, brokenAtSeq: 6, reason: "LINK_BROKEN" });
    expect(await verify(admin, { fromSeq: 7 })).toMatchObject({ ok: true, fromSeq: 7, toSeq: 9, checked: 3 });
    expect(await verify(admin, { toSeq: 4 })).toMatchObject({ ok: true, fromSeq: 1, toSeq: 4, checked: 4 });
  });
});

test("an entry rewritten with its hash is found at the end of a range, and as the last of all with the head", async () => {
  const { tenantId, admin } = await withChain(9);
  const rewrite = async (seq: number) => {
    const row = await core.db.system("test").auditEntry.findFirstOrThrow({ where: { tenantId, seq } });
    const { previousHash, hash: _, ...entry } = { ...row, at: row.at.toISOString(), action: "innocent" };
    const hash = chainHash(previousHash, entry);
    await tamper(
      `UPDATE saas_unified_audit_logs SET action = 'innocent', hash = '${hash}' WHERE tenant_id = '${tenantId}' AND seq = ${seq}`,
    );
    return hash;
  };

  await rewrite(5);
  expect(await verify(admin, { toSeq: 5 })).toMatchObject({
    ok: false,
    brokenAtSeq: 5,
    reason: "ENTRY_ALTERED",
  });
  expect(await verify(admin, { fromSeq: 6, toSeq: 8 })).toMatchObject({
    ok: false,
    brokenAtSeq: 6,
    reason: "LINK_BROKEN",
  });

  const hash = await rewrite(9);
  await tamper(`UPDATE wegraph_audit_heads SET hash = '${hash}' WHERE tenant_id = '${tenantId}'`);
  expect(await verify(admin, { fromSeq: 7 })).toMatchObject({
    ok: false,
    brokenAtSeq: 9,
    reason: "SEAL_BROKEN",
  });
  await append([event(tenantId)]);
  expect(await verify(admin, { fromSeq: 7 })).toMatchObject({
    ok: false,
    brokenAtSeq: 10,
    reason: "SEAL_BROKEN",
  });
});

test("an end cut off together with its head is found by its seal", async () => {
  const { tenantId, admin } = await withChain(4);
  const third = await core.db.system("test").auditEntry.findFirstOrThrow({ where: { tenantId, seq: 3 } });

  await tamper(
    `DELETE FROM saas_unified_audit_logs WHERE tenant_id = '${tenantId}' AND seq = 4;
     UPDATE wegraph_audit_heads SET seq = 3, hash = '${third.hash}' WHERE tenant_id = '${tenantId}'`,
  );

  expect(await verify(admin)).toMatchObject({ ok: false, brokenAtSeq: 3, reason: "SEAL_BROKEN" });
});

test("a range beyond the log is empty, and one that is none is refused", async () => {
  const { admin } = await withChain(2);

  expect(await verify(admin, { fromSeq: 3 })).toMatchObject({
    ok: true,
    checked: 0,
    fromSeq: null,
    toSeq: null,
  });
  expect(await verify(admin, { toSeq: 99 })).toMatchObject({ ok: true, checked: 2, toSeq: 2 });
  await expect(verify(admin, { fromSeq: 0 })).rejects.toMatchObject({ code: "INVALID_INPUT" });
  await expect(verify(admin, { fromSeq: 2, toSeq: 1 })).rejects.toMatchObject({ code: "INVALID_INPUT" });
});

test("the log is filtered by actor, action, thing and time, and paged from the newest", async () => {
  const { tenantId, admin } = await withChain(0);
  const mine = {
    ...event(tenantId, { action: "user.disabled", resourceType: "user", resourceId: "u1" }),
    actor: { kind: "USER" as const, id: admin.user.id, name: "Admin", address: null },
  };
  await append([
    event(tenantId, {}, "2021-03-01T00:00:00Z"),
    mine,
    event(tenantId, { action: "user.enabled" }),
    event(tenantId),
  ]);
  const seqs = async (filter: object, page: object = {}) => {
    const { data, errors } = await core.execute(
      "query ($filter: AuditFilter, $first: Int, $after: String) { auditLog(filter: $filter, first: $first, after: $after) { nodes { seq actor { email } } pageInfo { endCursor hasNextPage } } }",
      { filter, ...page },
      admin.principal,
    );
    expect(errors).toBeUndefined();
    return (data as { auditLog: { nodes: { seq: number }[]; pageInfo: { endCursor: string } } }).auditLog;
  };

  expect((await seqs({ actorId: admin.user.id })).nodes).toEqual([{ seq: 2, actor: { email: admin.email } }]);
  expect((await seqs({ action: "user.*" })).nodes.map(({ seq }) => seq)).toEqual([3, 2]);
  expect((await seqs({ action: "user.disabled" })).nodes.map(({ seq }) => seq)).toEqual([2]);
  expect((await seqs({ resourceType: "user", resourceId: "u1" })).nodes.map(({ seq }) => seq)).toEqual([2]);
  expect((await seqs({ to: "2021-03-02T00:00:00Z" })).nodes.map(({ seq }) => seq)).toEqual([1]);
  expect((await seqs({ from: "2021-03-02T00:00:00Z" })).nodes.map(({ seq }) => seq)).toEqual([4, 3, 2]);
  const first = await seqs({}, { first: 3 });
  expect(first.nodes.map(({ seq }) => seq)).toEqual([4, 3, 2]);
  expect((await seqs({}, { first: 3, after: first.pageInfo.endCursor })).nodes.map(({ seq }) => seq)).toEqual(
    [1],
  );
});

test("a long log is checked whole", async () => {
  const { tenantId, admin } = await withChain(0);
  const length = 20_000;
  const at = new Date().toISOString();
  const entries = appendTo(
    { seq: 0, hash: genesisHash },
    Array.from({ length }, (_, i) => ({
      id: v7(),
      tenantId,
      at,
      action: "account.renamed",
      actorKind: "USER",
      actorId: "u",
      actorName: `User ${i}`,
      resourceType: "account",
      resourceId: `r${i}`,
      changes: [{ field: "name", before: `name ${i}`, after: `name ${i + 1}` }],
      address: "192.0.2.1",
      correlationId: "c",
    })),
  );
  await core.opened.system.query(
    `INSERT INTO saas_unified_audit_logs SELECT id, "tenantId", seq, at, action, "actorKind", "actorId", "actorName", "resourceType", "resourceId", changes, address, "correlationId", "previousHash", hash
     FROM jsonb_to_recordset($1::jsonb) AS e(id uuid, "tenantId" uuid, seq integer, at timestamptz, action text, "actorKind" text, "actorId" text, "actorName" text,
       "resourceType" text, "resourceId" text, changes jsonb, address text, "correlationId" text, "previousHash" text, hash text)`,
    [JSON.stringify(entries)],
  );
  await core.opened.system.query("INSERT INTO wegraph_audit_heads VALUES ($1, $2, $3, $4)", [
    tenantId,
    length,
    entries.at(-1)?.hash,
    new HeadSeal(core.rootSecret).of(tenantId, { seq: length, hash: entries.at(-1)?.hash ?? "" }),
  ]);

  expect(await verify(admin)).toMatchObject({ ok: true, checked: length });
});

describe("an export", () => {
  const start = async (who: Person, input: object) =>
    core.execute(
      "mutation ($input: StartAuditExportInput!) { startAuditExport(input: $input) { export { id status untilSeq } } }",
      { input },
      who.principal,
    );
  const idIn = (data: unknown) =>
    (data as { startAuditExport: { export: { id: string } } }).startAuditExport.export.id;
  const write = (tenantId: string, exportId: string) =>
    core.parts.audit.worker.perform({
      tenantId,
      payload: { exportId },
      attempt: 1,
      stillWorking: () => undefined,
    });
  async function contentOf(exportId: string): Promise<string> {
    const row = await core.db.system("test").storedFile.findUniqueOrThrow({ where: { id: exportId } });
    const body = await core.parts.files.stores.read(row);
    return body ? (await buffer(body)).toString() : "";
  }

  test("holds what was in the log when it was asked for, checks out by itself, and is written once", async () => {
    const { tenantId, admin } = await withChain(1_203);
    const { data, errors } = await start(admin, { format: "JSONL" });
    expect(errors).toBeUndefined();
    const exportId = idIn(data);
    await append([event(tenantId)]);

    await write(tenantId, exportId);
    await write(tenantId, exportId);

    const lines = (await contentOf(exportId)).trim().split("\n");
    const verifier = new ChainVerifier(1, genesisHash);
    for (const line of lines) expect(verifier.check(JSON.parse(line) as StoredEntry)).toBeNull();
    expect(verifier.checked).toBe(1_203);
    const shown = await core.execute(
      "{ auditExports { nodes { id status entries untilSeq file { name folder source mediaType } } } }",
      {},
      admin.principal,
    );
    expect(shown.data).toMatchObject({
      auditExports: {
        nodes: [
          {
            id: exportId,
            status: "DONE",
            entries: 1_203,
            untilSeq: 1_203,
            file: { folder: "/audit", source: "AUDIT_EXPORT" },
          },
        ],
      },
    });
  });

  test("as CSV is filtered, opens in a spreadsheet, and runs nothing there", async () => {
    const { tenantId, admin } = await withChain(2);
    await append([
      event(tenantId, {
        action: "user.renamed",
        resourceId: '=HYPERLINK("x")',
        changes: [{ field: "name", after: 'a,"b"' }],
      }),
    ]);
    const { data } = await start(admin, { format: "CSV", filter: { action: "user.*" } });

    await write(tenantId, idIn(data));

    const [head, ...rows] = (await contentOf(idIn(data))).split("\r\n");
    expect(head).toMatch(/^\ufeffseq,at,action,/);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toContain(`"'=HYPERLINK(""x"")"`);
    expect(rows[0]).toContain('""a,\\""b\\""""');
  });

  test("is for those who may, and of one's own tenant", async () => {
    const { tenantId, admin } = await withChain(1);
    const operator = await core.given.user(tenantId, ["operator"]);
    const elsewhere = await core.given.tenant();
    const { data } = await start(admin, { format: "CSV" });

    expect((await start(operator, { format: "CSV" })).errors?.[0]?.extensions).toMatchObject({
      code: "FORBIDDEN",
    });
    const seen = await core.execute("{ auditExports { nodes { id } } }", {}, elsewhere.admin.principal);
    expect(seen.data).toEqual({ auditExports: { nodes: [] } });
    expect(idIn(data)).toBeTruthy();
  });
});

test("what a domain records reaches the chain through outbox and stream, once", async () => {
  const { tenant: platform } = await core.given.tenant();
  await core.db.system("test").tenant.update({ where: { id: platform.id }, data: { isPlatform: true } });
  const { tenant, admin } = await core.given.tenant();
  await auditSystemScope(core.db.system("test"), "wecom", "a good reason");
  const log = createLogger("core-test", "silent");
  const bus = await Bus.connect(process.env["NATS_URL"] ?? "", "core-test", log);
  const relay = new OutboxRelay(core.opened.system, bus, log);
  await listenForAudit(bus, core.db, new AuditAppender(core.db, new HeadSeal(core.rootSecret)));
  relay.start();
  try {
    await core.as(admin.principal, (context) =>
      core.parts.roles.create(context, { key: "made", name: "Made", permissions: [], dataScope: "OWN" }),
    );

    const deadline = Date.now() + 15_000;
    let actions: string[] = [];
    while (!actions.includes("role.created") && Date.now() < deadline) {
      await setTimeout(50);
      const rows = await core.db
        .system("test")
        .auditEntry.findMany({ where: { tenantId: tenant.id }, orderBy: { seq: "asc" } });
      actions = rows.map(({ action }) => action);
    }

    expect(actions).toEqual(["tenant.created", "user.signed-in", "role.created"]);
    const [scope] = await core.db.system("test").auditEntry.findMany({
      where: { tenantId: platform.id, action: "system-scope.opened" },
    });
    expect(scope).toMatchObject({ resourceId: "wecom: a good reason", actorKind: "SYSTEM" });
    expect(await verify(admin)).toMatchObject({ ok: true, checked: 3 });
  } finally {
    await relay.stop();
    await bus.close();
  }
});
