import { request } from "node:http";
import type { IncomingHttpHeaders } from "node:http";
import { connect } from "node:net";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { auditServer } from "graphql-http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { userWith } from "../testing/graph.ts";
import { bearer, runGateway } from "../testing/running.ts";
import { peopleSubgraph, shelfSubgraph } from "../testing/shop.ts";

type Running = Awaited<ReturnType<typeof runGateway>>;
const sources = [peopleSubgraph, shelfSubgraph];

let running: Running;
beforeAll(async () => {
  running = await runGateway(sources, {
    config: { allowedOrigins: ["https://partner.example"], rates: { address: 100_000 } },
  });
  running.tokens.set("ada", userWith("thing:read"));
});
afterAll(() => running.gateway.stop());

test("the GraphQL-over-HTTP audit passes in every MUST and SHOULD", async () => {
  const signedIn = (url: string, init?: RequestInit) =>
    fetch(url, { ...init, headers: { ...(init?.headers as Record<string, string>), ...bearer("ada") } });
  const results = await auditServer({ url: `${running.url}/graphql`, fetchFn: signedIn });

  const failed = results.filter(({ status }) => status === "error" || status === "warn");
  expect(failed.map(({ id, name, ...rest }) => [id, name, "reason" in rest && rest.reason])).toEqual([]);
  expect(results.length).toBeGreaterThan(50);
});

describe("a request", () => {
  test("is answered from several subgraphs, with its correlation id", async () => {
    const { status, headers, body } = await running.graphql(
      { query: `{ people { name books { title } } }` },
      { "x-request-id": "my-request-0001" },
    );

    expect(status).toBe(200);
    expect(headers.get("x-request-id")).toBe("my-request-0001");
    expect(body.data).toMatchObject({
      people: [{ name: "Ada", books: [{ title: "Analysis" }] }, { name: "Ben" }],
    });
    expect(running.links[0]?.calls.at(-1)?.correlationId).toBe("my-request-0001");
  });

  test("gets a correlation id of ours when its own could not be written in a log", async () => {
    const { headers } = await running.graphql({ query: "{ __typename }" }, { "x-request-id": 'x"; drop' });

    expect(headers.get("x-request-id")).toMatch(/^[\da-f-]{36}$/);
  });

  test("may be a query by GET and never a mutation", async () => {
    const get = (query: string) => fetch(`${running.url}/graphql?query=${encodeURIComponent(query)}`);

    expect(await (await get("{ people(first: 1) { id } }")).json()).toMatchObject({
      data: { people: [{ id: "1" }] },
    });
    const mutation = await get(`mutation { log(word: "x") }`);
    expect(mutation.status).toBe(405);
    expect(mutation.headers.get("allow")).toBe("POST");
  });

  test("with a form's content type is refused: a page elsewhere could send it unasked", async () => {
    const query = JSON.stringify({ query: `{ __typename }` });

    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
      expect((await running.post("/graphql", query, { "content-type": type })).status).toBe(415);
  });

  test.each([
    "{",
    "null",
    '"text"',
    "[]",
    "",
    '{"query": 5}',
    '{"query": "{ __typename }", "variables": []}',
    "\u0000\u0001",
  ])("with the body %j is INVALID_INPUT, never a 500", async (text) => {
    const response = await running.post("/graphql", text);

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "INVALID_INPUT" } }] });
  });

  test("with a body over 1 MB is 413, whether it says so or not", async () => {
    const big = JSON.stringify({ query: "{ __typename }", variables: { filler: "x".repeat(1_100_000) } });
    const declared = await running.post("/graphql", big);
    const chunked = await fetch(`${running.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: new Blob([big]).stream(),
      duplex: "half",
    });

    for (const response of [declared, chunked]) {
      expect(response.status).toBe(413);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { reason: "BODY_TOO_LARGE" } }] });
    }
  });

  test.each([
    ["PUT", { method: "PUT" }, 405, "METHOD_NOT_ALLOWED"],
    ["an Accept that names neither media type", { headers: { accept: "text/html" } }, 406, "NOT_ACCEPTABLE"],
    [
      "an Accept that refuses what it would get",
      { headers: { accept: "application/json;q=0, */*" } },
      406,
      "NOT_ACCEPTABLE",
    ],
    [
      "another encoding of characters",
      { headers: { "content-type": "application/json; charset=latin1" } },
      415,
      "CONTENT_TYPE_REFUSED",
    ],
  ])("with %s is refused with its status", async (_, init, status, reason) => {
    const response = await fetch(`${running.url}/graphql`, {
      method: "POST",
      body: JSON.stringify({ query: "{ __typename }" }),
      ...init,
      headers: { "content-type": "application/json", ...("headers" in init && init.headers) },
    });

    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: "INVALID_INPUT", reason } }],
    });
  });

  test("that breaks off in the middle of its body harms nothing", async () => {
    const socket = connect(running.port, "127.0.0.1");
    socket.write(
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"qu',
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();

    expect((await running.graphql({ query: "{ __typename }" })).status).toBe(200);
  });

  test("that takes too long is answered with what there is, and TIMEOUT where there is nothing", async () => {
    await using slow = await runGateway(sources, { config: { requestTimeoutMs: 150 } });

    const { status, body } = await slow.graphql({ query: `{ never best { title } }` });

    expect(status).toBe(200);
    expect(body.data).toEqual({ never: null, best: { title: "Analysis" } });
    expect(body.errors).toMatchObject([{ path: ["never"], extensions: { code: "TIMEOUT" } }]);
  });
});

describe("a long answer", () => {
  const query = `{ ${Array.from({ length: 20 }, (_, n) => `a${n}: people { id name email manager { id name email } }`).join(" ")} }`;
  const ask = (encoding: string, text = query) =>
    new Promise<{ headers: IncomingHttpHeaders; bytes: Buffer }>((resolve, reject) => {
      const asked = request(`${running.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", "accept-encoding": encoding, ...bearer("ada") },
      });
      asked.once("error", reject).once("response", (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.once("end", () => resolve({ headers: response.headers, bytes: Buffer.concat(chunks) }));
      });
      asked.end(JSON.stringify({ query: text }));
    });
  const dataIn = (text: Buffer) => (JSON.parse(text.toString("utf8")) as { data: unknown }).data;

  test("is compressed as the client likes best, and is the same answer", async () => {
    const plain = await ask("identity");
    const brotli = await ask("gzip, deflate, br");
    const gzip = await ask("gzip, br;q=0.5");

    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(brotli.headers["content-encoding"]).toBe("br");
    expect(gzip.headers["content-encoding"]).toBe("gzip");
    expect(brotli.bytes.length).toBeLessThan(plain.bytes.length / 5);
    expect(dataIn(brotliDecompressSync(brotli.bytes))).toEqual(dataIn(plain.bytes));
    expect(dataIn(gunzipSync(gzip.bytes))).toEqual(dataIn(plain.bytes));
    for (const { headers, bytes } of [plain, brotli, gzip]) {
      expect(headers["vary"]).toContain("Accept-Encoding");
      expect(Number(headers["content-length"])).toBe(bytes.length);
    }
  });

  test("is left as it is when the client takes no encoding of ours, as a short one always is", async () => {
    expect((await ask("br;q=0, deflate")).headers["content-encoding"]).toBeUndefined();
    expect((await ask("gzip, br", "{ people { id } }")).headers["content-encoding"]).toBeUndefined();
  });
});

describe("variables", () => {
  test.each([
    ["a missing one", {}, ["id"]],
    ["null where there is none", { id: null }, ["id"]],
    ["an object for a scalar", { id: { $ne: 1 } }, ["id"]],
    ["a list for a scalar", { id: ["1"] }, ["id"]],
    ["text for a number", { id: "1", n: "1; DROP TABLE people" }, ["n"]],
    ["a number out of range", { id: "1", n: 2 ** 40 }, ["n"]],
  ])("%s is INVALID_INPUT with the variable's path", async (_, variables, path) => {
    const query = `query ($id: ID!, $n: Int) { person(id: $id) { name } people(first: $n) { id } }`;
    const { status, body } = await running.graphql(
      { query, variables },
      { accept: "application/graphql-response+json" },
    );

    expect(status).toBe(400);
    expect(body.errors).toMatchObject([
      { extensions: { code: "INVALID_INPUT", reason: "VARIABLES_INVALID", issues: [{ path }] } },
    ]);
  });

  test("with a hundred thousand wrong items are refused at once", async () => {
    const startedAt = performance.now();
    const { body } = await running.graphql({
      query: `query ($ids: [Int!]) { people { id } }`,
      variables: { ids: Array.from({ length: 100_000 }, () => "x") },
    });

    expect(body.errors).toBeDefined();
    expect(performance.now() - startedAt).toBeLessThan(250);
  });

  test("cannot reach a prototype", async () => {
    const query = `query ($id: ID!) { person(id: $id) { name } }`;
    const raw = `{"query": ${JSON.stringify(query)}, "variables": {"id": "1", "__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}}`;

    const response = await running.post("/graphql", raw);

    expect(await response.json()).toMatchObject({ data: { person: { name: "Ada" } } });
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

describe("a credential", () => {
  test("is honoured, and asked about once for requests that come together", async () => {
    running.announce({});
    const before = running.asked.length;

    const answers = await Promise.all(
      Array.from({ length: 20 }, () => running.graphql({ query: "{ whoAmI }" }, bearer("ada"))),
    );

    expect(new Set(answers.map(({ body }) => body.data?.["whoAmI"]))).toEqual(
      new Set(["Ada from 127.0.0.1"]),
    );
    expect(running.asked.length - before).toBe(1);
  });

  test.each([
    ["an unknown token", "Bearer nobody"],
    ["another scheme", "Basic YWRhOmFkYQ=="],
    ["nothing after the scheme", "Bearer "],
    ["an endless token", `Bearer ${"x".repeat(8_000)}`],
  ])("that is %s is 401 and never taken for no credential", async (_, authorization) => {
    const { status, headers, body } = await running.graphql({ query: "{ whoAmI }" }, { authorization });

    expect(status).toBe(401);
    expect(headers.get("www-authenticate")).toBe("Bearer");
    expect(body).toMatchObject({
      errors: [{ extensions: { code: "UNAUTHENTICATED", reason: "CREDENTIAL_REFUSED" } }],
    });
    expect(body.data).toBeUndefined();
  });

  test("that cannot be checked is UNAVAILABLE, not let in", async () => {
    await using down = await runGateway(sources, {
      authenticate: () => Promise.reject(new Error("core is down")),
    });

    const { status, body } = await down.graphql({ query: "{ whoAmI }" }, bearer("ada"));

    expect(status).toBe(503);
    expect(body.errors?.[0]?.extensions["code"]).toBe("UNAVAILABLE");
  });

  test("that was revoked is refused within a second, at once when the change is announced", async () => {
    running.tokens.set("brief", userWith());
    await running.graphql({ query: "{ whoAmI }" }, bearer("brief"));
    running.tokens.delete("brief");
    running.announce({});

    expect((await running.graphql({ query: "{ whoAmI }" }, bearer("brief"))).status).toBe(401);
  });
});

describe("limits", () => {
  test("are told with every answer and refuse with 429 and when to come back", async () => {
    await using tight = await runGateway(sources, { config: { rates: { address: 3 } } });
    const ask = () => tight.graphql({ query: "{ __typename }" });

    const answers = [await ask(), await ask(), await ask(), await ask()];

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(answers.map(({ headers }) => headers.get("ratelimit-remaining"))).toEqual(["2", "1", "0", null]);
    expect(answers[3]?.body.errors?.[0]?.extensions).toMatchObject({
      code: "RATE_LIMITED",
      retryAfterMs: expect.any(Number) as number,
    });
    expect(Number(answers[3]?.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  test("of an API key are its own", async () => {
    await using gateway = await runGateway(sources);
    gateway.tokens.set("wg_live_key", { ...userWith(), kind: "API_KEY", rateLimitPerMinute: 2 });
    const ask = () => gateway.graphql({ query: "{ __typename }" }, bearer("wg_live_key"));

    expect([(await ask()).status, (await ask()).status, (await ask()).status]).toEqual([200, 200, 429]);
  });

  test("stop an address that keeps guessing credentials", async () => {
    await using gateway = await runGateway(sources, { config: { rates: { badCredentials: 5 } } });

    const statuses: number[] = [];
    for (let i = 0; i < 7; i += 1)
      statuses.push((await gateway.graphql({ query: "{ __typename }" }, bearer(`guess${i}`))).status);

    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect(gateway.asked).toHaveLength(5);
  });
});

describe("pages of other origins", () => {
  const preflight = (origin: string) =>
    fetch(`${running.url}/graphql`, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "POST" },
    });

  test("are let in when listed", async () => {
    const { headers } = await preflight("https://partner.example");

    expect(headers.get("access-control-allow-origin")).toBe("https://partner.example");
    expect(headers.get("access-control-allow-headers")).toContain("authorization");
    expect(headers.get("access-control-allow-credentials")).toBeNull();
  });

  test("are told nothing when not", async () => {
    const { headers } = await preflight("https://evil.example");

    expect(headers.get("access-control-allow-origin")).toBeNull();
    expect(headers.get("access-control-allow-headers")).toBeNull();
  });
});

test("every answer of the API carries its security headers and is kept by no cache", async () => {
  const { headers } = await running.graphql({ query: "{ __typename }" });

  expect(headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("cache-control")).toBe("no-store");
});

test("the schema is read by signed-in callers only, by introspection, by download and by guessing", async () => {
  const introspect = { query: "{ __schema { queryType { name } } }" };
  const misspelt = { query: "{ peopl { id } }" };

  expect((await running.graphql(introspect)).body.errors?.[0]?.extensions["code"]).toBe("UNAUTHENTICATED");
  expect((await running.graphql(introspect, bearer("ada"))).body.data).toEqual({
    __schema: { queryType: { name: "Query" } },
  });
  expect(JSON.stringify((await running.graphql(misspelt)).body)).not.toContain("Did you mean");
  expect(JSON.stringify((await running.graphql(misspelt, bearer("ada"))).body)).toContain("Did you mean");

  const download = (headers: Record<string, string>) =>
    fetch(`${running.url}/graphql/schema.graphql`, { headers });
  expect((await download({})).status).toBe(401);
  expect(await (await download(bearer("ada"))).text()).toContain("type Person");
});
