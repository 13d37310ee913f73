import { generate } from "otplib";
import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { goodPassword, openTestCore } from "../testing/testCore.ts";
import type { Person, TestCore } from "../testing/testCore.ts";

let core: TestCore;
let home: Awaited<ReturnType<TestCore["given"]["tenant"]>>;

beforeAll(async () => {
  core = await openTestCore();
  home = await core.given.tenant("home");
});
afterAll(() => core?.close());

const minute = 60_000;
let addresses = 0;
/** An address nobody in this file has used. */
const freshAddress = () => `203.0.113.${(addresses += 1)}`;

function signIn(
  email: string,
  password = goodPassword,
  { address = freshAddress(), ...more }: SignInOptions = {},
) {
  return core.parts.signIn.signIn(core.from(address), { email, password, ...more });
}

interface SignInOptions {
  address?: string;
  totpCode?: string;
  tenantId?: string;
}

/** How a refused sign-in answers. */
async function refusal(
  attempt: Promise<unknown>,
): Promise<{ code: string; reason: string; retryAfterMs?: number }> {
  const error = await attempt.then(
    () => expect.fail("signed in"),
    (thrown: { code: string; reason: string; details: { retryAfterMs?: number } }) => thrown,
  );
  const { code, reason, details } = error;
  return { code, reason, ...(details.retryAfterMs !== undefined && { retryAfterMs: details.retryAfterMs }) };
}

const refused = { code: "UNAUTHENTICATED", reason: "SIGN_IN_REFUSED" };

async function outcomes(userId: string): Promise<string[]> {
  const rows = await core.db
    .system("test")
    .loginAttempt.findMany({ where: { userId }, orderBy: { at: "asc" } });
  return rows.map(({ outcome, reason }) => (reason ? `${outcome} ${reason}` : outcome));
}

describe("password", () => {
  test("the right password gives tokens, a session and an entry in the log, whatever the e-mail's capitals", async () => {
    const { user } = await core.given.user(home.tenant.id);

    const answer = await core.execute(
      `mutation ($input: SignInInput!) { signIn(input: $input) {
        accessToken accessTokenExpiresAt refreshToken refreshTokenExpiresAt tenant { id userCount } user { id roles { role { key } } } } }`,
      { input: { email: ` ${user.email.toUpperCase()} `, password: goodPassword } },
    );

    expect(answer.errors).toBeUndefined();
    expect(answer.data).toMatchObject({
      signIn: {
        tenant: { id: home.tenant.id },
        user: { id: user.id, roles: [{ role: { key: "operator" } }] },
      },
    });
    const events = await core.events("audit.recorded.v1");
    expect(events.at(-1)).toMatchObject({
      tenant_id: home.tenant.id,
      payload: { actor: { kind: "USER", id: user.id }, payload: { action: "user.signed-in" } },
    });
  });

  test("a wrong password, an unknown user and a disabled one get the same answer", async () => {
    const { user } = await core.given.user(home.tenant.id);
    const disabled = await core.given.user(home.tenant.id);
    await core.as(home.admin.principal, (context) => core.parts.userAdmin.disable(context, disabled.user.id));

    expect(await refusal(signIn(user.email, "not the password"))).toEqual(refused);
    expect(await refusal(signIn("nobody@nowhere.example"))).toEqual(refused);
    expect(await refusal(signIn(disabled.email))).toEqual(refused);
    expect((await outcomes(user.id)).at(-1)).toBe("FAILED WRONG_PASSWORD");
    expect((await outcomes(disabled.user.id)).at(-1)).toBe("FAILED USER_DISABLED");
  });

  test("known and unknown users take the same time to refuse", async () => {
    const { email } = await core.given.user(home.tenant.id);
    const times = { known: [] as number[], unknown: [] as number[] };
    const refuse = async (kind: "known" | "unknown", name: string) => {
      const startedAt = performance.now();
      await refusal(signIn(name, "not the password"));
      times[kind].push(performance.now() - startedAt);
      core.wait(16 * minute);
    };
    const lowerQuartile = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 2] ?? 0;

    // By turns, and the quicker ones compared, so that whatever else the machine does weighs little.
    for (let i = 0; i < 16; i += 1) {
      await refuse("known", email);
      await refuse("unknown", `${v7()}@nowhere.example`);
    }

    // A missing hash would make it many times faster.
    const ratio = lowerQuartile(times.unknown) / lowerQuartile(times.known);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  test("a hash made under lower costs is made anew when its password is seen", async () => {
    const { user } = await core.given.user(home.tenant.id);
    const { hash } = await import("@node-rs/argon2");
    const passwordHash = await hash(goodPassword, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
    await core.db.system("test").user.update({ where: { id: user.id }, data: { passwordHash } });

    await signIn(user.email);

    const row = await core.db.system("test").user.findUniqueOrThrow({ where: { id: user.id } });
    expect(row.passwordHash).toContain("m=65536,t=3,p=4");
    await signIn(user.email);
  });
});

describe("tenant", () => {
  test("a person of two tenants chooses, and comes back to the one used last", async () => {
    const other = await core.given.tenant();
    const { email } = await core.given.user(home.tenant.id);
    await core.given.user(other.tenant.id, ["viewer"], email);

    const chosen = await signIn(email, goodPassword, { tenantId: other.tenant.id });
    const again = await signIn(email);

    expect(chosen.tenant.id).toBe(other.tenant.id);
    expect(again.tenant.id).toBe(other.tenant.id);
  });

  test("a tenant one does not belong to does not exist", async () => {
    const other = await core.given.tenant();
    const { email } = await core.given.user(home.tenant.id);

    expect(await refusal(signIn(email, goodPassword, { tenantId: other.tenant.id }))).toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await refusal(signIn(email, goodPassword, { tenantId: v7() }))).toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("second factor", () => {
  async function enrolled(): Promise<
    Person & { secret: string; recoveryCodes: string[]; code: () => Promise<string> }
  > {
    const person = await core.given.user(home.tenant.id);
    const { secret } = await core.as(person.principal, (context) => core.parts.ownAccount.beginTotp(context));
    const code = () => generate({ secret, epoch: core.clock().getTime() / 1_000 });
    const { recoveryCodes } = await core.as(person.principal, async (context) =>
      core.parts.ownAccount.confirmTotp(context, await code()),
    );
    core.wait(30_000);
    return { ...person, secret, recoveryCodes, code };
  }

  test("without a code one is asked for it, and that is no failure", async () => {
    const { email, user } = await enrolled();

    expect(await refusal(signIn(email))).toMatchObject({ code: "UNAUTHENTICATED", reason: "TOTP_REQUIRED" });
    expect((await outcomes(user.id)).at(-1)).toBe("TOTP_REQUIRED TOTP_REQUIRED");
    expect(await refusal(signIn(email, "not the password"))).toEqual(refused);
  });

  test("a code is good once", async () => {
    const { email, code } = await enrolled();
    const totpCode = await code();

    await signIn(email, goodPassword, { totpCode });

    expect(await refusal(signIn(email, goodPassword, { totpCode }))).toEqual(refused);
    expect(await refusal(signIn(email, goodPassword, { totpCode: "000000" }))).toEqual(refused);
  });

  test("of one code used by many at once only one gets in", async () => {
    const { email, code } = await enrolled();
    const totpCode = await code();

    const tries = await Promise.allSettled(
      Array.from({ length: 6 }, () => signIn(email, goodPassword, { totpCode })),
    );

    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("the code that confirmed the enrolment does not sign in", async () => {
    const person = await core.given.user(home.tenant.id);
    const { secret } = await core.as(person.principal, (context) => core.parts.ownAccount.beginTotp(context));
    const totpCode = await generate({ secret, epoch: core.clock().getTime() / 1_000 });
    await core.as(person.principal, (context) => core.parts.ownAccount.confirmTotp(context, totpCode));

    expect(await refusal(signIn(person.email, goodPassword, { totpCode }))).toEqual(refused);
  });

  test("a recovery code is good once, and stored only as a keyed hash", async () => {
    const { email, user, recoveryCodes } = await enrolled();
    const [totpCode = ""] = recoveryCodes;

    await signIn(email, goodPassword, { totpCode: totpCode.toUpperCase() });

    expect(await refusal(signIn(email, goodPassword, { totpCode }))).toEqual(refused);
    const row = await core.db.system("test").user.findUniqueOrThrow({ where: { id: user.id } });
    expect(row.recoveryCodeHashes).toHaveLength(9);
    expect(JSON.stringify(row)).not.toContain(recoveryCodes[1]?.replaceAll("-", ""));
  });

  test("the secret is sealed at rest, and a wrong code does not turn it off", async () => {
    const { user, principal, secret, code } = await enrolled();
    const row = await core.db.system("test").user.findUniqueOrThrow({ where: { id: user.id } });
    expect(row.totpSecret).not.toContain(secret);

    await expect(
      core.as(principal, (context) => core.parts.ownAccount.disableTotp(context, "000000")),
    ).rejects.toMatchObject({ code: "FORBIDDEN", reason: "CODE_WRONG" });

    const off = await core.as(principal, async (context) =>
      core.parts.ownAccount.disableTotp(context, await code()),
    );
    expect(off.totpEnabledAt).toBeNull();
    await signIn(user.email);
  });
});

describe("guessing", () => {
  const verified = (userId: string) =>
    core.db.system("test").loginAttempt.count({ where: { userId, outcome: { not: "REFUSED" } } });

  test("300 guesses sent at once get no more tries than the delay lets through, and every one is written down", async () => {
    const { user, email } = await core.given.user(home.tenant.id);
    const before = await verified(user.id);
    const address = freshAddress();

    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, i) => refusal(signIn(email, `guess ${i}`, { address }))),
    );

    expect(answers.every(({ reason }) => reason === "SIGN_IN_REFUSED")).toBe(true);
    // Three are free; a fourth must wait a second, which passes during the test.
    expect((await verified(user.id)) - before).toBeLessThanOrEqual(10);
    expect(await core.db.system("test").loginAttempt.count({ where: { userId: user.id, address } })).toBe(
      300,
    );
  });

  test("ten failures from one address lock it out for the account, even with the right password, for 15 minutes", async () => {
    const { user, email } = await core.given.user(home.tenant.id);
    const before = await verified(user.id);
    const address = freshAddress();
    for (let i = 0; i < 10; i += 1) {
      await refusal(signIn(email, `guess ${i}`, { address }));
      core.wait(61_000);
    }

    const locked = await refusal(signIn(email, goodPassword, { address }));

    expect((await verified(user.id)) - before).toBe(10);
    expect(locked).toMatchObject(refused);
    expect(locked.retryAfterMs).toBeGreaterThan(13 * minute);
    const { lockedUntil } = await core.db.system("test").user.findUniqueOrThrow({ where: { id: user.id } });
    expect(lockedUntil?.getTime()).toBeGreaterThan(core.clock().getTime());
    expect(
      (await core.events("audit.recorded.v1")).map(({ payload }) => payload.payload["action"]),
    ).toContain("user.locked");

    core.wait(15 * minute);
    await signIn(email, goodPassword, { address });
  });

  test("the owner gets in from elsewhere while a stranger guesses", async () => {
    const { email } = await core.given.user(home.tenant.id);
    const stranger = freshAddress();
    for (let i = 0; i < 25; i += 1) await refusal(signIn(email, `guess ${i}`, { address: stranger }));

    await signIn(email);
  });

  test("a spread attack locks the account, but not for the address its owner is known by", async () => {
    const { email } = await core.given.user(home.tenant.id);
    const known = freshAddress();
    await signIn(email, goodPassword, { address: known });
    for (let i = 0; i < 30; i += 1) await fail(email, freshAddress());

    const fromAnywhere = await refusal(signIn(email));

    expect(fromAnywhere.retryAfterMs).toBeGreaterThan(14 * minute);
    await signIn(email, goodPassword, { address: known });
  });

  /** As a failed sign-in, without the time a hash takes. */
  async function fail(email: string, address: string): Promise<void> {
    const user = await core.db.system("test").user.findUnique({ where: { email } });
    await core.parts.attempts.fail(
      await core.parts.attempts.begin({ email, address, user }),
      "WRONG_PASSWORD",
    );
  }

  test("one address may fail a hundred times an hour, whatever the accounts", async () => {
    const address = freshAddress();
    for (let i = 0; i < 100; i += 1) await fail(`list-${i}@nowhere.example`, address);

    const { email } = await core.given.user(home.tenant.id);
    const next = await refusal(signIn(email, goodPassword, { address }));

    expect(next.retryAfterMs).toBeGreaterThan(58 * minute);
    await signIn(email);
  });

  test("an administrator's unlocking lets the user try again at once", async () => {
    const { user, email } = await core.given.user(home.tenant.id);
    const address = freshAddress();
    for (let i = 0; i < 10; i += 1) {
      await fail(email, address);
      core.wait(61_000);
    }
    await refusal(signIn(email, goodPassword, { address }));

    const unlocked = await core.as(home.admin.principal, (context) =>
      core.parts.userAdmin.unlock(context, user.id),
    );

    expect(unlocked.lockedUntil).toBeNull();
    await signIn(email, goodPassword, { address });
  });

  test("guessing the current password in a stolen session counts like guessing at the door", async () => {
    const { principal, email } = await core.given.user(home.tenant.id);
    const guess = (i: number) =>
      core.as(principal, (context) =>
        core.parts.ownAccount.changePassword(context, `guess ${i}`, "something new and long"),
      );
    for (let i = 0; i < 3; i += 1) await expect(guess(i)).rejects.toMatchObject({ reason: "PASSWORD_WRONG" });

    await expect(guess(3)).rejects.toMatchObject({ code: "RATE_LIMITED", reason: "TOO_MANY_TRIES" });
    expect(
      (await refusal(signIn(email, goodPassword, { address: principal.address ?? "" }))).retryAfterMs,
    ).toBeGreaterThan(0);
  });
});

describe("sessions at sign-in", () => {
  test("the eleventh session ends the oldest", async () => {
    const { email, user } = await core.given.user(home.tenant.id);
    const first = await core.db.system("test").session.findFirstOrThrow({ where: { userId: user.id } });
    for (let i = 0; i < 10; i += 1) {
      core.wait(1_000);
      await signIn(email);
    }

    const rows = await core.db
      .system("test")
      .session.findMany({ where: { userId: user.id }, orderBy: { createdAt: "asc" } });

    expect(rows.filter(({ endedAt }) => endedAt === null)).toHaveLength(10);
    expect(rows[0]).toMatchObject({ id: first.id, endReason: "LIMIT" });
    expect((await core.events("session.ended.v1")).at(-1)?.payload.payload).toEqual({
      sessionId: first.id,
      userId: user.id,
      reason: "LIMIT",
    });
  });

  test("sign-ins at the same moment keep to the limit", async () => {
    const { email, user } = await core.given.user(home.tenant.id);
    await core.db.system("test").user.update({ where: { id: user.id }, data: { sessionsMax: 3 } });

    await Promise.all(Array.from({ length: 8 }, () => signIn(email)));

    expect(await core.db.system("test").session.count({ where: { userId: user.id, endedAt: null } })).toBe(3);
  });
});
