import { SignJWT, UnsecuredJWT } from "jose";
import { v7 } from "uuid";
import { expect, test } from "vitest";
import { deriveKey } from "@wegraph/kit/secrets";
import { AccessTokens } from "./accessTokens.ts";
import { RefreshTokens } from "./refreshTokens.ts";

const secret = "the root secret of tests, long enough";
const start = new Date("2026-11-22T08:00:00Z");
const endOfSession = new Date(start.getTime() + 7 * 24 * 60 * 60_000);
const claims = { userId: v7(), sessionId: v7(), tenantId: v7() };

function at(offsetMs = 0, root = secret): AccessTokens {
  return new AccessTokens(root, () => new Date(start.getTime() + offsetMs));
}

test("an access token says who, in which session and tenant, for two hours", async () => {
  const { token, expiresAt } = await at().issue(claims, endOfSession);

  expect(expiresAt).toEqual(new Date("2026-11-22T10:00:00Z"));
  expect(await at(2 * 60 * 60_000 - 1_000).read(token)).toEqual(claims);
  expect(await at(2 * 60 * 60_000).read(token)).toBeNull();
});

test("an access token does not outlive its session", async () => {
  const { expiresAt } = await at().issue(claims, new Date(start.getTime() + 1_000));

  expect(expiresAt).toEqual(new Date(start.getTime() + 1_000));
});

test("a token that is not ours says nothing", async () => {
  const key = deriveKey(secret, "access-token");
  const payload = { sid: claims.sessionId, tid: claims.tenantId };
  const ours = (header = { alg: "HS256", typ: "at+jwt" }) =>
    new SignJWT(payload)
      .setProtectedHeader(header)
      .setSubject(claims.userId)
      .setIssuer("wegraph")
      .setAudience("wegraph-api")
      .setIssuedAt(start)
      .setExpirationTime(new Date(start.getTime() + 60_000));
  const { token } = await at().issue(claims, endOfSession);
  const [header, body, mac] = token.split(".");

  expect(await at().read(await ours().sign(key))).toEqual(claims);
  const forgeries = [
    "",
    "nonsense",
    `${header}.${body}.`,
    `${header}.${body}.${mac?.split("").toReversed().join("")}`,
    await at(0, "another root secret, as long as that")
      .issue(claims, endOfSession)
      .then((other) => other.token),
    await ours().setIssuer("someone").sign(key),
    await ours().setAudience("somewhere").sign(key),
    await ours({ alg: "HS256", typ: "wegraph-principal" }).sign(key),
    await ours({ alg: "HS512", typ: "at+jwt" }).sign(Buffer.concat([key, key])),
    await ours().setSubject("not-an-id").sign(key),
    await new SignJWT(payload)
      .setProtectedHeader({ alg: "HS256", typ: "at+jwt" })
      .setSubject(claims.userId)
      .setIssuer("wegraph")
      .setAudience("wegraph-api")
      .sign(key),
    new UnsecuredJWT(payload)
      .setSubject(claims.userId)
      .setIssuer("wegraph")
      .setAudience("wegraph-api")
      .setExpirationTime("2h")
      .encode(),
  ];
  for (const forgery of forgeries) expect(await at().read(forgery), forgery).toBeNull();
});

test("a refresh token is the same however often it is written, and each generation another", () => {
  const tokens = new RefreshTokens(secret);

  expect(tokens.write(claims.sessionId, 1)).toBe(tokens.write(claims.sessionId, 1));
  expect(tokens.write(claims.sessionId, 2)).not.toBe(tokens.write(claims.sessionId, 1));
  expect(tokens.read(tokens.write(claims.sessionId, 7))).toEqual({
    sessionId: claims.sessionId,
    generation: 7,
  });
});

test("a refresh token that was altered says nothing", () => {
  const tokens = new RefreshTokens(secret);
  const token = tokens.write(claims.sessionId, 7);

  const altered = [
    "",
    "wgr_",
    token.replace(".7.", ".8."),
    token.replace(".7.", ".07."),
    token.replace(claims.sessionId, v7()),
    token.slice(0, -1),
    `${token}A`,
    new RefreshTokens("another root secret, as long as that").write(claims.sessionId, 7),
  ];
  for (const one of altered) expect(tokens.read(one), one).toBeNull();
});
