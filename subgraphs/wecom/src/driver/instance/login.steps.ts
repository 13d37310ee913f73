import type { Instance, Outcome } from "../../provider/provider.ts";
import { isTransient } from "../../provider/provider.ts";
import { lookAgain, own } from "../step.ts";
import { isRefused, observed, reasonOf, tryAgain } from "./instance.step.ts";
import type { Learnt } from "../../account/account.store.ts";
import type { StepResult } from "../step.ts";
import type { InstanceContext, InstanceStep } from "./instance.step.ts";

const retryMaxMs = 5_000;

/** INITIALIZING: an instance, our address for its callbacks, a log-in. Each call may be repeated after a crash. */
export const beginLogin: InstanceStep = async (context) => {
  const { row, access, provider, claim, timings, now } = context;
  const giveUpAt = row.statusSince.getTime() + timings.loginStartMs;
  const fail = (failed: Exclude<Outcome<unknown>, { kind: "done" }>, learnt: Learnt): StepResult =>
    (failed.kind === "unknown" || isTransient(failed)) && now().getTime() < giveUpAt
      ? tryAgain(context, failed, retryMaxMs, learnt)
      : own("LOGIN_FAILED", reasonOf(failed), {}, learnt);

  let guid = row.instanceId;
  if (guid === null) {
    await claim.hold();
    const made = await provider.createInstance(access.corp, {
      name: row.instanceName,
      clientToken: row.accountId,
    });
    if (made.kind !== "done") return fail(made, {});
    guid = made.value.guid;
  }
  const learnt: Learnt = { instanceId: guid };

  if (row.callbackUrl !== access.callback.url || row.instanceId === null) {
    await claim.hold();
    const told = await provider.setCallback(access.corp, guid, access.callback);
    if (isRefused(told, "INSTANCE_NOT_FOUND")) return lookAgain(0, { instanceId: null });
    // Without callbacks a log-in still works by polling; it is told again at the next chance.
    if (told.kind === "done") learnt.callbackUrl = access.callback.url;
  }

  await claim.hold();
  let begun = await provider.startLogin(access.corp, guid);
  if (isRefused(begun, "ALREADY_ONLINE")) {
    // A log-in is asked for: the session that is still there has to end first.
    await claim.hold();
    const ended = await provider.logOut(access.corp, guid);
    if (ended.kind !== "done") return fail(ended, learnt);
    await claim.hold();
    begun = await provider.startLogin(access.corp, guid);
  }
  if (isRefused(begun, "INSTANCE_NOT_FOUND")) return lookAgain(0, { instanceId: null });
  if (begun.kind !== "done") return fail(begun, learnt);
  return observed(context, begun.value, null, learnt) ?? lookAgain(timings.pollMs, learnt);
};

/** WAITING_QR, WAITING_CONFIRM, VERIFYING: do what a person asked for, else look what the phone has done. */
export const followLogin: InstanceStep = async (context) => {
  const { row } = context;
  const login = await context.login.read();
  if (row.instanceId === null || login === null) return own("LOGIN_FAILED", "login_lost");
  if (row.command === "REFRESH_QR" && row.status === "WAITING_QR") return refreshQr(context, row.instanceId);
  if (row.command === "SUBMIT_CODE" && login.code !== null)
    return submitCode(context, row.instanceId, login.code);
  return look(context, row.instanceId, login);
};

async function refreshQr(context: InstanceContext, guid: string): Promise<StepResult> {
  const { claim, provider, access } = context;
  await claim.hold();
  const refreshed = await provider.refreshQr(access.corp, guid);
  if (refreshed.kind === "done") {
    const facts = { byPerson: false, observed: refreshed.value };
    return { kind: "events", by: "PROVIDER", steps: [{ event: "QR_REFRESHED", facts }] };
  }
  if (refreshed.kind === "unknown" || isTransient(refreshed)) {
    const login = await context.login.read();
    if (!isOverdue(context, login?.expiresAt ?? null)) return tryAgain(context, refreshed, retryMaxMs);
  }
  // Scanned in the meantime, or over: an ordinary look tells which.
  return lookAgain(0, { command: null });
}

/** The code is sent at most once: sent again, a wrong one would cost another attempt. */
async function submitCode(context: InstanceContext, guid: string, code: string): Promise<StepResult> {
  const { claim, provider, access, login } = context;
  await claim.hold();
  if (!(await login.markCodeSent())) return lookAgain(0);
  const verified = await provider.verify(access.corp, guid, code);
  if (verified.kind === "done") return observed(context, verified.value, null) ?? lookAgain(0);
  if (isRefused(verified, "CODE_WRONG")) {
    const { attemptsLeft = 0 } = verified;
    if (attemptsLeft > 0) return own("CODE_REFUSED", "code_wrong", { attemptsLeft });
    return own("LOGIN_FAILED", "verify_failed");
  }
  if (verified.kind === "refused" && isTransient(verified))
    return tryAgain(context, verified, retryMaxMs, { command: "SUBMIT_CODE" });
  return look(context, guid, null);
}

async function look(
  context: InstanceContext,
  guid: string,
  login: { token: string | null; expiresAt: Date | null } | null,
): Promise<StepResult> {
  const { row, claim, provider, access, timings } = context;
  await claim.hold();
  const seen: Outcome<Instance> = await provider.inspect(access.corp, guid);
  if (seen.kind !== "done") {
    if (isRefused(seen, "INSTANCE_NOT_FOUND"))
      return own("LOGIN_FAILED", "instance_gone", {}, { instanceId: null });
    if (seen.kind === "refused" && !isTransient(seen)) return own("LOGIN_FAILED", reasonOf(seen));
    if (isOverdue(context, login?.expiresAt ?? null))
      return own("LOGIN_EXPIRED", row.status === "VERIFYING" ? "verify_expired" : "qr_expired");
    return tryAgain(context, seen, retryMaxMs);
  }
  const events = observed(context, seen.value, login?.token ?? null);
  if (events) return events;
  if (row.status === "VERIFYING" && isCodeUnderWay(row.command)) {
    // It cannot be told whether the code arrived; the person types it again rather than lose an attempt unseen.
    const attemptsLeft = seen.value.verification?.attemptsLeft;
    return own("CODE_REFUSED", "code_unconfirmed", attemptsLeft === undefined ? {} : { attemptsLeft });
  }
  return lookAgain(timings.pollMs);
}

function isCodeUnderWay(command: string | null): boolean {
  return command === "CODE_SENT" || command === "SUBMIT_CODE";
}

function isOverdue({ now, timings }: InstanceContext, expiresAt: Date | null): boolean {
  return expiresAt !== null && now().getTime() > expiresAt.getTime() + timings.loginGraceMs;
}
