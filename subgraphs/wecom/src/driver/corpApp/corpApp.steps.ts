import type { AppAccount } from "../../app/app.access.ts";
import type { AppProbe } from "../../app/app.probe.ts";
import type { AccountStatus } from "../../account/account.machine.ts";
import type { Step } from "../../account/account.transitions.ts";
import { unremarkable } from "../beat.ts";
import { beforeAttempt, beginRecovery } from "../recovery.turn.ts";
import { lookAgain, own, rest, tryAgain } from "../step.ts";
import type { StepContext, StepResult } from "../step.ts";

/** What a step of an application needs besides. */
export interface AppContext extends StepContext {
  app: AppAccount;
  probe: AppProbe;
}

type AppStep = (context: AppContext) => Promise<StepResult>;

const retryMaxMs = 5_000;

/**
 * INITIALIZING: corp id and secret are tried. Then the callback address is shown for an administrator to save; if WeCom
 * has checked it before, there is nothing to wait for.
 */
const begin: AppStep = async (context) => {
  const { row, claim, app, probe, timings, now } = context;
  await claim.hold();
  const trouble = await probe.credentials(app);
  if (trouble) {
    const giveUpAt = row.statusSince.getTime() + timings.loginStartMs;
    const mayPass = trouble.kind !== "refused" && now().getTime() < giveUpAt;
    if (!mayPass) return own("LOGIN_FAILED", trouble.reason);
    return tryAgain(context, {}, retryMaxMs);
  }
  const shown = byWecom("CALLBACK_SHOWN");
  return events(app.callbackVerifiedAt === null ? [shown] : [shown, ...verified()]);
};

/** WAITING_QR: until WeCom has checked the address, which is seen at the account's application. */
const awaitCallback: AppStep = async (context) => {
  if (context.app.callbackVerifiedAt !== null) return events(verified());
  if (await isOverdue(context)) return own("LOGIN_EXPIRED", "callback_not_saved");
  return lookAgain(context.timings.pollMs);
};

/** WAITING_CONFIRM: WeCom saves the address with our answer to its check; what is left is to see that all works. */
const beginProbe: AppStep = async () => events([byWecom("PROBE_BEGUN")]);

/** VERIFYING: probed until nothing is in the way; what is, is told once. */
const verify: AppStep = async (context) => {
  const { row, claim, app, probe, timings } = context;
  await claim.hold();
  const found = await probe.look(app);
  if (found.kind === "well") return events([byWecom("VERIFIED", { appName: found.appName })]);
  if (await isOverdue(context)) return own("LOGIN_EXPIRED", found.reason);
  if (found.reason === row.statusReason)
    return lookAgain(Math.max(timings.probeRetryMs, found.kind === "busy" ? found.waitMs : 0));
  return events([byWecom("PROBE_REFUSED", { reason: found.reason })]);
};

/** ONLINE: one probe. What needs a person ends it at once; silence does after a few times. */
const beat: AppStep = async (context) => {
  const { row, claim, app, probe, timings } = context;
  await claim.hold();
  const startedAt = performance.now();
  const found = await probe.look(app);
  const latencyMs = Math.round(performance.now() - startedAt);
  switch (found.kind) {
    case "well":
    // Counting too many calls of this kind, WeCom still takes messages: they have limits of their own.
    case "busy":
      return unremarkable(context, { latencyMs, missed: 0 });
    case "refused":
      return own("ACCESS_LOST", found.reason);
    case "unsure": {
      const missed = row.heartbeatsMissed + 1;
      if (missed >= timings.heartbeatsMissedMax) return own("HEARTBEAT_MISSED", found.reason);
      return unremarkable(context, { latencyMs: null, missed });
    }
  }
};

const recover: AppStep = async (context) => {
  const { row, claim, app, probe } = context;
  const first = beforeAttempt(row);
  if (first) return first;
  await claim.hold();
  const found = await probe.look(app);
  return found.kind === "well"
    ? events([byWecom("RECOVERED", { appName: found.appName })])
    : own("ATTEMPT_FAILED", found.reason);
};

/** A log-out is ours alone: WeCom knows of no session that could be ended. */
const stay: AppStep = async () => rest();

/** What is done in each state, when the account is due. */
export const stepByStatus: Readonly<Record<AccountStatus, AppStep>> = {
  CREATED: stay,
  INITIALIZING: begin,
  WAITING_QR: awaitCallback,
  WAITING_CONFIRM: beginProbe,
  VERIFYING: verify,
  ONLINE: beat,
  OFFLINE: stay,
  ERROR: beginRecovery,
  RECOVERING: recover,
};

function verified(): Step[] {
  return [byWecom("CALLBACK_VERIFIED"), byWecom("PROBE_BEGUN")];
}

function byWecom(event: Step["event"], facts: Partial<Step["facts"]> = {}): Step {
  return { event, facts: { byPerson: false, ...facts } };
}

function events(steps: Step[]): StepResult {
  return { kind: "events", by: "PROVIDER", steps };
}

async function isOverdue({ login, now }: AppContext): Promise<boolean> {
  const { expiresAt = null } = (await login.read()) ?? {};
  return expiresAt === null || now().getTime() > expiresAt.getTime();
}
