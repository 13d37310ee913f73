import { expect, test } from "vitest";
import type { GatewayConfig } from "../settings.ts";
import { userWith } from "../testing/graph.ts";
import { bearer, runGateway } from "../testing/running.ts";
import { peopleSubgraph, shelfSubgraph } from "../testing/shop.ts";

const people = (n: number) => ({ query: `{ people(first: ${n}) { id } }` });

async function shop(config: GatewayConfig) {
  const running = await runGateway([peopleSubgraph, shelfSubgraph], { config });
  running.tokens.set("ada", userWith());
  running.tokens.set("ben", { ...userWith(), id: "another" });
  running.tokens.set("cyd", { ...userWith(), id: "a third", tenantId: "another tenant" });
  const ask = (body: object, token = "ada") => running.graphql(body, bearer(token));
  const calls = () => running.links.flatMap((link) => link.calls).length;
  return { ...running, ask, calls };
}

test("every answer tells what it was estimated to cost, and what is left of the tenant's minute", async () => {
  await using running = await shop({ cost: { operationMax: 50, tenantPerMinute: 100 } });

  const first = await running.ask(people(10));
  const second = await running.ask(people(20), "ben");
  const other = await running.ask(people(1), "cyd");

  expect(first.body.extensions?.["cost"]).toEqual({ estimated: 10, maximum: 50, remaining: 90 });
  expect(second.body.extensions?.["cost"]).toEqual({ estimated: 20, maximum: 50, remaining: 70 });
  expect(other.body.extensions?.["cost"]).toEqual({ estimated: 1, maximum: 50, remaining: 99 });
});

test("an operation that is too dear for what is left is refused and costs nothing; a cheaper one still runs", async () => {
  await using running = await shop({ cost: { tenantPerMinute: 100 } });
  await running.ask(people(80));
  const calls = running.calls();

  const { status, headers, body } = await running.ask(people(30));

  expect(status).toBe(429);
  expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  expect(body.errors?.[0]?.extensions).toMatchObject({
    code: "RATE_LIMITED",
    reason: "COST_BUDGET_SPENT",
    limit: 100,
    remaining: 20,
    estimated: 30,
  });
  expect(running.calls()).toBe(calls);
  expect((await running.ask(people(20))).body).toHaveProperty("data.people");
});

test("what nobody signed in may spend is counted by address", async () => {
  await using running = await shop({ cost: { addressPerMinute: 10 } });

  expect((await running.graphql(people(10))).status).toBe(200);
  expect((await running.graphql(people(1))).status).toBe(429);
  expect((await running.ask(people(50))).status).toBe(200);
});

test("a root field with a limit of its own is refused beyond it, under whatever alias, to this caller alone", async () => {
  await using running = await shop({ rates: { operations: { people: 3 } } });
  const twice = { query: "{ a: people { id } b: people { id } }" };

  expect((await running.ask(twice)).status).toBe(200);
  expect(
    (await running.ask({ query: "query Other { ...p } fragment p on Query { c: people { id } }" })).status,
  ).toBe(200);
  const { status, headers, body } = await running.ask(people(1));

  expect(status).toBe(429);
  expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  expect(body.errors?.[0]?.extensions).toMatchObject({
    code: "RATE_LIMITED",
    reason: "TOO_MANY_REQUESTS",
    limit: 3,
    operation: "people",
  });
  expect((await running.ask({ query: "{ whoAmI }" })).status).toBe(200);
  expect((await running.ask(people(1), "ben")).status).toBe(200);
});

test("every answer names the tightest limit the request came under", async () => {
  await using running = await shop({ rates: { tenant: 10, principal: 4 } });

  const first = await running.ask({ query: "{ whoAmI }" });
  expect([first.headers.get("ratelimit-limit"), first.headers.get("ratelimit-remaining")]).toEqual([
    "4",
    "3",
  ]);
  for (let i = 0; i < 3; i += 1) await running.ask({ query: "{ whoAmI }" });
  const refused = await running.ask({ query: "{ whoAmI }" });

  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(refused.body.errors?.[0]?.extensions).toMatchObject({ code: "RATE_LIMITED", limit: 4 });
});
