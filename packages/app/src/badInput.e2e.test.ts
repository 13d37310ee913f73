import { readFileSync } from "node:fs";
import { buildSchema } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Client } from "./testing/client.ts";
import { operationFor, rootFields, variablesFor } from "./testing/schemaWalk.ts";
import { startWegraph } from "./testing/wegraph.ts";
import type { Wegraph } from "./testing/wegraph.ts";

const schema = buildSchema(
  readFileSync(new URL("../../../docs/api/schema.graphql", import.meta.url), "utf8"),
  {
    assumeValidSDL: true,
  },
);
// All but the one that would end the walker's own session.
const fields = rootFields(schema).filter(
  ({ kind, field }) => kind !== "subscription" && field.name !== "signOut",
);

let wegraph: Wegraph;
let admin: Client;

beforeAll(async () => {
  wegraph = await startWegraph({
    demo: true,
    // So that each hostile value is looked at, not only counted.
    env: {
      GATEWAY_SETTINGS: JSON.stringify({
        rates: { login: 10_000, principal: 100_000, badCredentials: 10_000, operations: {} },
      }),
    },
  });
  const { email, password } = wegraph.demo("tenant_admin", 0);
  admin = await new Client(wegraph.url).signedIn(email, password);
});
afterAll(() => wegraph?.stop());

const hostile = [
  ["SQL", "x' OR '1'='1'; DROP TABLE saas_users; --"],
  ["GraphQL", '"} } } { viewer { user { email } } } #'],
  ["NUL", "a\u0000b"],
  ["control characters", "a\u001b[31m\u202eb"],
  ["very long", "长".repeat(100_000)],
  ["prototype", "__proto__"],
  ["emoji and combining marks", "👩‍⚕️e\u0301"],
  ["lone surrogate", "\ud800"],
] as const;

describe("hostile text in every argument of every operation", () => {
  test.each(hostile)("%s is refused or taken as plain text, never a 500", async (_, text) => {
    for (const root of fields) {
      const variables = variablesFor(root, { id: text, text });
      const { status, errors } = await admin.ask(operationFor(root, 1), variables);
      const where = `${root.field.name}: ${JSON.stringify(errors).slice(0, 400)}`;
      expect(status, where).toBeLessThan(500);
      for (const error of errors) {
        // Tries at a password or code are counted by core itself, whatever the gateway lets through.
        const limited = error.extensions["reason"] === "TOO_MANY_TRIES" ? [] : ["RATE_LIMITED"];
        expect(["INTERNAL", "UNAVAILABLE", ...limited], where).not.toContain(error.extensions.code);
        expect(error.message, where).not.toMatch(/prisma|postgres|syntax error at|SELECT|INSERT/i);
      }
    }
  });
});

describe("malformed requests are INVALID_INPUT with the path", () => {
  const cases: [string, string, Record<string, unknown>, (string | number)[]][] = [
    ["an id that is none", "query($id: ID!) { account(id: $id) { id } }", { id: "7" }, ["id"]],
    ["a large page", "query($n: Int) { accounts(first: $n) { nodes { id } } }", { n: 201 }, ["first"]],
    ["a huge page", "query($n: Int) { accounts(first: $n) { nodes { id } } }", { n: 1_000_000 }, ["query"]],
    ["a negative page", "query($n: Int) { accounts(first: $n) { nodes { id } } }", { n: -1 }, ["first"]],
    [
      "a malformed cursor",
      "query($c: String) { accounts(first: 1, after: $c) { nodes { id } } }",
      { c: "%%%" },
      ["after"],
    ],
  ];
  test.each(cases)("%s", async (_, query, variables, path) => {
    const { errors } = await admin.ask(query, variables);
    expect(errors[0]?.extensions.code).toBe("INVALID_INPUT");
    const issues = errors[0]?.extensions["issues"] as { path: unknown }[];
    expect(issues[0]?.path).toEqual(path);
  });

  test.each([
    [
      "a wrong type",
      { query: "query($n: Int) { accounts(first: $n) { nodes { id } } }", variables: { n: "many" } },
    ],
    [
      "an unknown enum value",
      {
        query: "query($f: AccountFilter) { accounts(filter: $f) { nodes { id } } }",
        variables: { f: { statuses: ["DANCING"] } },
      },
    ],
    ["an unknown field", { query: "{ accounts { nodes { idd } } }" }],
    ["a syntax error", { query: "{ accounts(" }],
    ["no query", { variables: {} }],
    ["variables that are no object", { query: "{ viewer { tenant { id } } }", variables: "x" }],
  ])("%s", async (_, body) => {
    const asked = JSON.stringify(body);
    const { status, errors } = await admin.post(asked, { accept: "application/graphql-response+json" });
    expect(status).toBe(400);
    expect(errors[0]?.extensions.code).toBe("INVALID_INPUT");
  });

  test("a body that is no JSON, and one that is too large", async () => {
    expect((await admin.post("{")).status).toBe(400);
    expect(
      (
        await admin.post(
          JSON.stringify({ query: "{ viewer { tenant { id } } }", padding: "x".repeat(2_000_000) }),
        )
      ).status,
    ).toBe(413);
  });
});

test("after all of it the platform is as well as before", async () => {
  const { data, errors } = await admin.ask("{ viewer { user { email } } accountSummary { total } }");
  expect(errors).toEqual([]);
  expect(data).toMatchObject({ viewer: { user: { email: wegraph.demo("tenant_admin", 0).email } } });
});
