import { describe, expect, test } from "vitest";
import type { Instance } from "../provider/provider.ts";
import type { Circumstances, Snapshot } from "./account.facts.ts";
import { accountStatuses } from "./account.machine.ts";
import type { AccountStatus } from "./account.machine.ts";
import { pathTo } from "./account.observe.ts";
import { allowedActions, decide, decideAll, stepsFor } from "./account.rules.ts";
import { accountTimings, nextHeartbeatAt } from "./account.timings.ts";

const now = new Date("2026-11-22T08:00:00.000Z");
const circumstances: Circumstances = { now, timings: accountTimings, random: () => 0.5 };
const id = "0192f0c1-0000-7000-8000-00000000abcd";

function account(
  status: AccountStatus,
  given: Partial<Snapshot["account"]> = {},
  drive: Partial<Snapshot["drive"]> = {},
): Snapshot {
  const before = new Date("2026-11-22T07:00:00.000Z");
  return {
    id,
    account: {
      connector: "INSTANCE",
      status,
      statusReason: null,
      statusSince: before,
      autoRecover: true,
      recoveryAttempts: 0,
      recoverySince: null,
      nextRecoveryAt: null,
      lastOnlineAt: null,
      lastErrorAt: null,
      wecomUserId: null,
      wecomName: null,
      avatarUrl: null,
      device: null,
      deletedAt: null,
      ...given,
    },
    drive: {
      nextDueAt: null,
      command: null,
      stepAttempts: 0,
      heartbeatsMissed: 0,
      providerSeq: 0n,
      ...drive,
    },
    login:
      status === "VERIFYING"
        ? {
            qr: null,
            expiresAt: null,
            verificationRequired: true,
            attemptsLeft: 3,
            scannedBy: null,
            code: null,
          }
        : null,
  };
}

function instance(state: Instance["state"], given: Partial<Instance> = {}): Instance {
  return { guid: "g", name: "n", state, seq: 7, recoverable: state === "online", ...given };
}

const qr = {
  token: "t1",
  content: "scan me",
  imagePng: "iVBORw0KGgo",
  expiresAt: new Date("2026-11-22T08:02:00.000Z"),
};

describe("a decision", () => {
  test("leaves what it decided on untouched", () => {
    const before = account("OFFLINE");
    const copy = structuredClone(before);

    decide(before, "LOG_IN", { byPerson: true }, circumstances);

    expect(before).toEqual(copy);
  });

  test("to log in makes the account due at once, with an empty log-in", () => {
    const { after, to } = decide(
      account("OFFLINE", {}, { command: "END_SESSION" }),
      "LOG_IN",
      { byPerson: true },
      circumstances,
    );

    expect(to).toBe("INITIALIZING");
    expect(after.drive).toMatchObject({ nextDueAt: now, command: null });
    expect(after.login).toMatchObject({ qr: null, attemptsLeft: null });
  });

  test("keeps the time of a state that is only stepped within", () => {
    const before = account("WAITING_QR");
    const { after } = decide(before, "REFRESH_QR", { byPerson: true }, circumstances);
    expect(after.account.statusSince).toEqual(before.account.statusSince);
    expect(after.drive.command).toBe("REFRESH_QR");
  });

  test("by a guard is refused like any other, with nothing decided", () => {
    const refreshing = account("WAITING_QR", {}, { command: "REFRESH_QR" });
    expect(() => decide(refreshing, "REFRESH_QR", { byPerson: true }, circumstances)).toThrow(
      expect.objectContaining({ code: "INVALID_TRANSITION", reason: "GUARD_REFUSED" }),
    );
  });

  test("to come online remembers who, ends the log-in and plans the first heartbeat", () => {
    const user = { userId: "lin", name: "林晨", corpId: "ww1" };
    const facts = { byPerson: false, observed: instance("online", { user, device: "iPhone" }) };
    const { after } = decide(
      { ...account("WAITING_CONFIRM"), login: account("VERIFYING").login },
      "CONFIRMED",
      facts,
      circumstances,
    );

    expect(after.login).toBeNull();
    expect(after.account).toMatchObject({
      wecomUserId: "lin",
      wecomName: "林晨",
      device: "iPhone",
      lastOnlineAt: now,
    });
    expect(after.drive.providerSeq).toBe(7n);
    expect(after.drive.nextDueAt?.getTime()).toBeGreaterThan(now.getTime());
  });

  test("to restart an account that is online passes through OFFLINE", () => {
    const decisions = decideAll(
      account("ONLINE"),
      stepsFor("RESTART", "ONLINE", { byPerson: true }),
      circumstances,
    );
    expect(decisions.map(({ from, to, reason }) => [from, to, reason])).toEqual([
      ["ONLINE", "OFFLINE", "restarting"],
      ["OFFLINE", "INITIALIZING", null],
    ]);
  });

  test("to delete tells the provider before the account goes", () => {
    const { to, after } = decide(account("ERROR"), "DELETE", { byPerson: true }, circumstances);
    expect(to).toBe("GONE");
    expect(after.account.deletedAt).toEqual(now);
    expect(after.drive).toMatchObject({ command: "RELEASE", nextDueAt: now });
  });
});

describe("recovery", () => {
  test("waits longer with each attempt, with jitter, and gives up after the last", () => {
    const outage = decide(
      account("ONLINE"),
      "HEARTBEAT_MISSED",
      { byPerson: false, reason: "heartbeat_missed" },
      circumstances,
    );
    expect(outage.after.account).toMatchObject({
      lastErrorAt: now,
      recoverySince: now,
      statusReason: "heartbeat_missed",
    });

    let state = outage.after;
    const waits: number[] = [];
    let clock = now;
    for (let due = state.account.nextRecoveryAt; due; due = state.account.nextRecoveryAt) {
      waits.push(due.getTime() - clock.getTime());
      clock = due;
      const at = { ...circumstances, now: clock };
      const trying = decide(state, "RECOVER", { byPerson: false }, at);
      const reason = "provider_unreachable";
      state = decide(trying.after, "ATTEMPT_FAILED", { byPerson: false, reason }, at).after;
      expect(state.account.status).toBe("RECOVERING");
    }
    expect(state.account.statusReason).toBe("recovery_failed");
    expect(state.drive.nextDueAt).toEqual(clock);
    const ended = decide(
      state,
      "RECOVERY_FAILED",
      { byPerson: false, reason: "recovery_failed" },
      { ...circumstances, now: clock },
    );
    expect(ended.gaveUp).toBe(true);
    state = ended.after;

    expect(waits.slice(0, 4)).toEqual(waits.slice(0, 4).toSorted((a, b) => a - b));
    expect(clock.getTime() - now.getTime()).toBeLessThanOrEqual(accountTimings.recovery.windowMs);
    expect(state.account).toMatchObject({
      status: "OFFLINE",
      statusReason: "recovery_failed",
      nextRecoveryAt: null,
    });
    expect(state.drive.nextDueAt).toBeNull();
  });

  test("by the driver ends with its attempts; a person begins anew", () => {
    const spent = account("ERROR", {
      recoveryAttempts: accountTimings.recovery.attemptsMax,
      recoverySince: new Date(0),
    });
    expect(() => decide(spent, "RECOVER", { byPerson: false }, circumstances)).toThrow(
      expect.objectContaining({ code: "INVALID_TRANSITION" }),
    );

    const { after } = decide(spent, "RECOVER", { byPerson: true }, circumstances);
    expect(after.account).toMatchObject({ status: "RECOVERING", recoveryAttempts: 1, recoverySince: now });
  });

  test("is not planned for an account that shall not recover by itself, and nobody is alarmed", () => {
    const { after, gaveUp } = decide(
      account("ONLINE", { autoRecover: false }),
      "CONNECTION_LOST",
      { byPerson: false, reason: "connection_lost" },
      circumstances,
    );
    expect(after.account).toMatchObject({ nextRecoveryAt: null, statusReason: "connection_lost" });
    expect(gaveUp).toBe(false);
  });
});

describe("what the provider says", () => {
  const walk = (status: AccountStatus, observed: Instance, token: string | null = "t1") =>
    pathTo(status, observed, token).map(({ event, reason }) => (reason ? `${event} ${reason}` : event));

  test.each([
    ["INITIALIZING", instance("waiting_scan", { qr }), ["QR_READY"]],
    ["INITIALIZING", instance("waiting_confirm", { qr }), ["QR_READY", "SCANNED"]],
    ["INITIALIZING", instance("offline", { reason: "cancelled" }), ["LOGIN_FAILED cancelled"]],
    ["WAITING_QR", instance("waiting_scan", { qr }), []],
    ["WAITING_QR", instance("waiting_scan", { qr: { ...qr, token: "t2" } }), ["QR_REFRESHED"]],
    ["WAITING_QR", instance("waiting_confirm", { qr }), ["SCANNED"]],
    ["WAITING_QR", instance("verify_required"), ["SCANNED", "CODE_REQUIRED"]],
    ["WAITING_QR", instance("online"), ["SCANNED", "CONFIRMED"]],
    ["WAITING_QR", instance("offline", { reason: "qr_expired" }), ["LOGIN_EXPIRED qr_expired"]],
    ["WAITING_CONFIRM", instance("online"), ["CONFIRMED"]],
    ["WAITING_CONFIRM", instance("waiting_scan", { qr }), []],
    ["WAITING_CONFIRM", instance("created"), ["LOGIN_FAILED login_lost"]],
    ["VERIFYING", instance("online"), ["VERIFIED"]],
    ["VERIFYING", instance("waiting_confirm"), []],
    ["VERIFYING", instance("offline", { reason: "verify_failed" }), ["LOGIN_FAILED verify_failed"]],
    ["ONLINE", instance("online"), []],
    [
      "ONLINE",
      instance("offline", { reason: "connection_lost", recoverable: true }),
      ["CONNECTION_LOST connection_lost"],
    ],
    ["ONLINE", instance("offline", { reason: "kicked" }), ["SESSION_ENDED kicked"]],
    ["ONLINE", instance("waiting_scan", { qr }), ["SESSION_ENDED session_replaced"]],
    ["ERROR", instance("online"), ["RECOVER", "RECOVERED"]],
    ["ERROR", instance("offline", { recoverable: true }), []],
    ["RECOVERING", instance("online"), ["RECOVERED"]],
    ["RECOVERING", instance("offline", { recoverable: true }), []],
    ["RECOVERING", instance("offline", { reason: "expired" }), ["LOGIN_NEEDED expired"]],
    ["OFFLINE", instance("online"), []],
    ["CREATED", instance("online"), []],
  ] as [AccountStatus, Instance, string[]][])("%s sees %o: %o", (status, observed, expected) => {
    expect(walk(status, observed)).toEqual(expected);
  });

  test("always leads along the life cycle, from any state to any", () => {
    for (const status of accountStatuses)
      for (const state of [
        "created",
        "waiting_scan",
        "waiting_confirm",
        "verify_required",
        "online",
        "offline",
      ] as const) {
        const observed = instance(state, state.startsWith("waiting") ? { qr } : {});
        const steps = pathTo(status, observed, null).map(({ event }) => ({
          event,
          facts: { byPerson: false, observed },
        }));
        expect(() => decideAll(account(status), steps, circumstances)).not.toThrow();
      }
  });
});

test("what may be done follows the state and the rights", () => {
  const all = () => true;
  expect(allowedActions({ status: "CREATED", connector: "INSTANCE" }, all)).toEqual([
    "LOG_IN",
    "UPDATE",
    "DELETE",
  ]);
  expect(allowedActions({ status: "WAITING_QR", connector: "INSTANCE" }, all)).toEqual([
    "REFRESH_QR",
    "CANCEL_LOGIN",
    "UPDATE",
  ]);
  expect(allowedActions({ status: "VERIFYING", connector: "INSTANCE" }, all)).toEqual([
    "SUBMIT_CODE",
    "CANCEL_LOGIN",
    "UPDATE",
  ]);
  expect(allowedActions({ status: "ONLINE", connector: "INSTANCE" }, all)).toEqual([
    "LOG_OUT",
    "RESTART",
    "UPDATE",
  ]);
  expect(allowedActions({ status: "ERROR", connector: "INSTANCE" }, all)).toEqual([
    "RECOVER",
    "UPDATE",
    "DELETE",
  ]);
  expect(allowedActions({ status: "RECOVERING", connector: "INSTANCE" }, all)).toEqual(["RECOVER", "UPDATE"]);
  expect(
    allowedActions(
      { status: "OFFLINE", connector: "INSTANCE" },
      (permission) => permission === "account:login",
    ),
  ).toEqual(["LOG_IN", "RESTART"]);
});

test("an application has no QR code to renew and no code to enter", () => {
  const all = () => true;
  expect(allowedActions({ status: "WAITING_QR", connector: "CORP_APP" }, all)).toEqual([
    "CANCEL_LOGIN",
    "UPDATE",
  ]);
  expect(allowedActions({ status: "VERIFYING", connector: "CORP_APP" }, all)).toEqual([
    "CANCEL_LOGIN",
    "UPDATE",
  ]);
});

test("heartbeats of accounts that came online together are spread over the interval", () => {
  const places = new Set<number>();
  for (let i = 0; i < 1_000; i += 1) {
    const one = `0192f0c1-0000-7000-8000-${(i * 7_919_777_777).toString(16).padStart(12, "0").slice(-12)}`;
    const waitMs = nextHeartbeatAt(one, now, 30_000).getTime() - now.getTime();
    expect(waitMs).toBeGreaterThanOrEqual(7_500);
    expect(waitMs).toBeLessThan(37_500);
    places.add(Math.floor(waitMs / 1_000));
  }
  expect(places.size).toBeGreaterThan(25);
});
