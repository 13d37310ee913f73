import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isPublicAddress } from "./address.rules.ts";
import { failureBehind, retryAfterMsOf } from "./answer.ts";
import { Poster } from "./poster.ts";
import { publicLookup } from "./publicLookup.ts";
import { targetOf } from "./url.rules.ts";

describe("an address", () => {
  test.each([
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:10.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:8.8.8.8",
    "64:ff9b::a00:1",
    "64:ff9b:1::a00:1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:a00:1::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "10.1",
    "0x7f000001",
    "2130706433",
    "017700000001",
    "localhost",
    "",
  ])("%s is not public", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each([
    "8.8.8.8",
    "1.1.1.1",
    "100.63.255.255",
    "172.32.0.1",
    "223.255.255.254",
    "2606:4700::1111",
    "2a00:1450::1",
  ])("%s is public", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe("a URL that a customer typed", () => {
  test.each([
    ["", "WEBHOOK_URL_MALFORMED"],
    ["example.com/hook", "WEBHOOK_URL_MALFORMED"],
    ["https://", "WEBHOOK_URL_MALFORMED"],
    ["https://exa mple.com", "WEBHOOK_URL_MALFORMED"],
    [`https://example.com/${"x".repeat(2_000)}`, "WEBHOOK_URL_MALFORMED"],
    ["http://example.com/hook", "WEBHOOK_URL_NOT_HTTPS"],
    ["file:///etc/passwd", "WEBHOOK_URL_NOT_HTTPS"],
    ["gopher://example.com", "WEBHOOK_URL_NOT_HTTPS"],
    ["https://user:pass@example.com", "WEBHOOK_URL_CREDENTIALS"],
    ["https://example.com@10.0.0.1/", "WEBHOOK_URL_CREDENTIALS"],
    ["https://example.com/#part", "WEBHOOK_URL_FRAGMENT"],
    ["https://example.com:22/", "WEBHOOK_URL_PORT"],
    ["https://example.com:80/", "WEBHOOK_URL_PORT"],
    ["https://localhost/", "WEBHOOK_URL_NOT_PUBLIC"],
    ["https://LOCALHOST./", "WEBHOOK_URL_NOT_PUBLIC"],
    ["https://printer/", "WEBHOOK_URL_NOT_PUBLIC"],
    ["https://api.localhost/", "WEBHOOK_URL_NOT_PUBLIC"],
    ["https://metadata.google.internal/", "WEBHOOK_URL_NOT_PUBLIC"],
    ["https://nas.local./", "WEBHOOK_URL_NOT_PUBLIC"],
    ["https://127.0.0.1/", "WEBHOOK_URL_NOT_PUBLIC"],
    ["https://127.1/", "WEBHOOK_URL_NOT_PUBLIC"],
    ["https://0x7f.1/", "WEBHOOK_URL_NOT_PUBLIC"],
    ["https://2130706433/", "WEBHOOK_URL_NOT_PUBLIC"],
    ["https://017700000001/", "WEBHOOK_URL_NOT_PUBLIC"],
    ["https://127.0.0.1./", "WEBHOOK_URL_NOT_PUBLIC"],
    ["https://①②⑦.0.0.1/", "WEBHOOK_URL_NOT_PUBLIC"],
    ["https://169.254.169.254/latest/meta-data/", "WEBHOOK_URL_NOT_PUBLIC"],
    ["https://[::1]/", "WEBHOOK_URL_NOT_PUBLIC"],
    ["https://[::ffff:10.0.0.1]/", "WEBHOOK_URL_NOT_PUBLIC"],
    ["https://[::ffff:a00:1]/", "WEBHOOK_URL_NOT_PUBLIC"],
    ["https://[64:ff9b::10.0.0.1]/", "WEBHOOK_URL_NOT_PUBLIC"],
    ["https://[2002:a00:1::]/", "WEBHOOK_URL_NOT_PUBLIC"],
    ["https://[fe80::1]/", "WEBHOOK_URL_NOT_PUBLIC"],
  ])("%s is refused as %s", (url, problem) => {
    expect(targetOf(url, [])).toBe(problem);
  });

  test.each([
    "https://example.com/hook?token=1",
    "https://hooks.example.com.:8443/a",
    "https://8.8.8.8/",
    "https://[2606:4700::1111]:2053/x",
    "https://例子.example.cn/回调",
  ])("%s is taken", (url) => {
    expect(targetOf(url, [])).toBeInstanceOf(URL);
  });

  test("an origin the operator trusts may be inside and unencrypted; its neighbour may not", () => {
    const trusted = ["http://127.0.0.1:9000"];
    expect(targetOf("http://127.0.0.1:9000/hook", trusted)).toBeInstanceOf(URL);
    expect(targetOf("http://127.0.0.1:9001/hook", trusted)).toBe("WEBHOOK_URL_NOT_HTTPS");
    expect(targetOf("https://127.0.0.1:9000/hook", trusted)).toBe("WEBHOOK_URL_NOT_PUBLIC");
    expect(targetOf("http://me@127.0.0.1:9000/hook", trusted)).toBe("WEBHOOK_URL_CREDENTIALS");
  });
});

describe("a request", () => {
  let hits = 0;
  const server = createServer((request, response) => {
    hits += 1;
    request.resume();
    if (request.url === "/redirect") return response.writeHead(302, { location: "/there" }).end();
    if (request.url === "/endless") {
      response.writeHead(200);
      const write = (): void => void (response.write("x".repeat(1_000)) && setImmediate(write));
      response.on("drain", write).on("error", () => undefined);
      return write();
    }
    if (request.url === "/hang") return;
    if (request.url === "/slow-body") {
      response.writeHead(200).write("begun");
      return;
    }
    if (request.url === "/reset") return request.socket.resetAndDestroy();
    if (request.url === "/nonsense") return void request.socket.end("hello\r\n\r\n");
    response.writeHead(200).end("ok\u0000\u001b[31m");
  });
  let port = 0;
  let trusted: Poster;
  beforeAll(async () => {
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    port = typeof address === "object" && address ? address.port : 0;
    trusted = new Poster({ trustedOrigins: [`http://127.0.0.1:${port}`], timeoutMs: 300 });
  });
  const post = (path: string) => trusted.post(`http://127.0.0.1:${port}${path}`, {}, "{}");
  afterAll(async () => {
    await trusted.close();
    server.closeAllConnections();
    server.close();
  });

  test.each([
    ["/", null, 200],
    ["/redirect", "REDIRECT", 302],
    ["/endless", null, 200],
    ["/slow-body", null, 200],
    ["/hang", "TIMEOUT", null],
    ["/reset", "CONNECTION_FAILED", null],
    ["/nonsense", "ANSWER_MALFORMED", null],
  ])("to %s ends as %s", async (path, failure, statusCode) => {
    const answer = await post(path);
    expect(answer).toMatchObject({ failure, statusCode });
    expect(answer.excerpt?.length ?? 0).toBeLessThanOrEqual(4_096);
    // oxlint-disable-next-line no-control-regex -- that there are none
    expect(answer.excerpt ?? "").not.toMatch(/[\u0000\u001b]/);
    expect(answer.latencyMs).toBeLessThan(2_000);
  });

  test("a redirect is not followed", async () => {
    hits = 0;
    await post("/redirect");
    expect(hits).toBe(1);
  });

  test("a name that leads inside, nowhere, or half inside is refused in the same words, and nothing is sent", async () => {
    hits = 0;
    const answers = [
      [{ address: "127.0.0.1", family: 4 }],
      [
        { address: "8.8.8.8", family: 4 },
        { address: "127.0.0.1", family: 4 },
      ],
      [{ address: "::ffff:127.0.0.1", family: 6 }],
      [],
    ];
    for (const addresses of answers) {
      const poster = new Poster({ trustedOrigins: [], resolve: () => Promise.resolve(addresses) });
      const answer = await poster.post(`https://hooks.example.com:${port}/`, {}, "{}");
      expect(answer).toMatchObject({ failure: "ADDRESS_UNUSABLE", statusCode: null, excerpt: null });
      await poster.close();
    }
    const lost = new Poster({
      trustedOrigins: [],
      resolve: () => Promise.reject(new Error("ENOTFOUND secret")),
    });
    expect(await lost.post("https://hooks.example.com/", {}, "{}")).toMatchObject({
      failure: "ADDRESS_UNUSABLE",
      excerpt: null,
    });
    await lost.close();
    expect(hits).toBe(0);
  });

  test("a name that changes its mind gains nothing: the address that was checked is the one connected to", async () => {
    let asked = 0;
    const rebinding = publicLookup(() => {
      asked += 1;
      return Promise.resolve([{ address: asked === 1 ? "8.8.8.8" : "127.0.0.1", family: 4 }]);
    });
    const lookUp = () =>
      new Promise((resolve) =>
        rebinding("hooks.example.com", { all: true }, (error, found) => resolve(error ?? found)),
      );

    expect(await lookUp()).toEqual([{ address: "8.8.8.8", family: 4 }]);
    expect(asked).toBe(1);
    expect(await lookUp()).toMatchObject({ code: "ADDRESS_UNUSABLE" });
  });

  test("an address that was saved while it was trusted is refused when it no longer is", async () => {
    hits = 0;
    const strict = new Poster({ trustedOrigins: [] });
    expect(await strict.post(`http://127.0.0.1:${port}/`, {}, "{}")).toMatchObject({
      failure: "ADDRESS_UNUSABLE",
    });
    await strict.close();
    expect(hits).toBe(0);
  });
});

test.each([
  ["120", 120_000],
  ["Sun, 22 Nov 2026 05:02:30 GMT", 30_000],
  ["Sun, 22 Nov 2026 05:00:00 GMT", 0],
  ["soon", null],
  [undefined, null],
])("Retry-After %s is %s ms", (value, ms) => {
  expect(retryAfterMsOf(value, new Date("2026-11-22T05:02:00Z"))).toBe(ms);
});

test.each([
  [Object.assign(new Error("x"), { code: "ECONNREFUSED" }), "CONNECTION_FAILED"],
  [Object.assign(new Error("x"), { code: "EHOSTUNREACH" }), "CONNECTION_FAILED"],
  [Object.assign(new Error("x"), { code: "CERT_HAS_EXPIRED" }), "TLS_FAILED"],
  [Object.assign(new Error("x"), { code: "ERR_TLS_CERT_ALTNAME_INVALID" }), "TLS_FAILED"],
  [Object.assign(new Error("x"), { code: "DEPTH_ZERO_SELF_SIGNED_CERT" }), "TLS_FAILED"],
  [
    Object.assign(new Error("x"), { name: "HTTPParserError", code: "HPE_INVALID_CONSTANT" }),
    "ANSWER_MALFORMED",
  ],
  ["anything", "CONNECTION_FAILED"],
])("%s is told as %s", (error, failure) => {
  expect(failureBehind(error)).toBe(failure);
});
