import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AppError } from "@wegraph/kit/errors";
import type { RequestContext } from "@wegraph/kit/context";
import { Health } from "@wegraph/kit/health";
import type { SubgraphSource } from "../testing/graph.ts";
import { userWith } from "../testing/graph.ts";
import { bearer, runGateway } from "../testing/running.ts";
import { peopleSubgraph, shelfSubgraph } from "../testing/shop.ts";
import type { WebhookRequest } from "@wegraph/kit/webhook";

interface SignIn {
  input: { email: string; password: string; totpCode?: string; tenantId?: string; refreshToken?: string };
}

/** The sign-in part of the core subgraph's contract, with two users and counted refresh tokens. */
function signInSubgraph() {
  const seen = { endedBy: [] as string[], from: [] as (string | null | undefined)[] };
  const payload = (n: number) => ({
    accessToken: "access-1",
    accessTokenExpiresAt: "2030-01-01T02:00:00.000Z",
    refreshToken: `refresh/${n}==`,
    refreshTokenExpiresAt: "2030-01-08T00:00:00.000Z",
  });
  const source: SubgraphSource = {
    name: "core",
    sdl: `
      type Query { ok: Boolean }
      type SignInPayload { accessToken: String! accessTokenExpiresAt: String! refreshToken: String! refreshTokenExpiresAt: String! }
      type SignOutPayload { endedSessionId: ID }
      input SignInInput { email: String! password: String! totpCode: String tenantId: ID }
      input RefreshInput { refreshToken: String! tenantId: ID }
      input SetUpInput { tenantName: String! email: String! displayName: String! password: String! timeZone: String }
      type Mutation {
        signIn(input: SignInInput!): SignInPayload!
        refreshSession(input: RefreshInput!): SignInPayload!
        setUpFirstAdministrator(input: SetUpInput!): SignInPayload!
        signOut: SignOutPayload! @authenticated
      }
    `,
    resolvers: {
      Mutation: {
        signIn(_: unknown, { input }: SignIn, { principal }: RequestContext) {
          seen.from.push(principal.address, principal.userAgent);
          if (input.password !== "right")
            throw new AppError("UNAUTHENTICATED", "SIGN_IN_REFUSED", "No.", { retryAfterMs: 1_500 });
          if (input.email.startsWith("totp") && !input.totpCode)
            throw new AppError("UNAUTHENTICATED", "TOTP_REQUIRED", "A code.");
          return payload(1);
        },
        refreshSession(_: unknown, { input }: SignIn) {
          if (input.refreshToken !== "refresh/1==")
            throw new AppError("UNAUTHENTICATED", "REFRESH_REFUSED", "No.");
          return payload(2);
        },
        setUpFirstAdministrator: () => payload(1),
        signOut: (_: unknown, __: unknown, { principal }: RequestContext) => (
          seen.endedBy.push(principal.id),
          { endedSessionId: "s" }
        ),
      },
    },
  };
  return { source, seen };
}

const csrf = { "x-wegraph-csrf": "1" };

describe("the console's sign-in", () => {
  const { source, seen } = signInSubgraph();
  let running: Awaited<ReturnType<typeof runGateway>>;
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    running.post(path, body, { ...csrf, ...headers });
  beforeAll(async () => {
    running = await runGateway([source], { config: { rates: { login: 100 } } });
    running.tokens.set("access-1", userWith());
  });
  afterAll(() => running.gateway.stop());

  test("gives the access token to the page and the refresh token to a cookie no script can read", async () => {
    const response = await post(
      "/auth/sign-in",
      { email: "ada@example.com", password: "right" },
      { "user-agent": "Test/1" },
    );

    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      accessToken: "access-1",
      accessTokenExpiresAt: "2030-01-01T02:00:00.000Z",
    });
    const cookie = response.headers.get("set-cookie");
    expect(cookie).toBe(
      "wg_refresh=refresh%2F1%3D%3D; HttpOnly; SameSite=Strict; Path=/auth; Expires=Tue, 08 Jan 2030 00:00:00 GMT",
    );
    expect(seen.from).toEqual(["127.0.0.1", "Test/1"]);
  });

  test("refuses with the graph's own codes and a fitting status", async () => {
    const wrong = await post("/auth/sign-in", { email: "ada@example.com", password: "wrong" });
    const totp = await post("/auth/sign-in", { email: "totp@example.com", password: "right" });
    const malformed = await post("/auth/sign-in", { email: 5 });

    expect([wrong.status, totp.status, malformed.status]).toEqual([401, 401, 400]);
    expect(await wrong.json()).toMatchObject({
      errors: [{ message: "No.", extensions: { reason: "SIGN_IN_REFUSED", retryAfterMs: 1_500 } }],
    });
    expect(wrong.headers.get("retry-after")).toBe("2");
    expect(await totp.json()).toMatchObject({ errors: [{ extensions: { reason: "TOTP_REQUIRED" } }] });
    expect(await malformed.json()).toMatchObject({
      errors: [{ extensions: { code: "INVALID_INPUT", reason: "VARIABLES_INVALID" } }],
    });
  });

  test("renews by the cookie, and clears a cookie that is no longer good", async () => {
    const renewed = await post("/auth/refresh", {}, { cookie: "theme=dark; wg_refresh=refresh%2F1%3D%3D" });
    const spent = await post("/auth/refresh", {}, { cookie: "wg_refresh=refresh%2F0" });
    const none = await post("/auth/refresh", {});

    expect(renewed.status).toBe(200);
    expect(renewed.headers.get("set-cookie")).toContain("wg_refresh=refresh%2F2");
    expect(spent.status).toBe(401);
    expect(spent.headers.get("set-cookie")).toContain("Max-Age=0");
    expect(none.status).toBe(401);
  });

  test("signs out at the server and in the browser, with or without an access token", async () => {
    const cookie = "wg_refresh=refresh%2F1%3D%3D";
    const byToken = await post("/auth/sign-out", {}, bearer("access-1"));
    const withOldToken = await post("/auth/sign-out", {}, { cookie, ...bearer("expired") });
    const withNothing = await post("/auth/sign-out", {});
    const byCookie = await post("/auth/sign-out", {}, { cookie });

    for (const response of [byToken, withOldToken, withNothing, byCookie]) {
      expect(response.status).toBe(200);
      expect(response.headers.get("set-cookie")).toContain("Max-Age=0");
    }
    expect(seen.endedBy).toHaveLength(3);
  });

  test("cannot be worked by another site's page", async () => {
    const good = { email: "ada@example.com", password: "right" };

    expect((await running.post("/auth/sign-in", good)).status).toBe(403);
    expect((await post("/auth/sign-in", good, { "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await post("/auth/sign-in", good, { "content-type": "text/plain" })).status).toBe(415);
    expect((await fetch(`${running.url}/auth/sign-in`, { headers: csrf })).status).toBe(405);
  });

  test("lets one secret be tried per operation, and so many per address and minute", async () => {
    const two = `mutation { a: signIn(input: { email: "a", password: "1" }) { accessToken } b: signIn(input: { email: "a", password: "2" }) { accessToken } }`;
    const spread = `mutation { a: signIn(input: { email: "a", password: "1" }) { accessToken } ...more } fragment more on Mutation { b: signIn(input: { email: "b", password: "2" }) { accessToken } }`;
    for (const query of [two, spread])
      expect((await running.graphql({ query })).body.errors?.[0]?.extensions["reason"]).toBe(
        "ONE_PER_OPERATION",
      );

    await using tight = await runGateway([source], { config: { rates: { login: 3 } } });
    const attempt = () => tight.post("/auth/sign-in", { email: "ada@example.com", password: "wrong" }, csrf);
    const statuses = [
      (await attempt()).status,
      (await attempt()).status,
      (await attempt()).status,
      (await attempt()).status,
    ];
    expect(statuses).toEqual([401, 401, 401, 429]);
    const one = `mutation { signIn(input: { email: "a", password: "1" }) { accessToken } }`;
    expect((await tight.graphql({ query: one })).status).toBe(429);
  });

  test("marks its cookie Secure where the console is served by https", async () => {
    await using secure = await runGateway([source], { config: { publicUrl: "https://wegraph.example" } });

    const response = await secure.post(
      "/auth/sign-in",
      { email: "ada@example.com", password: "right" },
      csrf,
    );

    expect(response.headers.get("set-cookie")).toContain("; Secure");
    expect(response.headers.get("strict-transport-security")).toContain("max-age=");
  });
});

describe("webhooks", () => {
  const received: WebhookRequest[] = [];
  let running: Awaited<ReturnType<typeof runGateway>>;
  beforeAll(async () => {
    running = await runGateway([peopleSubgraph, shelfSubgraph], {
      webhooks: {
        wecom: async (call) => (received.push(call), { status: 202, body: "success" }),
        broken: () => Promise.reject(new Error("secret detail")),
      },
      config: { bodyBytesMax: 5_000 },
    });
  });
  afterAll(() => running.gateway.stop());

  test("reach their domain byte for byte", async () => {
    const body = Buffer.from([0, 255, 10, 13, 123]);
    const response = await fetch(`${running.url}/webhooks/wecom/account/7?msg_signature=a%20b`, {
      method: "POST",
      body,
      headers: { "x-signature": "sig" },
    });

    expect([response.status, await response.text()]).toEqual([202, "success"]);
    const [call] = received;
    expect(call).toMatchObject({
      method: "POST",
      path: "account/7",
      address: "127.0.0.1",
      headers: { "x-signature": "sig" },
    });
    expect(call?.rawBody.equals(body)).toBe(true);
    expect(call?.query.get("msg_signature")).toBe("a b");
  });

  test("that are too large, unknown or of another method are refused, and a failing domain shows nothing", async () => {
    const to = (path: string, init?: RequestInit) =>
      fetch(`${running.url}/webhooks/${path}`, { method: "POST", body: "x", ...init });

    expect((await to("wecom/x", { body: "x".repeat(6_000) })).status).toBe(413);
    expect((await to("nobody/x")).status).toBe(404);
    expect((await to("constructor/x")).status).toBe(404);
    expect((await to("wecom/x", { method: "DELETE" })).status).toBe(405);
    const broken = await to("broken/x");
    expect(broken.status).toBe(500);
    expect(await broken.text()).not.toContain("secret detail");
  });
});

describe("probes", () => {
  test("say that the process lives, and whether it is ready", async () => {
    const health = new Health();
    let well = true;
    health.register("thing", () => (well ? Promise.resolve() : Promise.reject(new Error("no"))));
    await using running = await runGateway([peopleSubgraph, shelfSubgraph], { health });
    const statusOf = async (path: string) => (await fetch(running.url + path)).status;

    expect([await statusOf("/healthz"), await statusOf("/readyz")]).toEqual([200, 200]);
    well = false;
    expect([await statusOf("/healthz"), await statusOf("/readyz")]).toEqual([200, 503]);
  });

  test("tell anybody how it is in one word and the version, and nothing of what it is made of", async () => {
    const health = new Health();
    health.register("secret cache", () => Promise.reject(new Error("no")), { critical: false });
    await using running = await runGateway([peopleSubgraph, shelfSubgraph], { health });
    const told = await (await fetch(`${running.url}/healthz`)).json();
    expect(told).toEqual({ ok: true, status: "DEGRADED", version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
  });

  test("give metrics to this machine or for the token, and to nobody a proxy speaks for", async () => {
    const metricsToken = "a-token-for-scraping";
    await using running = await runGateway([peopleSubgraph, shelfSubgraph], { config: { metricsToken } });
    const scrape = (headers: Record<string, string>) => fetch(`${running.url}/metrics`, { headers });

    expect(await (await scrape({})).text()).toContain("wegraph_gateway_operation_seconds");
    expect((await scrape({ "x-forwarded-for": "10.1.2.3" })).status).toBe(404);
    expect((await scrape({ "x-forwarded-for": "10.1.2.3", ...bearer(metricsToken) })).status).toBe(200);
    expect((await scrape({ "x-forwarded-for": "10.1.2.3", ...bearer("guess") })).status).toBe(404);
  });
});

describe("the console", () => {
  let directory: string;
  let running: Awaited<ReturnType<typeof runGateway>>;
  const script = "console.log(1);".repeat(100);
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "console-"));
    const web = join(directory, "web");
    await mkdir(join(web, "assets"), { recursive: true });
    await writeFile(join(directory, "secret.txt"), "secret");
    await writeFile(join(web, "index.html"), "<!doctype html>console");
    await writeFile(join(web, "assets", "index-BwX3k9aQ.js"), script);
    await writeFile(join(web, "assets", "index-BwX3k9aQ.js.gz"), gzipSync(script));
    await writeFile(join(web, "assets", "index-BwX3k9aQ.js.br"), brotliCompressSync(script));
    await mkdir(join(web, "graphiql", "assets"), { recursive: true });
    await writeFile(join(web, "graphiql", "index.html"), "<!doctype html>graphiql");
    await writeFile(join(web, "graphiql", "assets", "index-CwX3k9aQ.css"), "a{}");
    await symlink(join(directory, "secret.txt"), join(web, "link.txt"));
    running = await runGateway([peopleSubgraph, shelfSubgraph], { config: { consoleDirectory: web } });
  });
  afterAll(async () => {
    await running.gateway.stop();
    await rm(directory, { recursive: true });
  });

  test("is served at the root and at every route of its own, under a policy that runs no foreign script", async () => {
    for (const path of ["/", "/accounts", "/accounts/0192-7000", "/index.html"]) {
      const response = await fetch(running.url + path);
      expect([response.status, await response.text()]).toEqual([200, "<!doctype html>console"]);
      expect(response.headers.get("content-security-policy")).toContain("script-src 'self';");
      expect(response.headers.get("cache-control")).toBe("no-cache");
    }
  });

  test("is revalidated by its tag, and its hashed files are kept for good and sent compressed", async () => {
    const page = await fetch(`${running.url}/`);
    const again = await fetch(`${running.url}/`, {
      headers: { "if-none-match": page.headers.get("etag") ?? "" },
    });
    const asset = await fetch(`${running.url}/assets/index-BwX3k9aQ.js`, {
      headers: { "accept-encoding": "gzip, deflate, br" },
    });

    expect(again.status).toBe(304);
    expect(asset.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(asset.headers.get("content-encoding")).toBe("br");
    expect(asset.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(await asset.text()).toBe(script);
  });

  test("comes in the coding the browser takes, under one tag that every coding shares", async () => {
    const get = (headers: Record<string, string>, method = "GET") =>
      fetch(`${running.url}/assets/index-BwX3k9aQ.js`, { method, headers });
    const answers = await Promise.all(
      ["identity", "gzip", "br;q=0.5, gzip", "br;q=0, gzip;q=0"].map((coding) =>
        get({ "accept-encoding": coding }),
      ),
    );

    expect(answers.map(({ headers }) => headers.get("content-encoding"))).toEqual([
      null,
      "gzip",
      "gzip",
      null,
    ]);
    expect(new Set(answers.map(({ headers }) => headers.get("etag"))).size).toBe(1);
    for (const answer of answers) {
      expect(answer.headers.get("vary")).toBe("Accept-Encoding");
      expect(await answer.text()).toBe(script);
    }
    const head = await get({ "accept-encoding": "br" }, "HEAD");
    expect(Number(head.headers.get("content-length"))).toBe(brotliCompressSync(script).length);
    const tag = head.headers.get("etag") ?? "";
    expect((await get({ "if-none-match": `"other", ${tag}` })).status).toBe(304);
    expect((await get({ "if-none-match": '"other"' })).status).toBe(200);
  });

  test("shares its door with pages of their own folders", async () => {
    for (const path of ["/graphiql", "/graphiql/"])
      expect(await (await fetch(running.url + path)).text()).toBe("<!doctype html>graphiql");
    const asset = await fetch(`${running.url}/graphiql/assets/index-CwX3k9aQ.css`);
    expect(asset.headers.get("cache-control")).toContain("immutable");
  });

  test("keeps what the build compressed to itself, and lets no cache keep a file that is missing", async () => {
    expect((await fetch(`${running.url}/assets/index-BwX3k9aQ.js.br`)).status).toBe(404);
    const missing = await fetch(`${running.url}/assets/index-OLD3k9aQ.js`);
    expect([missing.status, missing.headers.get("cache-control")]).toEqual([404, "no-store"]);
    expect((await fetch(`${running.url}/accounts`, { method: "POST" })).status).toBe(404);
  });

  test.each([
    "/assets/missing.js",
    "/../secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e/secret.txt",
    "/assets/..\\..\\secret.txt",
    "/link.txt",
    "//etc/passwd.txt",
  ])("never answers %s with a file from outside or a page in place of a file", async (path) => {
    const answer = await rawGet(running.port, path);

    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain("secret\n");
  });
});

/** fetch would tidy the path up before sending it. */
function rawGet(port: number, path: string): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    request({ port, host: "127.0.0.1", path }, (response) => {
      let body = "";
      response.on("data", (chunk) => (body += String(chunk)));
      response.on("end", () => resolve({ status: response.statusCode, body }));
    })
      .on("error", reject)
      .end();
  });
}
