import { buildSchema } from "graphql";
import type { GraphQLSchema } from "graphql";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Client, nodesOf, until } from "./testing/client.ts";
import { Subscriber } from "./testing/live.ts";
import { startWegraph } from "./testing/wegraph.ts";
import type { Wegraph } from "./testing/wegraph.ts";
import { idsIn, operationFor, rootFields, takesId, variablesFor } from "./testing/schemaWalk.ts";
import type { RootField } from "./testing/schemaWalk.ts";

// Walks whatever the composed schema holds, so a new domain is covered by being there.

const schema: GraphQLSchema = buildSchema(
  readFileSync(new URL("../../../docs/api/schema.graphql", import.meta.url), "utf8"),
  { assumeValidSDL: true },
);
const fields = rootFields(schema);
const nameOf = ({ kind, field }: RootField) => `${kind} ${field.name}`;

/** Open to everyone by design: how a caller gets in. */
const publicFields = new Set([
  "query setupRequired",
  // What is in the link is the right.
  "query sharedFile",
  "mutation openFileShare",
  "mutation signIn",
  "mutation refreshSession",
  "mutation setUpFirstAdministrator",
]);

let wegraph: Wegraph;
let victim: Client;
let stranger: Client;
let powerless: Client;
let victimIds: string[];
/** One of each kind of thing of health that is there by now: a sample of thousands of ids might have none of them. */
let victimHealthIds: string[];
let victimBefore: string;

/** All that an administrator can see of his own tenant, asked through every query that needs no argument. */
async function everythingOf(client: Client): Promise<Record<string, unknown>> {
  const seen: Record<string, unknown> = {};
  for (const root of fields) {
    if (root.kind !== "query") continue;
    if (
      root.field.args.some(
        (argument) => String(argument.type).endsWith("!") && argument.defaultValue === undefined,
      )
    )
      continue;
    const isList = root.field.args.some(({ name }) => name === "first");
    const { data } = await client.ask(operationFor(root), isList ? { first: 200 } : {});
    seen[root.field.name] = data?.[root.field.name];
  }
  return seen;
}

/** What changes by people's acts only, not by the lives of accounts and sessions. */
function lasting(everything: Record<string, unknown>): string {
  const { roles, corps, apiKeys, users, bulkOperations } = everything;
  const volatile = new Set(["lastSignInAt", "lastSeenAt", "lastUsedAt", "userCount"]);
  // Of patients what people write: the rest is measured all the time.
  const patients = nodesOf<{ id: string; name: string; version: number }>(everything, "patients").map(
    ({ id, name, version }) => [id, name, version],
  );
  return JSON.stringify({ roles, corps, apiKeys, users, bulkOperations, patients }, (key, value: unknown) =>
    volatile.has(key) ? undefined : value,
  );
}

beforeAll(async () => {
  // One person, and one address, ask here for everything there is, within a minute.
  const settings = {
    rates: { principal: 1_000_000, address: 1_000_000, operations: {} },
    cost: { tenantPerMinute: 1_000_000_000, addressPerMinute: 1_000_000_000 },
  };
  wegraph = await startWegraph({ demo: true, env: { GATEWAY_SETTINGS: JSON.stringify(settings) } });
  const anyone = new Client(wegraph.url);
  victim = await anyone.signedIn(
    wegraph.demo("tenant_admin", 0).email,
    wegraph.demo("tenant_admin", 0).password,
  );
  stranger = await anyone.signedIn(
    wegraph.demo("tenant_admin", 1).email,
    wegraph.demo("tenant_admin", 1).password,
  );
  powerless = await anyone.signedIn(wegraph.demo("customer", 1).email, wegraph.demo("customer", 1).password);

  const [own, others] = [await everythingOf(victim), await everythingOf(stranger)];
  victimBefore = lasting(own);
  const shared = idsIn(others); // built-in roles belong to everyone
  victimIds = [...idsIn(own)].filter((id) => /^[0-9a-f-]{36}$/.test(id) && !shared.has(id));
  victimHealthIds = ["patients", "healthDevices", "healthRules", "checkupReports", "healthAlerts"].flatMap(
    (list) =>
      nodesOf<{ id: string }>(own, list)
        .slice(0, 1)
        .map(({ id }) => id),
  );
});

afterAll(() => wegraph?.stop());

/** A handful of each page's ids is as good as all: they are of the same kinds. */
function sample(ids: string[], size: number): string[] {
  const step = Math.max(1, Math.floor(ids.length / size));
  return ids.filter((_, i) => i % step === 0).slice(0, size);
}

// Before the walk, which uses up what an address may ask without a good credential.
describe("tokens", () => {
  const ask = (token: string) => new Client(wegraph.url, token).ask("{ viewer { tenant { id } } }");

  test("a forged, altered or unsigned token is refused, and not taken for nobody", async () => {
    const token = victim.accessToken ?? "";
    const [head = "", body = "", signature = ""] = token.split(".");
    const claims = JSON.parse(Buffer.from(body, "base64url").toString("utf8")) as object;
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const forged = [
      `${head}.${encode({ ...claims, tid: "00000000-0000-7000-8000-000000000000" })}.${signature}`,
      `${encode({ alg: "none", typ: "JWT" })}.${body}.`,
      `${head}.${body}.${signature.split("").toReversed().join("")}`,
      "wg_live_0000_0000",
      "nonsense",
    ];
    for (const attempt of forged) {
      const { status, data, errors } = await ask(attempt);
      expect(errors[0]?.extensions.code).toBe("UNAUTHENTICATED");
      expect(data?.["viewer"] ?? null).toBeNull();
      expect(status).toBe(401);
    }
  });

  test("a token whose session was ended is refused within a second", async () => {
    const { email, password } = wegraph.demo("viewer", 0);
    const session = await new Client(wegraph.url).signedIn(email, password);
    expect((await session.ask("{ viewer { tenant { id } } }")).errors).toEqual([]);
    await session.ask("mutation { signOut { endedSessionId } }");
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const { errors } = await session.ask("{ viewer { tenant { id } } }");
    expect(errors[0]?.extensions.code).toBe("UNAUTHENTICATED");
  });
});

test("the walk has something to walk", () => {
  expect(fields.length).toBeGreaterThan(40);
  expect(victimIds.length).toBeGreaterThan(100);
  expect(victimHealthIds.length).toBeGreaterThan(0);
});

test("what one tenant lists holds nothing of another", async () => {
  const listed = idsIn(await everythingOf(stranger));
  expect(victimIds.filter((id) => listed.has(id))).toEqual([]);
});

describe("with another tenant's ids in every place that takes one", () => {
  const exposed = fields.filter(
    (root) => root.kind !== "subscription" && root.field.args.some(({ type }) => takesId(type)),
  );

  test.each(exposed.map((root) => [nameOf(root), root] as const))(
    "%s shows and changes nothing",
    async (_, root) => {
      const document = operationFor(root);
      // Operations that try a secret are few a minute, by the gateway's own limit.
      const ids = publicFields.has(nameOf(root))
        ? sample(victimIds, 2)
        : [...sample(victimIds, 24), ...victimHealthIds];
      for (const id of ids) {
        const { status, data, errors } = await stranger.ask(
          document,
          variablesFor(root, { id, text: "walk" }),
        );
        const leaked = [...idsIn(data)].filter((found) => victimIds.includes(found));
        expect(leaked, `${nameOf(root)} with ${id}`).toEqual([]);
        // One that is turned away before it is looked at proves nothing.
        const codes = errors.map((error) => error.extensions.code);
        const unsigned = publicFields.has(nameOf(root)) ? [] : ["UNAUTHENTICATED"];
        for (const code of ["INTERNAL", "RATE_LIMITED", "QUOTA_EXCEEDED", ...unsigned])
          expect(codes, JSON.stringify(errors)).not.toContain(code);
        expect(status).toBeLessThan(500);
      }
    },
  );

  test("the other tenant is as it was", async () => {
    const now = await everythingOf(victim);
    expect(lasting(now)).toBe(victimBefore);
    expect(JSON.stringify(now)).not.toContain('"walk');
  });
});

describe("live", () => {
  const subscriptions = fields.filter(({ kind }) => kind === "subscription");

  test("subscribers hear of their own tenant's accounts only, whatever ids they name", async () => {
    const { data } = await victim.ask(
      "{ accounts(first: 1, filter: { statuses: [ONLINE] }) { nodes { id } } }",
    );
    const [account] = nodesOf<{ id: string }>(data, "accounts");
    if (!account) throw new Error("no account is online");
    const listeners = (client: Client) =>
      subscriptions.map((root) => {
        const variables = variablesFor(root, { id: account.id, text: "walk" });
        return new Subscriber(client, operationFor(root), variables);
      });
    const strangers = [...listeners(stranger), ...listeners(powerless)];
    const changes = "subscription { accountStatusChanged { to account { id name tenant { name } } } }";
    const [own, other] = [new Subscriber(victim, changes), new Subscriber(stranger, changes)];
    await until("all are connected", async () =>
      [...strangers, own, other].every((each) => each.isConnected),
    );
    await new Promise((resolve) => setTimeout(resolve, 500));

    await victim.ask("mutation($input: AccountInput!) { logOutAccount(input: $input) { account { id } } }", {
      input: { accountId: account.id },
    });
    await until("the own tenant hears of it", async () => own.results.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 500));

    expect(own.results[0]?.data).toMatchObject({
      accountStatusChanged: {
        to: "OFFLINE",
        account: { id: account.id, tenant: { name: wegraph.demo("tenant_admin", 0).tenant } },
      },
    });
    expect(own.results[0]?.extensions?.["cursor"]).toEqual(expect.any(String));
    for (const each of [...strangers, other])
      expect(
        [...idsIn(each.results.map(({ data: seen }) => seen))].filter((id) => victimIds.includes(id)),
      ).toEqual([]);
    expect(other.results).toEqual([]);
    await Promise.all([...strangers, own, other].map((each) => each.stop()));
  });
});

describe("rights", () => {
  const guarded = fields.filter((root) => root.kind !== "subscription" && !publicFields.has(nameOf(root)));

  test.each(guarded.map((root) => [nameOf(root), root] as const))(
    "%s is not for callers who have not signed in",
    async (_, root) => {
      const anyone = new Client(wegraph.url);
      const { data, errors } = await anyone.ask(
        operationFor(root, 1),
        variablesFor(root, { id: victimIds[0] ?? "", text: "walk" }),
      );
      expect(errors.map((error) => error.extensions.code)).toContain("UNAUTHENTICATED");
      expect(data?.[root.field.name] ?? null).toBeNull();
    },
  );

  test("a caller without rights is refused every field that declares one", async () => {
    for (const root of guarded) {
      const { data } = await powerless.ask(
        operationFor(root, 2),
        variablesFor(root, { id: victimIds[0] ?? "", text: "walk" }),
      );
      const seen = [...idsIn(data)].filter((id) => victimIds.includes(id));
      expect(seen, nameOf(root)).toEqual([]);
    }
  });
});
