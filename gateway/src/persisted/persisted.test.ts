import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "graphql-ws";
import { afterEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { GatewayConfig } from "../settings.ts";
import { settingsShape } from "../settings.ts";
import { userWith } from "../testing/graph.ts";
import { bearer, runGateway } from "../testing/running.ts";
import { peopleSubgraph, shelfSubgraph } from "../testing/shop.ts";
import { hashOf } from "./persistedOperations.ts";
import { RegisteredOperations } from "./registeredOperations.ts";

const query = "query Name($id: ID!) { person(id: $id) { name } }";
const variables = { id: "1" };
const ada = { data: { person: { name: "Ada" } } };
const byHash = (sha256Hash: string) => ({ persistedQuery: { version: 1, sha256Hash } });
const notFound = {
  errors: [{ message: "PersistedQueryNotFound", extensions: { code: "PERSISTED_QUERY_NOT_FOUND" } }],
};
const directories: string[] = [];

afterEach(async () => {
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true });
});

async function manifest(operations: { id: string; body: string }[]): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "manifest-"));
  directories.push(directory);
  const path = join(directory, "operations.json");
  const format = "apollo-persisted-query-manifest";
  await writeFile(path, JSON.stringify({ format, version: 1, operations }));
  return path;
}

async function shop(config: GatewayConfig = {}) {
  const running = await runGateway([peopleSubgraph, shelfSubgraph], { config });
  running.tokens.set("ada", userWith());
  running.tokens.set("wg_key", { ...userWith(), kind: "API_KEY", id: "a key" });
  const ask = async (body: object, token = "ada") => (await running.graphql(body, bearer(token))).body;
  return { ...running, ask };
}

test("a client sends the hash, is told it is unknown, sends both, and from then on the hash is enough", async () => {
  await using running = await shop();
  const extensions = byHash(hashOf(query));

  expect(await running.ask({ extensions, variables })).toMatchObject(notFound);
  expect(await running.ask({ query, extensions, variables })).toMatchObject(ada);
  expect(await running.ask({ extensions, variables })).toMatchObject(ada);
  expect(await running.ask({ extensions, variables: { id: "2" } })).toMatchObject({
    data: { person: { name: "Ben" } },
  });
});

test("an unknown hash is answered with 200, as Apollo's own servers do", async () => {
  await using running = await shop();

  const { status } = await running.graphql({ extensions: byHash(hashOf(query)) }, bearer("ada"));

  expect(status).toBe(200);
});

test("a hash works by GET too", async () => {
  await using running = await shop();
  const extensions = byHash(hashOf(query));
  await running.ask({ query, extensions, variables });
  const search = new URLSearchParams({
    extensions: JSON.stringify(extensions),
    variables: JSON.stringify(variables),
  });

  const response = await fetch(`${running.url}/graphql?${search.toString()}`, { headers: bearer("ada") });

  expect(await response.json()).toMatchObject(ada);
});

test("a hash that is not the text's is refused, and the text is not kept under it", async () => {
  await using running = await shop();
  const wrong = byHash(hashOf("{ whoAmI }"));

  expect(await running.ask({ query, extensions: wrong, variables })).toMatchObject({
    errors: [{ extensions: { code: "INVALID_INPUT", reason: "PERSISTED_QUERY_HASH_WRONG" } }],
  });
  expect(await running.ask({ extensions: wrong, variables })).toMatchObject(notFound);
});

test("a text that is no valid operation is not kept", async () => {
  await using running = await shop();
  const extensions = byHash(hashOf("{ nonsense }"));

  await running.ask({ query: "{ nonsense }", extensions });

  expect(await running.ask({ extensions })).toMatchObject(notFound);
});

test("one caller cannot fill the memory: beyond so many new texts a minute they are run, but not kept", async () => {
  await using running = await shop({ persisted: { registrationsPerMinute: 2 } });
  const texts = ["a", "b", "c"].map((key) => `{ ${key}: whoAmI }`);

  for (const text of texts)
    expect(await running.ask({ query: text, extensions: byHash(hashOf(text)) })).toHaveProperty("data");

  expect(await running.ask({ extensions: byHash(hashOf(texts[1] ?? "")) })).toHaveProperty("data");
  expect(await running.ask({ extensions: byHash(hashOf(texts[2] ?? "")) })).toMatchObject(notFound);
});

test.each([
  { persistedQuery: { version: 2, sha256Hash: hashOf(query) } },
  { persistedQuery: { version: 1, sha256Hash: "short" } },
  { persistedQuery: { version: 1, sha256Hash: hashOf(query).toUpperCase() } },
  { persistedQuery: "hash" },
  { persistedQuery: [] },
])("%j is refused as malformed", async (extensions) => {
  await using running = await shop();

  expect(await running.ask({ query, variables, extensions })).toMatchObject({
    errors: [{ extensions: { code: "INVALID_INPUT", reason: "PERSISTED_QUERY_MALFORMED" } }],
  });
});

test("with neither text nor hash there is no operation", async () => {
  await using running = await shop();

  expect(await running.ask({ variables })).toMatchObject({
    errors: [{ extensions: { code: "INVALID_INPUT", reason: "REQUEST_MALFORMED" } }],
  });
});

test("operations registered at build are known by their hashes from the first request on", async () => {
  const manifests = [await manifest([{ id: hashOf(query), body: query }])];
  await using running = await shop({ persisted: { manifests } });

  expect(await running.ask({ extensions: byHash(hashOf(query)), variables })).toMatchObject(ada);
});

test("a manifest whose id is not the hash of its text stops the start", async () => {
  const manifests = [await manifest([{ id: hashOf("other"), body: query }])];

  await expect(shop({ persisted: { manifests } })).rejects.toThrow("is not the SHA-256");
});

test("a console that is not built has no manifest, and that is no error", async () => {
  const { persisted } = settingsShape.parse({});

  const registered = await RegisteredOperations.open({ consoleDirectory: tmpdir(), persisted });

  expect([...registered.all()]).toEqual([]);
});

test("with the safelist enforced only registered operations are run, by whatever way they come", async () => {
  const manifests = [await manifest([{ id: hashOf(query), body: query }])];
  await using running = await shop({ persisted: { manifests, safelist: "ENFORCE" } });
  const refused = { errors: [{ extensions: { code: "FORBIDDEN", reason: "OPERATION_NOT_REGISTERED" } }] };
  const other = "{ whoAmI }";

  expect(await running.ask({ query, variables })).toMatchObject(ada);
  expect(await running.ask({ extensions: byHash(hashOf(query)), variables })).toMatchObject(ada);
  expect(await running.ask({ query: other })).toMatchObject(refused);
  expect(await running.ask({ query: other, extensions: byHash(hashOf(other)) })).toMatchObject(refused);
  expect(await running.ask({ query: `${query} ` })).toMatchObject(refused);
  expect(await running.ask({ query: other }, "wg_key")).toHaveProperty("data");
  const calls = running.links.flatMap((link) => link.calls).length;
  await running.ask({ query: other });
  expect(running.links.flatMap((link) => link.calls)).toHaveLength(calls);
});

test("API keys can be held to the safelist as well", async () => {
  await using running = await shop({ persisted: { safelist: "ENFORCE", apiKeysExempt: false } });

  expect(await running.ask({ query: "{ whoAmI }" }, "wg_key")).toMatchObject({
    errors: [{ extensions: { reason: "OPERATION_NOT_REGISTERED" } }],
  });
});

test("with the safelist on trial everything runs", async () => {
  await using running = await shop({ persisted: { safelist: "LOG" } });

  expect(await running.ask({ query: "{ whoAmI }" })).toHaveProperty("data");
});

test("a hash works on a stream of server-sent events, and on a socket with an empty text", async () => {
  await using running = await shop();
  const extensions = byHash(hashOf(query));
  await running.ask({ query, extensions, variables });

  const response = await running.post(
    "/graphql",
    { extensions, variables },
    { ...bearer("ada"), accept: "text/event-stream" },
  );
  expect(await response.text()).toContain(`"person":{"name":"Ada"}`);

  const client = createClient({
    url: `ws://127.0.0.1:${running.port}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: bearer("ada"),
  });
  const answers = [];
  for await (const answer of client.iterate({ query: "", extensions, variables })) answers.push(answer);
  await client.dispose();

  expect(answers).toMatchObject([{ ...ada, extensions: { cost: { estimated: 1 } } }]);
});
