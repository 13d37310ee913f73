import { describe, expect, test } from "vitest";
import type { Instance } from "./instance.ts";
import { type Act, machine, type State, states } from "./machine.ts";
import { dueAct, transition } from "./transition.ts";

const now = Date.UTC(2026, 10, 22);
const minute = 60_000;

function given(state: State, more: Partial<Instance> = {}): Instance {
  return {
    guid: "guid",
    corpId: "corp",
    clientToken: "token",
    name: "Sales 01",
    state,
    seq: 7,
    session: state === "online",
    settings: { life: true },
    ...more,
  };
}

const owner = { userId: "wang1", name: "王伟", corpId: "corp" };

describe("the life of an instance", () => {
  const acts: Act[] = [...new Set(Object.values(machine).flatMap((row) => Object.keys(row) as Act[]))];

  test.each(states.flatMap((state) => acts.map((act) => [state, act] as const)))(
    "%s and %s: what the table allows moves it on by one seq, all else changes nothing",
    (state, act) => {
      const before = given(state, { session: true });

      const changed = transition(before, act, now, { token: "qr" });

      const step = machine[state][act];
      if (!step) return expect(changed).toBeUndefined();
      expect(changed?.event).toBe(step.event);
      expect(changed?.instance).toMatchObject({ state: step.to, seq: 8 });
      expect(changed?.instance.reason).toBe(step.reason);
    },
  );

  test("an instance that is offline always has a reason, and no other has one", () => {
    for (const row of Object.values(machine)) {
      for (const step of Object.values(row)) expect(step.to === "offline").toBe(step.reason !== undefined);
    }
  });

  test("recover and log-out need a device session once offline", () => {
    const gone = given("offline", { session: false, reason: "kicked" });

    expect(transition(gone, "recover", now)).toBeUndefined();
    expect(transition(gone, "logOut", now)).toBeUndefined();
    expect(transition({ ...gone, session: true }, "recover", now)?.instance.state).toBe("online");
  });

  test.each([
    ["kick", false],
    ["expire", false],
    ["logOut", false],
    ["loseConnection", true],
  ] as const)("after %s the device session being good is %s", (act, isGood) => {
    expect(transition(given("online"), act, now)?.instance.session).toBe(isGood);
  });

  test("who scanned becomes the user only once the instance is online", () => {
    const waiting = given("waiting_scan", { login: { token: "qr", expiresAt: now + minute } });

    const scanned = transition(waiting, "scan", now, { user: owner })?.instance;
    const online = scanned && transition(scanned, "confirm", now, { device: "iPad" })?.instance;

    expect(scanned).toMatchObject({ login: { scannedBy: owner } });
    expect(scanned?.user).toBeUndefined();
    expect(online).toMatchObject({ user: owner, device: "iPad", session: true });
    expect(online?.login).toBeUndefined();
  });

  test("'the next device is new' is used up by the log-in that succeeds, not by one that fails", () => {
    const login = { token: "qr", expiresAt: now + minute, scannedBy: owner };
    const asked = given("verify_required", { login, settings: { life: true, newDevice: true } });

    expect(transition(asked, "timeOut", now)?.instance.settings.newDevice).toBe(true);
    expect(transition(asked, "verify", now)?.instance.settings.newDevice).toBeUndefined();
  });

  test("a scan has 60 s to be confirmed, a code 120 s and three attempts", () => {
    const waiting = given("waiting_scan", { login: { token: "qr", expiresAt: now + 2 * minute } });

    const scanned = transition(waiting, "scan", now, { user: owner })?.instance;
    const asked = scanned && transition(scanned, "confirmNewDevice", now, { code: "123456" })?.instance;

    expect(scanned?.login?.expiresAt).toBe(now + minute);
    expect(asked?.login).toMatchObject({ expiresAt: now + 2 * minute, attemptsLeft: 3, code: "123456" });
  });
});

describe("what becomes due by itself", () => {
  test("a log-in times out at its end, not before", () => {
    const waiting = given("waiting_scan", { login: { token: "qr", expiresAt: now } });

    expect(dueAct(waiting, now - 1)).toBeUndefined();
    expect(dueAct(waiting, now)).toBe("timeOut");
  });

  test("an outage of a minute loses the connection, a shorter one does not, however late we look", () => {
    const out = (seconds: number): Instance =>
      given("online", { outage: { since: now, until: now + seconds * 1000 } });

    expect(dueAct(out(90), now + 59_999)).toBeUndefined();
    expect(dueAct(out(90), now + minute)).toBe("loseConnection");
    expect(dueAct(out(59), now + 10 * minute)).toBeUndefined();
    expect(dueAct(given("online", { outage: { since: now } }), now + minute)).toBe("loseConnection");
  });
});
