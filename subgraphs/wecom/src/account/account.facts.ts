import type { Instance } from "../provider/provider.ts";
import type { AccountConnector, AccountStatus } from "./account.machine.ts";
import type { AccountTimings } from "./account.timings.ts";

/** What the driver still has to tell the provider on a person's behalf. */
export type DriveCommand =
  | "END_SESSION"
  | "REFRESH_QR"
  | "SUBMIT_CODE"
  /** The code may have reached the provider; sending it again could cost an attempt. */
  | "CODE_SENT"
  | "RELEASE";

/** The part of an account that decisions read and effects write. */
export interface AccountFacts {
  connector: AccountConnector;
  status: AccountStatus;
  statusReason: string | null;
  statusSince: Date;
  autoRecover: boolean;
  recoveryAttempts: number;
  recoverySince: Date | null;
  nextRecoveryAt: Date | null;
  lastOnlineAt: Date | null;
  lastErrorAt: Date | null;
  wecomUserId: string | null;
  wecomName: string | null;
  avatarUrl: string | null;
  device: string | null;
  deletedAt: Date | null;
}

export interface DriveFacts {
  nextDueAt: Date | null;
  command: DriveCommand | null;
  stepAttempts: number;
  heartbeatsMissed: number;
  providerSeq: bigint;
}

export interface QrCode {
  image: string;
  content: string;
  token: string;
}

export interface LoginFacts {
  qr: QrCode | null;
  expiresAt: Date | null;
  verificationRequired: boolean;
  attemptsLeft: number | null;
  scannedBy: string | null;
  code: string | null;
}

/** A log-in that has just begun. */
export const emptyLogin: LoginFacts = {
  qr: null,
  expiresAt: null,
  verificationRequired: false,
  attemptsLeft: null,
  scannedBy: null,
  code: null,
};

/** An account as a decision sees it. `login` is null unless one is under way. */
export interface Snapshot {
  id: string;
  account: AccountFacts;
  drive: DriveFacts;
  login: LoginFacts | null;
}

/** What the provider says of an instance, in full or in the short form of a heartbeat. */
export type Observed = Omit<Instance, "guid" | "name">;

/** What an event brings with it. */
export interface EventFacts {
  /** A person may do what the driver may do only so often. */
  byPerson: boolean;
  reason?: string;
  /** What the provider said. */
  observed?: Observed;
  code?: string;
  attemptsLeft?: number;
  /** What the application is called at WeCom. */
  appName?: string;
}

/** What decisions need besides: given, so that they stay pure. */
export interface Circumstances {
  now: Date;
  timings: AccountTimings;
  random: () => number;
}
