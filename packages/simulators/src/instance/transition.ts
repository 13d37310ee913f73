import type { Instance, Login, User } from "./instance.ts";
import { type Act, type EventName, isLoggingIn, machine, type Step } from "./machine.ts";

export const scanWithinMs = 120_000;
export const confirmWithinMs = 60_000;
export const verifyWithinMs = 120_000;
export const verifyAttemptsMax = 3;
const connectionLostAfterMs = 60_000;

/** What an act brings along; chance and identity come from outside, so that this file stays pure. */
export interface Particulars {
  readonly token?: string;
  readonly user?: User;
  readonly code?: string;
  readonly device?: string;
}

export interface Changed {
  readonly instance: Instance;
  readonly event: EventName;
}

/** The instance after `act`, or undefined where the table does not allow it. */
export function transition(
  instance: Instance,
  act: Act,
  now: number,
  particulars: Particulars = {},
): Changed | undefined {
  const step = machine[instance.state][act];
  // Offline, these two need a device session that is still there to be used or ended.
  const needsSession = instance.state === "offline" && (act === "recover" || act === "logOut");
  if (!step || (needsSession && !instance.session)) return undefined;

  const { login, settings } = instance;
  const isOnline = step.to === "online";
  const user = isOnline ? (login?.scannedBy ?? instance.user) : instance.user;
  return {
    event: step.event,
    instance: {
      ...instance,
      state: step.to,
      reason: step.reason,
      seq: instance.seq + 1,
      session: isOnline || step.reason === "connection_lost",
      login: nextLogin(login, step, now, particulars),
      user,
      device: isOnline ? (particulars.device ?? instance.device) : instance.device,
      // "The next device is new" holds for one log-in.
      settings: isOnline && login ? { ...settings, newDevice: undefined } : settings,
    },
  };
}

/** What has become due by `now` without anybody acting. */
export function dueAct(instance: Instance, now: number): Act | undefined {
  const { login, outage, state } = instance;
  if (isLoggingIn(state) && login && login.expiresAt <= now) return "timeOut";
  if (state !== "online" || !outage) return undefined;
  const isLost = outage.since + connectionLostAfterMs <= Math.min(now, outage.until ?? now);
  return isLost ? "loseConnection" : undefined;
}

function nextLogin(login: Login | undefined, step: Step, now: number, given: Particulars): Login | undefined {
  if (step.to === "waiting_scan")
    return given.token ? { token: given.token, expiresAt: now + scanWithinMs } : undefined;
  if (step.to === "waiting_confirm")
    return login && { ...login, scannedBy: given.user, expiresAt: now + confirmWithinMs };
  if (step.to === "verify_required") {
    const expiresAt = now + verifyWithinMs;
    return login && { ...login, code: given.code, attemptsLeft: verifyAttemptsMax, expiresAt };
  }
  return undefined;
}
