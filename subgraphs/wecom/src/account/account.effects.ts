import { backOffMs } from "@wegraph/kit/backOff";
import { emptyLogin } from "./account.facts.ts";
import type {
  AccountFacts,
  Circumstances,
  DriveFacts,
  EventFacts,
  LoginFacts,
  Snapshot,
} from "./account.facts.ts";
import type { EffectName } from "./account.machine.ts";
import { nextHeartbeatAt } from "./account.timings.ts";

/** What an effect changes; what it does not name stays. */
export interface Patch {
  account?: Partial<AccountFacts>;
  drive?: Partial<DriveFacts>;
  /** Null ends the log-in. */
  login?: Partial<LoginFacts> | null;
}

type Effect = (snapshot: Snapshot, facts: EventFacts, circumstances: Circumstances) => Patch;

const resting: Patch = { drive: { command: null, stepAttempts: 0, nextDueAt: null } };

/** Effects only describe; the transition's transaction writes what they say. `snapshot` is in the new state already. */
export const effects: Readonly<Record<EffectName, Effect>> = {
  beginLogin: (_, __, { now }) => ({
    login: emptyLogin,
    drive: { command: null, stepAttempts: 0, nextDueAt: now },
  }),

  storeQr: (_, { observed }, circumstances) => ({
    login: {
      ...emptyLogin,
      qr: observed?.qr
        ? { image: observed.qr.imagePng, content: observed.qr.content, token: observed.qr.token }
        : null,
      expiresAt: observed?.qr?.expiresAt ?? null,
    },
    drive: lookAgain(circumstances),
  }),

  // Also from the time it is verified on: somebody may have to add a trusted IP.
  showCallback: (_, __, { now, timings }) => ({
    login: { ...emptyLogin, expiresAt: new Date(now.getTime() + timings.appLoginMs) },
    drive: lookAgain({ now, timings }),
  }),

  goOn: (_, __, { now }) => ({ drive: { command: null, stepAttempts: 0, nextDueAt: now } }),

  probeAgain: (_, __, { now, timings }) => ({
    drive: { command: null, nextDueAt: new Date(now.getTime() + timings.probeRetryMs) },
  }),

  askForQr: (_, __, { now }) => ({ drive: { command: "REFRESH_QR", stepAttempts: 0, nextDueAt: now } }),

  markScanned: ({ login }, { observed }, circumstances) => ({
    login: {
      scannedBy: observed?.scannedBy ?? null,
      expiresAt: observed?.qr?.expiresAt ?? login?.expiresAt ?? null,
    },
    drive: lookAgain(circumstances),
  }),

  awaitCode: ({ login }, { observed }, circumstances) => ({
    login: {
      verificationRequired: true,
      attemptsLeft: observed?.verification?.attemptsLeft ?? null,
      expiresAt: observed?.verification?.expiresAt ?? null,
      scannedBy: observed?.scannedBy ?? login?.scannedBy ?? null,
    },
    drive: lookAgain(circumstances),
  }),

  sendCode: (_, { code }, { now }) => ({
    login: { code: code ?? null },
    drive: { command: "SUBMIT_CODE", stepAttempts: 0, nextDueAt: now },
  }),

  dropCode: ({ login }, { attemptsLeft }, circumstances) => ({
    login: { code: null, attemptsLeft: attemptsLeft ?? login?.attemptsLeft ?? null },
    drive: lookAgain(circumstances),
  }),

  closeLogin: () => ({ login: null }),

  comeOnline: ({ id, account }, { observed, appName }, { now, timings }) => ({
    account: {
      lastOnlineAt: now,
      wecomUserId: observed?.user?.userId ?? account.wecomUserId,
      wecomName: observed?.user?.name ?? appName ?? account.wecomName,
      avatarUrl: observed?.user ? (observed.user.avatarUrl ?? null) : account.avatarUrl,
      device: observed?.device ?? account.device,
    },
    drive: {
      command: null,
      stepAttempts: 0,
      heartbeatsMissed: 0,
      nextDueAt: nextHeartbeatAt(id, now, timings.heartbeatMs),
    },
  }),

  // What is over at the provider as well needs no order to end it.
  endSession: (_, { observed }, { now }) =>
    observed && !observed.recoverable && (observed.state === "offline" || observed.state === "created")
      ? resting
      : { drive: { command: "END_SESSION", stepAttempts: 0, nextDueAt: now } },

  rest: () => resting,

  beginOutage: (_, __, { now }) => ({
    account: { lastErrorAt: now, recoverySince: now, recoveryAttempts: 0 },
  }),

  scheduleRecovery: (snapshot, _, circumstances) => {
    const next = nextAttemptAt(snapshot, circumstances);
    return { account: { nextRecoveryAt: next }, drive: { command: null, stepAttempts: 0, nextDueAt: next } };
  },

  // Without another attempt to come, the driver ends the recovery with its next step.
  scheduleAttempt: (snapshot, _, circumstances) => {
    const next = nextAttemptAt(snapshot, circumstances);
    return {
      account: { nextRecoveryAt: next, ...(!next && { statusReason: recoveryFailed }) },
      drive: { command: null, stepAttempts: 0, nextDueAt: next ?? circumstances.now },
    };
  },

  // A person begins a recovery anew, with all its attempts; the driver uses up one.
  countAttempt: ({ account }, { byPerson }, { now }) => ({
    account: {
      recoveryAttempts: byPerson ? 1 : account.recoveryAttempts + 1,
      recoverySince: byPerson ? now : (account.recoverySince ?? now),
      nextRecoveryAt: null,
    },
    drive: { nextDueAt: now, stepAttempts: 0 },
  }),

  closeOutage: () => ({ account: { recoveryAttempts: 0, recoverySince: null, nextRecoveryAt: null } }),

  release: (_, __, { now }) => ({
    login: null,
    account: { deletedAt: now },
    drive: { command: "RELEASE", stepAttempts: 0, nextDueAt: now },
  }),
};

/** The reason an account goes OFFLINE with once nobody but a person will try again. */
export const recoveryFailed = "recovery_failed";

/** When the account is tried again by itself; null when it is not to be, or the outage's attempts or time are used up. */
function nextAttemptAt(
  { account }: Snapshot,
  { now, timings: { recovery }, random }: Circumstances,
): Date | null {
  const { baseMs, maxMs, attemptsMax, windowMs } = recovery;
  const since = account.recoverySince ?? now;
  const at = new Date(now.getTime() + backOffMs(account.recoveryAttempts + 1, { baseMs, maxMs, random }));
  const isInTime = account.recoveryAttempts < attemptsMax && at.getTime() <= since.getTime() + windowMs;
  return account.autoRecover && isInTime ? at : null;
}

function lookAgain({ now, timings }: Pick<Circumstances, "now" | "timings">): Partial<DriveFacts> {
  return { command: null, stepAttempts: 0, nextDueAt: new Date(now.getTime() + timings.pollMs) };
}
