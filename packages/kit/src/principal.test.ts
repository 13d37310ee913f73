import { SignJWT } from "jose";
import { afterEach, describe, expect, test, vi } from "vitest";
import { PrincipalSeal, anonymous, can, covers, demand, scopeOf } from "./principal.ts";
import type { Principal } from "./principal.ts";

const secret = "a secret of at least thirty-two characters";
const operator: Principal = {
  ...anonymous,
  kind: "USER",
  id: "0192f0c1-0000-7000-8000-000000000001",
  tenantId: "0192f0c1-0000-7000-8000-0000000000aa",
  grants: [
    { permission: "account:*", scope: "BOUND" },
    { permission: "account:read", scope: "TENANT" },
  ],
};

afterEach(() => void vi.useRealTimers());

describe("rights", () => {
  test.each([
    ["account:*", "account:read", true],
    ["*:*", "user:delete", true],
    ["*:read", "audit:read", true],
    ["account:read", "account:login", false],
    ["accounts:*", "account:read", false],
    ["account", "account:read", false],
  ])("%s covers %s: %s", (granted, asked, expected) => {
    expect(covers(granted, asked)).toBe(expected);
  });

  test("of several grants the widest scope counts", () => {
    expect(scopeOf(operator, "account:read")).toBe("TENANT");
    expect(scopeOf(operator, "account:login")).toBe("BOUND");
    expect(scopeOf(operator, "user:read")).toBeNull();
  });

  test("a missing right is FORBIDDEN for someone and UNAUTHENTICATED for nobody", () => {
    expect(() => demand(operator, "user:read")).toThrow(expect.objectContaining({ code: "FORBIDDEN" }));
    expect(() => demand(anonymous, "user:read")).toThrow(
      expect.objectContaining({ code: "UNAUTHENTICATED" }),
    );
    expect(can(anonymous, "account:read")).toBe(false);
  });
});

describe("the sealed principal", () => {
  const seal = new PrincipalSeal(secret);

  test("arrives as it was sent", async () => {
    expect(await seal.open(seal.seal(operator, "wecom"), "wecom")).toEqual(operator);
  });

  test("that is to last opens at each subgraph it is for, nowhere else, and until it ends", async () => {
    vi.useFakeTimers({ now: 1_800_000_000_000 });
    const sealed = seal.sealLasting(operator, ["core", "wecom"], 3_600);

    vi.advanceTimersByTime(3_599_000);
    expect(await seal.open(sealed, "core")).toEqual(operator);
    expect(await seal.open(sealed, "wecom")).toEqual(operator);
    await expect(seal.open(sealed, "health")).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    vi.advanceTimersByTime(2_000);
    await expect(seal.open(sealed, "core")).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });

  test("is signed once for many fetches, anew for another principal, subgraph or time", () => {
    vi.useFakeTimers({ now: 1_800_000_000_000 });
    const first = seal.seal(operator, "wecom");

    expect(seal.seal(operator, "wecom")).toBe(first);
    expect(seal.seal({ ...operator, id: "someone else" }, "wecom")).not.toBe(first);
    expect(seal.seal(operator, "core")).not.toBe(first);
    vi.advanceTimersByTime(10_000);
    expect(seal.seal(operator, "wecom")).not.toBe(first);
  });

  test("that was opened before is refused once it has expired, and cannot be changed", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const sealed = seal.seal({ ...operator }, "wecom");
    const principal = await seal.open(sealed, "wecom");

    expect(() => principal.grants.push({ permission: "*:*", scope: "TENANT" })).toThrow();
    await expect(seal.open(sealed, "core")).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    vi.advanceTimersByTime(31_000);
    await expect(seal.open(sealed, "wecom")).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });

  test.each([
    ["missing", async () => undefined],
    ["not a token", async () => "principal"],
    ["for another subgraph", async () => seal.seal(operator, "core")],
    [
      "sealed with another secret",
      async () => new PrincipalSeal("another secret of thirty-two chars!").seal(operator, "wecom"),
    ],
    ["altered", async () => seal.seal(operator, "wecom").replace(/\.[^.]+\./, ".eyJhIjoxfQ.")],
    [
      "unsigned",
      async () =>
        `${b64({ alg: "none" })}.${b64({ principal: operator, aud: "wecom", iss: "wegraph-gateway" })}.`,
    ],
    ["expired", () => signed({ principal: operator }, Math.floor(Date.now() / 1_000) - 5)],
    ["without an end", () => signed({ principal: operator }, null)],
    ["of another shape", () => signed({ principal: { id: "x" } }, Math.floor(Date.now() / 1_000) + 30)],
  ])("is refused when %s", async (_, header) => {
    await expect(header().then((sealed) => seal.open(sealed, "wecom"))).rejects.toMatchObject({
      code: "UNAUTHENTICATED",
      reason: "PRINCIPAL_UNSIGNED",
    });
  });
});

function b64(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function signed(claims: Record<string, unknown>, expiresAt: number | null): Promise<string> {
  const token = new SignJWT(claims)
    .setProtectedHeader({ alg: "HS256", typ: "wegraph-principal" })
    .setIssuer("wegraph-gateway")
    .setAudience("wecom")
    .setIssuedAt();
  if (expiresAt !== null) token.setExpirationTime(expiresAt);
  return token.sign(new TextEncoder().encode(secret));
}
