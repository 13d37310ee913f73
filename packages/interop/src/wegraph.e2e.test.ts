import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { ApolloGateway, RemoteGraphQLDataSource } from "@apollo/gateway";
import { OperationTypeNode } from "graphql";
import type { ExecutionResult } from "graphql";
import { readFile } from "node:fs/promises";
import { ApolloServer } from "@apollo/server";
import { serverAudits } from "graphql-http";
import { createClient as createEventSource } from "graphql-sse";
import { createClient } from "graphql-ws";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { Client, fieldOf, nodesOf } from "@wegraph/app/testing/client";
import { startWegraph } from "@wegraph/app/testing/wegraph";
import type { Wegraph } from "@wegraph/app/testing/wegraph";
import { mintSeal, startSubgraphs } from "./testing/ourSubgraphs.ts";
import { Program } from "./testing/program.ts";
import { until } from "./testing/until.ts";

// Software that we did not write, against all of Wegraph as it is run.

let wegraph: Wegraph;
let admin: Client;
let tenant: { id: string; name: string };

beforeAll(async () => {
  wegraph = await startWegraph({ demo: true });
  const { email, password } = wegraph.demo("tenant_admin");
  admin = await new Client(wegraph.url).signedIn(email, password);
  tenant = fieldOf<{ tenant: typeof tenant }>(
    (await admin.ask("{ viewer { tenant { id name } } }")).data,
    "viewer",
  ).tenant;
});

afterAll(() => wegraph.stop());

const authorization = () => `Bearer ${admin.accessToken ?? ""}`;
const live = `subscription Live { accountStatusChanged { to version account { id name tenant { name } } } }`;

interface StatusEvent {
  to: string;
  version: number;
  account: { id: string; name: string; tenant: { name: string } };
}

/** Something that `live` tells of: a new account. @returns its name. */
let made = 0;
async function change(): Promise<string> {
  const corps = nodesOf<{ id: string }>(
    (await admin.ask("{ corps(first: 1) { nodes { id } } }")).data,
    "corps",
  );
  made += 1;
  const name = `Interop ${made}`;
  const { errors } = await admin.ask(
    "mutation($input: CreateAccountInput!) { createAccount(input: $input) { account { id } } }",
    { input: { name, corpId: corps[0]?.id } },
  );
  expect(errors).toEqual([]);
  return name;
}

/** Makes changes until the listener hears of one, then one more that it has to hear of in full. */
async function hearsOf(results: readonly ExecutionResult[]): Promise<StatusEvent | undefined> {
  await until("the first event", async () => {
    if (results.length === 0) await change();
    return results.length > 0;
  });
  const name = await change();
  const found = () =>
    results
      .map(({ data }) => data?.["accountStatusChanged"] as StatusEvent | undefined)
      .find((event) => event?.account.name === name);
  await until("the event", found);
  return found();
}

const aNewAccount = () => ({
  to: expect.any(String) as unknown,
  version: expect.any(Number) as unknown,
  account: { tenant: { name: tenant.name } },
});

describe("another router in front of our subgraphs", () => {
  let subgraphs: Awaited<ReturnType<typeof startSubgraphs>>;
  let seal: string;
  const query = `{ accounts(first: 5, orderBy: { by: NAME, direction: ASC }) { nodes { name status tenant { name } owner { displayName } } } }`;

  beforeAll(async () => {
    subgraphs = await startSubgraphs(wegraph);
    seal = await mintSeal(tenant.id, "account:read", "tenant:read", "user:read");
  });

  afterAll(() => subgraphs.stop());

  async function ask(url: string, text: string): Promise<ExecutionResult> {
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: text }),
    });
    return (await response.json()) as ExecutionResult;
  }

  test("Hive Gateway answers queries and follows subscriptions over both of them", async () => {
    const hive = await Program.start({
      args: (port) => [
        "packages/interop/node_modules/@graphql-hive/gateway/dist/bin.js",
        "supergraph",
        "supergraph.graphql",
        "--host=127.0.0.1",
        `--port=${port}`,
        "--config-path=packages/interop/src/hive.config.mjs",
      ],
      readyPath: "/readiness",
      env: () => ({
        CORE_URL: `${subgraphs.core.url}/graphql`,
        WECOM_URL: `${subgraphs.wecom.url}/graphql`,
        HEALTH_URL: `${subgraphs.health.url}/graphql`,
        WEGRAPH_SEAL: seal,
      }),
    });
    try {
      const ours = await admin.ask(query);
      const theirs = await ask(hive.url, query);
      expect(theirs.errors).toBeUndefined();
      expect(theirs.data).toEqual(ours.data);

      const results: ExecutionResult[] = [];
      const client = createClient({
        url: `${hive.url.replace("http", "ws")}/graphql`,
        webSocketImpl: WebSocket,
      });
      client.subscribe(
        { query: live },
        { next: (result) => void results.push(result as ExecutionResult), error() {}, complete() {} },
      );
      expect(await hearsOf(results)).toMatchObject(aNewAccount());
      await client.dispose();
    } finally {
      await hive.stop();
    }
  });

  test("stock Apollo Gateway answers queries over both of them, once access directives are taken out", async () => {
    const supergraphSdl = withoutAccess(
      await readFile(new URL("../../../supergraph.graphql", import.meta.url), "utf8"),
    );
    const urls: Record<string, string> = {
      core: subgraphs.core.url,
      wecom: subgraphs.wecom.url,
      health: subgraphs.health.url,
    };
    const gateway = new ApolloGateway({
      supergraphSdl,
      buildService: ({ name }) =>
        new RemoteGraphQLDataSource({
          url: `${urls[name]}/graphql`,
          willSendRequest({ request }) {
            request.http?.headers.set("x-wegraph-principal", seal);
          },
        }),
    });
    const server = new ApolloServer({ gateway });
    await server.start();

    const { body } = await server.executeOperation({ query });
    await server.stop();

    const ours = await admin.ask(query);
    expect(body.kind === "single" && body.singleResult.errors).toBeUndefined();
    expect(body.kind === "single" && body.singleResult.data).toEqual(ours.data);
  });

  test("without a seal gets nothing, and with one no more than it is for", async () => {
    const unsealed = await ask(subgraphs.core.url, "{ __typename }");
    const headers = { "content-type": "application/json", "x-wegraph-principal": seal };
    const body = JSON.stringify({ query: "{ apiKeys(first: 1) { nodes { id } } }" });
    const beyond = await fetch(`${subgraphs.core.url}/graphql`, { method: "POST", headers, body });

    expect(unsealed).toMatchObject({ errors: [{ extensions: { code: "UNAUTHENTICATED" } }] });
    expect(await beyond.json()).toMatchObject({ errors: [{ extensions: { code: "FORBIDDEN" } }] });
  });
});

describe("stock clients of our gateway", () => {
  test("graphql-ws follows a subscription with a connection's credential", async () => {
    const results: ExecutionResult[] = [];
    const client = createClient({
      url: `${wegraph.url.replace("http", "ws")}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: authorization() },
    });
    client.subscribe(
      { query: live },
      { next: (result) => void results.push(result as ExecutionResult), error() {}, complete() {} },
    );

    expect(await hearsOf(results)).toMatchObject(aNewAccount());
    await client.dispose();
  });

  test("graphql-sse follows a subscription, and answers a query", async () => {
    const results: ExecutionResult[] = [];
    const client = createEventSource({
      url: `${wegraph.url}/graphql`,
      headers: () => ({ authorization: authorization() }),
    });
    client.subscribe(
      { query: live },
      { next: (result) => void results.push(result as ExecutionResult), error() {}, complete() {} },
    );
    expect(await hearsOf(results)).toMatchObject(aNewAccount());

    const answered: unknown[] = [];
    for await (const result of client.iterate({ query: "{ viewer { tenant { name } } }" }))
      answered.push(result);
    expect(answered).toMatchObject([{ data: { viewer: { tenant: { name: tenant.name } } } }]);
    client.dispose();
  });

  test.each([
    ["its HTTP link, multipart for subscriptions", () => undefined],
    [
      "its WebSocket link",
      () =>
        new GraphQLWsLink(
          createClient({
            url: `${wegraph.url.replace("http", "ws")}/graphql`,
            webSocketImpl: WebSocket,
            connectionParams: { authorization: authorization() },
          }),
        ),
    ],
  ])("Apollo Client asks, changes and follows by %s", async (_, subscriptionLink) => {
    const http = new HttpLink({ uri: `${wegraph.url}/graphql`, headers: { authorization: authorization() } });
    const socket = subscriptionLink();
    const client = new ApolloClient({
      cache: new InMemoryCache(),
      link: socket
        ? ApolloLink.split(
            ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
            socket,
            http,
          )
        : http,
    });
    const { data } = await client.query({
      query: gql`
        query Who {
          viewer {
            tenant {
              id
              name
            }
          }
        }
      `,
    });
    expect(data).toMatchObject({ viewer: { tenant } });

    const results: ExecutionResult[] = [];
    const errors: unknown[] = [];
    const subscription = client.subscribe<Record<string, unknown>>({ query: gql(live) }).subscribe({
      next: ({ data: event }) => void results.push({ data: event ?? null }),
      error: (error) => void errors.push(error),
    });
    expect(await hearsOf(results)).toMatchObject(aNewAccount());
    expect(errors).toEqual([]);
    subscription.unsubscribe();
    client.stop();
  });
});

describe("the GraphQL over HTTP specification", () => {
  const audits = serverAudits({
    url: () => `${wegraph.url}/graphql`,
    fetchFn: (url: string, init: RequestInit = {}) =>
      fetch(url, { ...init, headers: { ...Object(init.headers), authorization: authorization() } }),
  });

  test.each(audits.map((audit) => [audit.id, audit.name, audit] as const))("%s: %s", async (_, __, audit) => {
    const result = await audit.fn();

    // A notice is about a MAY, and two of those contradict each other.
    const isBroken = result.status === "warn" || result.status === "error";
    expect(isBroken ? result.reason : null).toBeNull();
  });
});

/** As Apollo Gateway needs it: it refuses a supergraph that declares access. */
function withoutAccess(sdl: string): string {
  return sdl
    .replaceAll(
      /^\s*@link\(url: "https:\/\/specs\.apollo\.dev\/(authenticated|requiresScopes|policy)\/.*\n/gm,
      "",
    )
    .replaceAll(/^directive @(authenticated|requiresScopes|policy)\b.*\n/gm, "")
    .replaceAll(/ ?@(authenticated\b|(requiresScopes|policy)\([^)]*\))/g, "");
}
