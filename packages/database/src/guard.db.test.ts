import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { refuseBypass } from "./guard.ts";
import { startPrivateServer } from "./internal/privateServer.ts";
import type { PrivateServer } from "./internal/privateServer.ts";
import { withLogin } from "./internal/databaseUrl.ts";
import { withClient } from "./internal/withClient.ts";
import { provision } from "./provision.ts";
import type { DomainUrls } from "./provision.ts";
import { infrastructure, notesSql } from "./testing/schemaFolder.ts";

// A server of its own: the tests give powers to roles, which belong to the whole server.
let server: PrivateServer;
beforeAll(async () => {
  server = await startPrivateServer();
});
afterAll(() => server.stop());

const run = (url: string, sql: string) => withClient(url, async (client) => void (await client.query(sql)));

/** A database that is in order, then `change`. */
async function after(change: string): Promise<DomainUrls> {
  const database = `guard_${randomUUID().slice(0, 8)}`;
  const urls = await provision({ adminUrl: server.url, database, secret: "a secret that is long enough" });
  await run(urls.owner, `${notesSql}\n${(await infrastructure()).sql}\n${change}`);
  return urls;
}

/** A login with the attributes given, on a database in order. */
async function login(attributes: string, change = ""): Promise<string> {
  const name = `role_${randomUUID().slice(0, 8)}`;
  const { owner } = await after(`CREATE ROLE ${name} LOGIN PASSWORD 'p' ${attributes};`);
  await run(owner, change.replaceAll("$role", name));
  await run(
    server.url,
    `DO $$ BEGIN EXECUTE format('GRANT CONNECT ON DATABASE %I TO ${name}', '${new URL(owner).pathname.slice(1)}'); END $$`,
  );
  return withLogin(owner, name, "p");
}

describe("the guard lets pass", () => {
  it("the roles on protected tables, those that are closed to requests, and closed partitions", async () => {
    const { app, system } = await after(`
      CREATE TABLE closed (tenant_id uuid);
      ALTER TABLE closed ENABLE ROW LEVEL SECURITY;
      ALTER TABLE closed FORCE ROW LEVEL SECURITY;
      REVOKE ALL ON closed FROM wegraph_app;
      CREATE TABLE parts (tenant_id uuid, at date) PARTITION BY RANGE (at);
      ALTER TABLE parts ENABLE ROW LEVEL SECURITY;
      ALTER TABLE parts FORCE ROW LEVEL SECURITY;
      CREATE POLICY tenant ON parts TO wegraph_app USING (tenant_id::text = current_setting('app.tenant_id', true));
      CREATE TABLE parts_all PARTITION OF parts DEFAULT;
      REVOKE ALL ON parts_all FROM wegraph_app;
      CREATE VIEW careful WITH (security_invoker = true) AS SELECT * FROM notes;
      CREATE TABLE nobodys (id int);`);
    await refuseBypass(app);
    await refuseBypass(system);
  });
});

describe("the guard refuses a login that", () => {
  it("is a superuser", async () => {
    const { owner } = await after("");
    await expect(refuseBypass(owner)).rejects.toThrow(/role postgres is a superuser$/);
  });

  it("has BYPASSRLS", async () => {
    await expect(refuseBypass(await login("BYPASSRLS"))).rejects.toThrow(/role role_\w+ has BYPASSRLS$/);
  });

  it("owns a table", async () => {
    const url = await login("", "CREATE TABLE mine (id int); ALTER TABLE mine OWNER TO $role");
    await expect(refuseBypass(url)).rejects.toThrow(/role role_\w+ owns table mine$/);
  });

  it("is a member of a superuser, of a role with BYPASSRLS or of an owner, also without inheriting", async () => {
    const superuser = await login("NOINHERIT IN ROLE postgres");
    await expect(refuseBypass(superuser)).rejects.toThrow(/is a member of superuser postgres/);
    await run(server.url, "CREATE ROLE bypasser BYPASSRLS");
    const member = await login("NOINHERIT IN ROLE bypasser");
    await expect(refuseBypass(member)).rejects.toThrow(
      /role bypasser has BYPASSRLS, and role_\w+ is its member$/,
    );
    await run(server.url, "CREATE ROLE owner");
    const heir = await login(
      "NOINHERIT IN ROLE owner",
      "CREATE TABLE theirs (id int); ALTER TABLE theirs OWNER TO owner",
    );
    await expect(refuseBypass(heir)).rejects.toThrow(
      /role owner owns table theirs, and role_\w+ is its member$/,
    );
  });
});

describe("the guard refuses", () => {
  const cases: [string, string, RegExp][] = [
    [
      "a tenant's table without row-level security",
      "CREATE TABLE bare (tenant_id uuid)",
      /table bare does not force/,
    ],
    [
      "one that does not force it on its owner",
      `ALTER TABLE notes NO FORCE ROW LEVEL SECURITY`,
      /table notes does not force/,
    ],
    [
      "one without a policy for requests",
      `DROP POLICY tenant ON notes`,
      /table notes has no policy for wegraph_app/,
    ],
    [
      "a policy that shows everything",
      `CREATE POLICY oops ON notes USING (true)`,
      /policy oops shows every row of table notes/,
    ],
    [
      "a partition that can be read beside its parent",
      `CREATE TABLE parts (tenant_id uuid) PARTITION BY LIST (tenant_id);
       ALTER TABLE parts ENABLE ROW LEVEL SECURITY; ALTER TABLE parts FORCE ROW LEVEL SECURITY;
       CREATE POLICY tenant ON parts TO wegraph_app USING (tenant_id::text = current_setting('app.tenant_id', true));
       CREATE TABLE parts_all PARTITION OF parts DEFAULT`,
      /table parts_all does not force.*\n.*table parts_all has no policy/,
    ],
    [
      "a view with its owner's rights",
      `CREATE VIEW leak AS SELECT * FROM notes`,
      /view leak reads with its owner's rights/,
    ],
    [
      "a materialized view that requests may read",
      `CREATE MATERIALIZED VIEW copy AS SELECT * FROM notes`,
      /view copy reads with its owner's rights/,
    ],
  ];
  it.each(cases)("%s", async (_, change, message) => {
    const { app, system } = await after(change);
    await expect(refuseBypass(app)).rejects.toThrow(message);
    await expect(refuseBypass(system)).rejects.toThrow(message);
  });

  it("and names everything that is wrong at once", async () => {
    const { app } = await after("CREATE TABLE one (tenant_id uuid); CREATE TABLE two (tenant_id uuid)");
    await expect(refuseBypass(app)).rejects.toThrow(/table one[^]*table two/);
  });
});
