import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { connect } from "@nats-io/transport-node";
import { jetstream } from "@nats-io/jetstream";
import type { Browser } from "playwright-core";

import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, visit } from "./testing/browser.ts";
import { Client, fieldOf } from "./testing/client.ts";
import { borrowWegraph } from "./testing/sharedWegraph.ts";
import type { SharedWegraph } from "./testing/sharedWegraph.ts";

let wegraph: SharedWegraph;
let browser: Browser | undefined;

beforeAll(async () => {
  wegraph = await borrowWegraph();
});
afterAll(async () => {
  await browser?.close();
  await wegraph?.stop();
});

async function signedIn(role: string, tenant: 0 | 1 = 0): Promise<Client> {
  const { email, password } = wegraph.demo(role, tenant);
  return new Client(wegraph.url).signedIn(email, password);
}

/** The answer and how old it is: null when it was fetched anew. */
async function roles(client: Client, query = "{ roles { id name } }") {
  const response = await fetch(`${wegraph.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${client.accessToken}` },
    body: JSON.stringify({ query }),
  });
  const { data } = (await response.json()) as { data: { roles: { name: string }[] } };
  return { names: data.roles.map(({ name }) => name), cacheControl: response.headers.get("cache-control") };
}

async function hits(): Promise<number> {
  const metrics = await (await fetch(`${wegraph.url}/metrics`)).text();
  return Number(/gateway_response_cache_total\{[^}]*outcome="hit"[^}]*\} (\d+)/.exec(metrics)?.[1] ?? 0);
}

test("a tenant's roles are answered from memory until one changes, whoever changes it and however it is told", async () => {
  const [ada, other] = [await signedIn("tenant_admin"), await signedIn("tenant_admin", 1)];
  await expect.poll(async () => (await roles(ada), await hits()), { timeout: 10_000 }).toBeGreaterThan(0);
  expect((await roles(ada)).cacheControl).toBe("private, max-age=300");

  const name = `Watcher ${randomUUID().slice(-6)}`;
  const made = await ada.ask(
    "mutation($input: CreateRoleInput!) { createRole(input: $input) { role { id } } }",
    {
      input: {
        key: `watcher_${randomUUID().slice(-6)}`,
        name,
        permissions: ["account:read"],
        dataScope: "TENANT",
      },
    },
  );
  expect(made.errors).toEqual([]);
  expect((await roles(ada)).names).toContain(name);
  expect((await roles(other)).names).not.toContain(name);

  // As if it had happened through another gateway: the event alone tells of it.
  await expect.poll(async () => gained(ada), { timeout: 10_000 }).toBe(1);
  const { data } = await ada.ask("{ viewer { tenant { id } } }");
  const { tenant } = fieldOf<{ tenant: { id: string } }>(data, "viewer");
  await announce(tenant.id, "core.role.changed.v1", { roleId: randomUUID() });
  await expect.poll(async () => gained(ada), { timeout: 10_000, interval: 5 }).toBe(0);
});

/** How many of one question are answered from memory. */
async function gained(client: Client): Promise<number> {
  const before = await hits();
  await roles(client);
  return (await hits()) - before;
}

async function announce(tenantId: string, subject: string, payload: object): Promise<void> {
  const connection = await connect({ servers: wegraph.natsUrl });
  const actor = { kind: "SYSTEM", id: "test", name: "test", address: null };
  const event = {
    id: randomUUID(),
    subject,
    tenantId,
    at: new Date().toISOString(),
    correlationId: "c",
    actor,
    payload,
  };
  await jetstream(connection).publish(`evt.${tenantId}.${subject}`, JSON.stringify(event), {
    msgID: event.id,
  });
  await connection.close();
}

test("every subgraph is among the parts that readiness names, and none of them decides on it", async () => {
  const report = (await (await fetch(`${wegraph.url}/readyz`)).json()) as {
    parts: { name: string; ok: boolean; critical: boolean }[];
  };

  const subgraphs = report.parts.filter(({ name }) => name.startsWith("subgraph "));
  expect(subgraphs).toMatchObject([
    { name: "subgraph core", ok: true, critical: false },
    { name: "subgraph wecom", ok: true, critical: false },
    { name: "subgraph health", ok: true, critical: false },
  ]);
});

test("the console sends hashes: its build registered every operation, and the one it sends as text too", async () => {
  browser = await openBrowser(process.env["CHROMIUM_PATH"]);
  const { email, password } = wegraph.demo("tenant_admin");
  const { page } = await visit(browser, { locale: "en" });
  const sent: { query?: string }[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && new URL(request.url()).pathname === "/graphql")
      sent.push(request.postDataJSON() as (typeof sent)[number]);
  });
  await page.goto(wegraph.url);
  await page.locator('input[type="email"]').fill(email);
  await page.locator('input[type="password"]').fill(password);
  await page.locator('button[type="submit"]').click();
  await page.getByRole("main").getByRole("heading").first().waitFor();
  for (const path of ["/accounts", "/users", "/roles", "/audit"]) {
    await page.goto(`${wegraph.url}${path}`);
    await page.getByRole("main").getByRole("heading").first().waitFor();
    await page.waitForLoadState("networkidle");
  }

  expect(sent.length).toBeGreaterThan(4);
  const texts = [...new Set(sent.flatMap(({ query }) => query ?? []))];
  expect(texts).toHaveLength(1); // from before there is a client
  const manifest = JSON.parse(
    readFileSync(new URL("../../../web/dist/operations.json", import.meta.url), "utf8"),
  ) as { operations: { name: string; body: string }[] };
  expect(manifest.operations.find(({ name }) => name === "SetupRequired")?.body).toBe(texts[0]);
});
