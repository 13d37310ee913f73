import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { refuseBypass } from "./guard.ts";
import { withDatabase, withLogin } from "./internal/databaseUrl.ts";
import { startPrivateServer } from "./internal/privateServer.ts";
import type { PrivateServer } from "./internal/privateServer.ts";
import { withClient } from "./internal/withClient.ts";
import { provision } from "./provision.ts";

const secret = "a secret that is long enough to be one";

// A server of its own: roles and their passwords belong to the whole server, which other test files share.
let server: PrivateServer;
beforeAll(async () => {
  server = await startPrivateServer();
});
afterAll(() => server.stop());

const run = (url: string, sql: string) =>
  withClient(url, async (client) => (await client.query<Record<string, unknown>>(sql)).rows);

describe("provisioning", () => {
  it("makes database and roles once when ten processes start together", async () => {
    const all = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        provision({ adminUrl: server.url, database: i % 2 ? "race_one" : "race_two", secret }),
      ),
    );
    for (const { app, system } of all) {
      expect(await run(app, "SELECT current_user AS who")).toEqual([{ who: "wegraph_app" }]);
      expect(await run(system, "SELECT current_user AS who")).toEqual([{ who: "wegraph_system" }]);
    }
  });

  it("the roles can log in and have no power beside it", async () => {
    await provision({ adminUrl: server.url, database: "powers", secret });
    const rows = await run(
      server.url,
      `SELECT rolcanlogin, rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole OR rolreplication AS powerful
       FROM pg_roles WHERE rolname LIKE 'wegraph\\_%'`,
    );
    const harmless = { rolcanlogin: true, powerful: false };
    expect(rows).toEqual([harmless, harmless]);
  });

  it("who works across tenants sees what requests are at, and requests see their own statements only", async () => {
    const { app, system } = await provision({ adminUrl: server.url, database: "powers", secret });
    const statements =
      "SELECT count(*)::int AS seen FROM pg_stat_activity WHERE usename = 'wegraph_$' AND query LIKE '%seen%'";
    const seenBy = (url: string, role: string) => run(url, statements.replace("$", role));
    await withClient(app, async (request) => {
      await request.query("SELECT 'seen'");
      expect(await seenBy(system, "app")).toEqual([{ seen: 1 }]);
    });
    await withClient(system, async (work) => {
      await work.query("SELECT 'seen'");
      expect(await seenBy(app, "system")).toEqual([{ seen: 0 }]);
    });
  });

  it("takes a role's powers away again, also when it existed before", async () => {
    await run(server.url, "ALTER ROLE wegraph_app BYPASSRLS CREATEDB");
    await provision({ adminUrl: server.url, database: "powers", secret });
    const rows = await run(
      server.url,
      "SELECT rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname = 'wegraph_app'",
    );
    expect(rows).toEqual([{ rolbypassrls: false, rolcreatedb: false }]);
  });

  it("the roles may use the rows of future tables and nothing else; nobody else gets in", async () => {
    const { owner, app, system } = await provision({ adminUrl: server.url, database: "grants", secret });
    await run(owner, "CREATE TABLE things (id bigserial PRIMARY KEY, name text)");
    for (const url of [app, system]) {
      await run(url, "INSERT INTO things (name) VALUES ('x')");
      await run(url, "UPDATE things SET name = 'y'");
      expect(await run(url, "DELETE FROM things RETURNING name")).toEqual([{ name: "y" }]);
      for (const refused of [
        "TRUNCATE things",
        "DROP TABLE things",
        "CREATE TABLE mine ()",
        "CREATE TEMPORARY TABLE mine ()",
        "ALTER TABLE things DISABLE ROW LEVEL SECURITY",
        "SELECT setval('things_id_seq', 1)",
        "CREATE TRIGGER t AFTER INSERT ON things EXECUTE FUNCTION suppress_redundant_updates_trigger()",
      ])
        await expect(run(url, refused), refused).rejects.toMatchObject({ code: "42501" });
    }
    await run(server.url, "CREATE ROLE stranger LOGIN PASSWORD 'stranger'");
    await expect(run(withLogin(owner, "stranger", "stranger"), "SELECT 1")).rejects.toMatchObject({
      code: "42501",
    });
  });

  it("another secret gives other passwords, and the old ones stop working", async () => {
    const before = await provision({ adminUrl: server.url, database: "rotation", secret });
    const after = await provision({
      adminUrl: server.url,
      database: "rotation",
      secret: `${secret}, changed`,
    });
    await run(after.app, "SELECT 1");
    await expect(run(before.app, "SELECT 1")).rejects.toMatchObject({ code: "28P01" });
    expect(new URL(after.app).password).not.toBe(new URL(after.system).password);
    expect(after.app).not.toContain(secret.slice(0, 8));
  });

  it("keeps what a migration revoked, however often a process starts", async () => {
    const options = { adminUrl: server.url, database: "revoked", secret };
    const { owner, app } = await provision(options);
    await run(owner, "CREATE TABLE sealed (id int); REVOKE ALL ON sealed FROM wegraph_app");
    await provision(options);
    await expect(run(app, "SELECT FROM sealed")).rejects.toMatchObject({ code: "42501" });
  });

  it("needs no superuser, only a role that may create databases and roles", async () => {
    const modest = await startPrivateServer();
    try {
      await run(modest.url, "CREATE ROLE modest LOGIN PASSWORD 'modest' CREATEDB CREATEROLE");
      const adminUrl = withLogin(modest.url, "modest", "modest");
      for (const database of ["first", "second", "first"]) {
        const { owner, app } = await provision({ adminUrl, database, secret });
        await run(owner, "CREATE TABLE IF NOT EXISTS things (id int)");
        expect(await run(app, "SELECT FROM things")).toEqual([]);
        await refuseBypass(app);
      }
      const changed = await provision({ adminUrl, database: "first", secret: `${secret}, changed` });
      await refuseBypass(changed.app);
    } finally {
      await modest.stop();
    }
  });

  it("uses the server and the database that a domain's own URL names", async () => {
    await run(server.url, "CREATE DATABASE elsewhere");
    const options = { adminUrl: "postgres://nobody@nowhere.invalid", database: "usual", secret };
    const named = await provision({ ...options, domainUrl: withDatabase(server.url, "elsewhere") });
    expect(await run(named.app, "SELECT current_database() AS db")).toEqual([{ db: "elsewhere" }]);
    const unnamed = await provision({ ...options, domainUrl: server.url });
    expect(await run(unnamed.app, "SELECT current_database() AS db")).toEqual([{ db: "usual" }]);
  });
});
