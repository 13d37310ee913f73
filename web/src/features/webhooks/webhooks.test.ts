import { beforeAll, describe, expect, test } from "vitest";
import { endpointRules, headersOf, inputOf } from "./endpointRules.ts";
import { verifySnippet } from "./verifySnippet.ts";
import { standingOf } from "./webhookLooks.ts";

const values = {
  url: "https://hooks.example.com/a",
  description: "CRM",
  eventTypes: ["account.deleted.v1"],
  accountIds: [],
  headers: "",
  maxPerSecond: "50",
  maxConcurrent: "5",
};

test.each([
  ["X-Api-Key: abc", [{ name: "x-api-key", value: "abc" }]],
  ["Authorization: Bearer a:b", [{ name: "authorization", value: "Bearer a:b" }]],
  ["x-kept:\n\n x-also ", [{ name: "x-kept" }, { name: "x-also" }]],
  ["", []],
  ["two words: x", "two words: x"],
  [": x", ": x"],
])("the headers of %j", (text, headers) => {
  expect(headersOf(text)).toEqual(headers);
});

test.each([
  [{}, true],
  [{ url: "" }, false],
  [{ url: "ftp://example.com" }, false],
  [{ eventTypes: [] }, false],
  [{ headers: "no header at all: x y\nbad name: y" }, false],
  [{ maxPerSecond: "0" }, false],
  [{ maxConcurrent: "five" }, false],
])("a form with %o fits: %s", (change, fits) => {
  expect(endpointRules.safeParse({ ...values, ...change }).success).toBe(fits);
});

test("numbers go out as numbers and headers as a list", () => {
  expect(inputOf({ ...values, headers: "a: b" })).toMatchObject({
    maxPerSecond: 50,
    maxConcurrent: 5,
    headers: [{ name: "a", value: "b" }],
  });
});

test.each([
  [{}, "unused"],
  [{ lastSucceededAt: "2026-11-22T05:00:00Z" }, "working"],
  [{ lastSucceededAt: "2026-11-22T05:00:00Z", failingSince: "2026-11-22T05:01:00Z" }, "failing"],
  [{ failingSince: "2026-11-22T05:01:00Z", status: "DISABLED" as const }, "disabled"],
] as const)("an endpoint with %o is %s", (change, standing) => {
  const fresh = { status: "ENABLED" as const, failingSince: null, lastSucceededAt: null };
  expect(standingOf({ ...fresh, ...change })).toBe(standing);
});

describe("the code that is shown beside a secret", () => {
  const bytes = new Uint8Array(32).fill(7);
  const base64 = (value: Uint8Array) => btoa(String.fromCodePoint(...value));
  const secret = `whsec_${base64(bytes)}`;
  const at = String(Math.floor(Date.now() / 1_000));
  let headers: Record<string, string>;
  beforeAll(async () => {
    const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, [
      "sign",
    ]);
    const signed = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(`evt.${at}.{}`));
    const signatures = `v1,AAAA v1,${base64(new Uint8Array(signed))}`;
    headers = { "webhook-id": "evt", "webhook-timestamp": at, "webhook-signature": signatures };
  });

  test.each([
    ["what was signed", {}, "{}", true],
    ["another body", {}, "{} ", false],
    ["another id", { "webhook-id": "other" }, "{}", false],
    ["an old request", { "webhook-timestamp": "1000" }, "{}", false],
  ])("judges %s right", async (_, change, body, genuine) => {
    const code = `data:text/javascript,${encodeURIComponent(`${verifySnippet}export { isGenuine };`)}`;
    const { isGenuine } = (await import(/* @vite-ignore */ code)) as {
      isGenuine: (secret: string, headers: object, body: string) => boolean;
    };
    expect(isGenuine(secret, { ...headers, ...change }, body)).toBe(genuine);
  });
});
