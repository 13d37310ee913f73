import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { userWith } from "../testing/graph.ts";
import { bearer, runGateway } from "../testing/running.ts";
import { peopleSubgraph, shelfSubgraph } from "../testing/shop.ts";

// What holds for every door alike, whatever is behind it.

let running: Awaited<ReturnType<typeof runGateway>>;
const doors = [
  ["/graphql", "POST"],
  ["/graphql?query=%7B__typename%7D", "GET"],
  ["/graphql/schema.graphql", "GET"],
  ["/api/people", "GET"],
  ["/api/openapi.json", "GET"],
  ["/auth/refresh", "POST"],
  ["/webhooks/pay/notify", "POST"],
  ["/files/pay/receipt", "GET"],
  ["/healthz", "GET"],
  ["/readyz", "GET"],
  ["/metrics", "GET"],
  ["/nowhere", "GET"],
] as const;

beforeAll(async () => {
  running = await runGateway([peopleSubgraph, shelfSubgraph], {
    webhooks: { pay: async () => ({ status: 200, body: "<script>alert(1)</script>" }) },
    routes: [
      {
        method: "GET",
        path: "/api/people",
        summary: "Who asks.",
        tag: "People",
        status: 200,
        document: "query Who { who: people(first: 1) { name } me: whoAmI }",
        body: [],
      },
    ],
    config: { publicUrl: "https://wegraph.example", allowedOrigins: ["https://shop.example"] },
  });
  running.tokens.set("ada", userWith());
});
afterAll(() => running.gateway.stop());

interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** As a browser or a hostile program would: fetch would set some of these headers itself, and tidy others. */
function send(path: string, { method = "GET", headers = {}, body }: Sent = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>(
    (resolve, reject) => {
      request({ port: running.port, host: "127.0.0.1", path, method, headers }, (response) => {
        let text = "";
        response.on("data", (chunk) => (text += String(chunk)));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      })
        .on("error", reject)
        .end(body);
    },
  );
}

describe.each(doors)("%s (%s)", (path, method) => {
  test("sends nothing that a browser would run, frame, guess the type of, or keep", async () => {
    const { headers } = await send(path, { method });

    expect(headers["content-security-policy"]).toMatch(/default-src '(none|self)'.*frame-ancestors 'none'/);
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["x-frame-options"]).toBe("DENY");
    expect(headers["referrer-policy"]).toBe("no-referrer");
    expect(headers["strict-transport-security"]).toMatch(/max-age=\d{7,}/);
    expect(headers["cross-origin-opener-policy"]).toBe("same-origin");
    expect(headers["content-type"]).not.toMatch(/html/);
    expect(headers["cache-control"]).toBe("no-store");
    expect(headers["x-powered-by"]).toBeUndefined();
    expect(headers["server"]).toBeUndefined();
  });

  test("tells pages of other origins nothing, and those on the list nothing with credentials", async () => {
    for (const origin of [
      "https://evil.example",
      "null",
      "https://shop.example.evil.example",
      "http://shop.example",
    ]) {
      const { headers } = await send(path, { method, headers: { origin } });
      expect(headers["access-control-allow-origin"], origin).toBeUndefined();
    }
    const { headers } = await send(path, { method, headers: { origin: "https://shop.example" } });
    expect(headers["access-control-allow-origin"]).not.toBe("*");
    expect(headers["access-control-allow-credentials"]).toBeUndefined();
  });

  test("repeats nothing in its headers that was not checked", async () => {
    const { headers } = await send(path, {
      method,
      headers: { "x-request-id": "<script>alert(1)</script>" },
    });
    expect(String(headers["x-request-id"])).toMatch(/^[\w.:-]{8,128}$/);
  });
});

describe("a cookie", () => {
  const cookie = "wg_refresh=refresh%2F1; session=ada; authorization=Bearer%20ada";

  test("identifies nobody anywhere but for renewing a session", async () => {
    const query = '{"query":"{ whoAmI }"}';
    const json = { cookie, "content-type": "application/json" };
    const answers = [
      await send("/graphql", { method: "POST", headers: json, body: query }),
      await send("/graphql?query=%7BwhoAmI%7D", { headers: { cookie } }),
      await send("/api/people", { headers: { cookie } }),
    ];
    for (const { text } of answers) expect(text).not.toContain("Ada from");
    const signedIn = await send("/api/people", { headers: bearer("ada") });
    expect(signedIn.text).toContain("Ada from");
    expect((await send("/api/openapi.json", { headers: { cookie } })).status).toBe(401);
    expect((await send("/graphql/schema.graphql", { headers: { cookie } })).status).toBe(401);
  });

  test("does not open a WebSocket to a page of another origin", async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${running.port}/graphql`, "graphql-transport-ws", {
      origin: "https://evil.example",
      headers: { cookie },
    });
    const status = await new Promise<number>((resolve, reject) => {
      socket.on("unexpected-response", (_, response) => resolve(response.statusCode ?? 0));
      socket.on("open", () => reject(new Error("it opened")));
      socket.on("error", () => undefined);
    });
    expect(status).toBe(403);
  });

  test.each([
    [
      "a form of another site",
      { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "cross-site" },
      415,
    ],
    ["a form that is called JSON", { "content-type": "text/plain" }, 415],
    ["a script without the header", { "content-type": "application/json" }, 403],
    [
      "a script of another site",
      { "content-type": "application/json", "x-wegraph-csrf": "1", "sec-fetch-site": "cross-site" },
      403,
    ],
    [
      "a script of a sibling domain",
      { "content-type": "application/json", "x-wegraph-csrf": "1", "sec-fetch-site": "same-site" },
      403,
    ],
  ])("is not worked by %s", async (_, headers, status) => {
    for (const path of ["/auth/refresh", "/auth/sign-in", "/auth/sign-out", "/auth/set-up"]) {
      const answer = await send(path, { method: "POST", headers: { cookie, ...headers }, body: "{}" });
      expect([path, answer.status]).toEqual([path, status]);
      expect(answer.headers["set-cookie"]).toBeUndefined();
    }
  });

  test("is not offered to scripts that ask first", async () => {
    for (const origin of ["https://evil.example", "https://shop.example"]) {
      const { status, headers } = await send("/auth/refresh", {
        method: "OPTIONS",
        headers: {
          origin,
          "access-control-request-method": "POST",
          "access-control-request-headers": "x-wegraph-csrf",
        },
      });
      expect(status).toBe(405);
      expect(Object.keys(headers).filter((name) => name.startsWith("access-control-"))).toEqual([]);
    }
  });
});

describe("methods nobody should use", () => {
  test.each(["TRACE", "PUT", "DELETE", "PATCH", "PROPFIND"])("%s reaches nothing", async (method) => {
    for (const [path] of doors) {
      const { status, text } = await send(path, { method, headers: bearer("ada") });
      if (/^\/(healthz|readyz|metrics)/.test(path)) continue;
      expect([path, [404, 405].includes(status)]).toEqual([path, true]);
      expect(text).not.toContain("Bearer");
    }
  });
});
