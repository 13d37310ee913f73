import { AppError } from "@wegraph/kit/errors";
import { describe, expect, test } from "vitest";
import { accountEvents, accountStatuses, isLoggingIn, lifeCycle, transitionOf } from "./account.machine.ts";
import type { AccountConnector, AccountEvent, AccountStatus } from "./account.machine.ts";

// Written out a second time, on purpose: the whole life of an account as people were promised it.
const promised: [AccountStatus, AccountEvent, AccountStatus | "GONE"][] = [
  ["CREATED", "LOG_IN", "INITIALIZING"],
  ["CREATED", "DELETE", "GONE"],
  ["INITIALIZING", "QR_READY", "WAITING_QR"],
  ["INITIALIZING", "CANCEL_LOGIN", "OFFLINE"],
  ["INITIALIZING", "LOGIN_EXPIRED", "OFFLINE"],
  ["INITIALIZING", "LOGIN_FAILED", "OFFLINE"],
  ["WAITING_QR", "REFRESH_QR", "WAITING_QR"],
  ["WAITING_QR", "QR_REFRESHED", "WAITING_QR"],
  ["WAITING_QR", "SCANNED", "WAITING_CONFIRM"],
  ["WAITING_QR", "CANCEL_LOGIN", "OFFLINE"],
  ["WAITING_QR", "LOGIN_EXPIRED", "OFFLINE"],
  ["WAITING_QR", "LOGIN_FAILED", "OFFLINE"],
  ["WAITING_CONFIRM", "CONFIRMED", "ONLINE"],
  ["WAITING_CONFIRM", "CODE_REQUIRED", "VERIFYING"],
  ["WAITING_CONFIRM", "CANCEL_LOGIN", "OFFLINE"],
  ["WAITING_CONFIRM", "LOGIN_EXPIRED", "OFFLINE"],
  ["WAITING_CONFIRM", "LOGIN_FAILED", "OFFLINE"],
  ["VERIFYING", "SUBMIT_CODE", "VERIFYING"],
  ["VERIFYING", "CODE_REFUSED", "VERIFYING"],
  ["VERIFYING", "VERIFIED", "ONLINE"],
  ["VERIFYING", "CANCEL_LOGIN", "OFFLINE"],
  ["VERIFYING", "LOGIN_EXPIRED", "OFFLINE"],
  ["VERIFYING", "LOGIN_FAILED", "OFFLINE"],
  ["ONLINE", "LOG_OUT", "OFFLINE"],
  ["ONLINE", "RESTART", "OFFLINE"],
  ["ONLINE", "SESSION_ENDED", "OFFLINE"],
  ["ONLINE", "HEARTBEAT_MISSED", "ERROR"],
  ["ONLINE", "CONNECTION_LOST", "ERROR"],
  ["OFFLINE", "LOG_IN", "INITIALIZING"],
  ["OFFLINE", "RESTART", "INITIALIZING"],
  ["OFFLINE", "DELETE", "GONE"],
  ["ERROR", "RECOVER", "RECOVERING"],
  ["ERROR", "DELETE", "GONE"],
  ["RECOVERING", "RECOVERED", "ONLINE"],
  ["RECOVERING", "LOGIN_NEEDED", "OFFLINE"],
  ["RECOVERING", "RECOVER", "RECOVERING"],
  ["RECOVERING", "ATTEMPT_FAILED", "RECOVERING"],
  ["RECOVERING", "RECOVERY_FAILED", "OFFLINE"],
  ["INITIALIZING", "CALLBACK_SHOWN", "WAITING_QR"],
  ["WAITING_QR", "CALLBACK_VERIFIED", "WAITING_CONFIRM"],
  ["WAITING_CONFIRM", "PROBE_BEGUN", "VERIFYING"],
  ["VERIFYING", "PROBE_REFUSED", "VERIFYING"],
  ["ONLINE", "ACCESS_LOST", "ERROR"],
];

/** What only one kind of account knows. */
const byConnector: Partial<Record<AccountEvent, AccountConnector>> = {
  REFRESH_QR: "INSTANCE",
  SUBMIT_CODE: "INSTANCE",
  CALLBACK_SHOWN: "CORP_APP",
  CALLBACK_VERIFIED: "CORP_APP",
  PROBE_BEGUN: "CORP_APP",
  PROBE_REFUSED: "CORP_APP",
  ACCESS_LOST: "CORP_APP",
};
const ofKind = (event: AccountEvent) => byConnector[event] ?? "INSTANCE";
const possibleIn = (status: AccountStatus) =>
  accountEvents.filter((event) => target(status, event) && ofKind(event) === "INSTANCE");

const pairs = accountStatuses.flatMap((status) => accountEvents.map((event) => [status, event] as const));
const target = (status: AccountStatus, event: AccountEvent) =>
  promised.find(([from, what]) => from === status && what === event)?.[2];

describe("every pair of state and event", () => {
  test("is decided by the table: nine states, all events", () => {
    expect(pairs).toHaveLength(9 * accountEvents.length);
    expect(Object.keys(lifeCycle)).toEqual([...accountStatuses]);
  });

  test.each(pairs.filter(([status, event]) => target(status, event) !== undefined))(
    "%s + %s leads where it was promised",
    (status, event) => {
      expect(transitionOf(status, event, ofKind(event)).to).toBe(target(status, event));
    },
  );

  test.each(pairs.filter(([, event]) => byConnector[event] !== undefined))(
    "%s + %s is INVALID_TRANSITION for the other kind of account",
    (status, event) => {
      const other = ofKind(event) === "INSTANCE" ? "CORP_APP" : "INSTANCE";
      expect(() => transitionOf(status, event, other)).toThrow(
        expect.objectContaining({ code: "INVALID_TRANSITION" }),
      );
    },
  );

  test.each(pairs.filter(([status, event]) => target(status, event) === undefined))(
    "%s + %s is INVALID_TRANSITION",
    (status, event) => {
      const refused = () => transitionOf(status, event, "INSTANCE");
      expect(refused).toThrow(AppError);
      expect(refused).toThrow(
        expect.objectContaining({
          code: "INVALID_TRANSITION",
          details: { state: status, event, possible: possibleIn(status) },
        }),
      );
    },
  );
});

test("an account is deleted only from CREATED, OFFLINE and ERROR", () => {
  expect(accountStatuses.filter((status) => lifeCycle[status].DELETE)).toEqual([
    "CREATED",
    "OFFLINE",
    "ERROR",
  ]);
});

test("every waiting state ends OFFLINE by expiry and by cancelling", () => {
  const waiting = accountStatuses.filter(isLoggingIn);
  expect(waiting).toEqual(["INITIALIZING", "WAITING_QR", "WAITING_CONFIRM", "VERIFYING"]);
  for (const status of waiting)
    for (const event of ["LOGIN_EXPIRED", "CANCEL_LOGIN"] as const)
      expect(lifeCycle[status][event]?.to).toBe("OFFLINE");
});

test("from every state there is a way to every other", () => {
  for (const from of accountStatuses) {
    const reached = new Set<AccountStatus>([from]);
    for (const status of reached)
      for (const { to } of Object.values(lifeCycle[status])) if (to !== "GONE") reached.add(to);
    const never = from === "CREATED" ? 9 : 8; // nothing becomes new again
    expect(reached.size).toBe(never);
  }
});
