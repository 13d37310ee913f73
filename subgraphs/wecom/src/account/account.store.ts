import type { Prisma } from "@wegraph/db-wecom/client";
import type { Tx } from "../wecom.database.ts";
import type { DriveCommand, DriveFacts, LoginFacts, Snapshot } from "./account.facts.ts";
import type { AccountStatus } from "./account.machine.ts";
import type { LoginVault } from "./account.vault.ts";

const withAll = { drive: true, login: true } as const;

type FullRow = Prisma.AccountGetPayload<{ include: typeof withAll }>;

/** A row as a decision needs it, with what its UPDATE is fenced by. */
export interface Loaded {
  row: FullRow & { drive: NonNullable<FullRow["drive"]> };
  snapshot: Snapshot;
}

/** Null for an account that is not there: never was, is deleted, or is another tenant's. */
export async function loadAccount(tx: Tx, vault: LoginVault, id: string): Promise<Loaded | null> {
  const found = await tx.account.findFirst({ where: { id, deletedAt: null }, include: withAll });
  if (!found?.drive) return null;
  const row = { ...found, drive: found.drive };
  const { login, drive } = row;
  const snapshot: Snapshot = {
    id,
    account: { ...row, status: row.status as AccountStatus },
    drive: { ...drive, command: drive.command as DriveCommand | null },
    login: login && {
      ...login,
      qr: login.qrSealed === null ? null : vault.openQr(id, login.qrSealed),
      code: login.codeSealed === null ? null : vault.openCode(id, login.codeSealed),
    },
  };
  return { row, snapshot };
}

export interface Save {
  loaded: Loaded;
  after: Snapshot;
  version: number;
  now: Date;
  health: Pick<Prisma.AccountUncheckedUpdateInput, "healthScore" | "healthParts" | "healthComputedAt">;
  healthDueAt: Date | null;
  /** Only while this worker holds the account; the claim ends with the write. */
  claimedBy?: string | undefined;
  drive?: Prisma.AccountDriveUncheckedUpdateInput | undefined;
}

/** Writes what was decided, if nobody wrote in between: false means nothing of it may be committed. */
export async function saveAccount(tx: Tx, vault: LoginVault, save: Save): Promise<boolean> {
  const { loaded, after, version, now, health, healthDueAt, claimedBy, drive } = save;
  const { id, version: known } = loaded.row;
  const written = await tx.account.updateMany({
    where: { id, version: known },
    data: { ...accountColumns(after), searchText: searchText(loaded.row.name, after.account.wecomName), ...health, version, updatedAt: now },
  });
  if (written.count === 0) return false;

  const driven = await tx.accountDrive.updateMany({
    where: { accountId: id, wakes: loaded.row.drive.wakes, ...(claimedBy && { claimedBy }) },
    data: {
      ...changedDrive(loaded.snapshot.drive, after.drive),
      healthDueAt,
      ...(claimedBy && { claimedBy: null, claimedUntil: null }),
      wakes: { increment: 1 },
      ...drive,
    },
  });
  if (driven.count === 0) return false;

  await saveLogin(tx, vault, loaded, after.login);
  return true;
}

async function saveLogin(tx: Tx, vault: LoginVault, { row, snapshot }: Loaded, login: LoginFacts | null): Promise<void> {
  if (login === snapshot.login) return;
  const { id: accountId, tenantId } = row;
  if (login === null) {
    await tx.accountLogin.deleteMany({ where: { accountId } });
    return;
  }
  const { qr, code, expiresAt, verificationRequired, attemptsLeft, scannedBy } = login;
  const columns = {
    ...{ expiresAt, verificationRequired, attemptsLeft, scannedBy },
    qrSealed: qr && vault.sealQr(accountId, qr),
    codeSealed: code === null ? null : vault.sealCode(accountId, code),
  };
  await tx.accountLogin.upsert({
    where: { accountId },
    create: { accountId, tenantId, ...columns },
    update: columns,
  });
}

/** Only what changed: heartbeats are written to the same row meanwhile, without a claim on its other columns. */
function changedDrive(before: DriveFacts, after: DriveFacts): Partial<DriveFacts> {
  const { nextDueAt, command, stepAttempts, heartbeatsMissed, providerSeq } = after;
  return {
    nextDueAt,
    command,
    stepAttempts,
    ...(heartbeatsMissed !== before.heartbeatsMissed && { heartbeatsMissed }),
    ...(providerSeq !== before.providerSeq && { providerSeq }),
  };
}

function accountColumns({ account }: Snapshot) {
  const { status, statusReason, statusSince, recoveryAttempts, recoverySince, nextRecoveryAt } = account;
  const { lastOnlineAt, lastErrorAt, wecomUserId, wecomName, avatarUrl, device, deletedAt } = account;
  return {
    ...{ status, statusReason, statusSince, recoveryAttempts, recoverySince, nextRecoveryAt },
    ...{ lastOnlineAt, lastErrorAt, wecomUserId, wecomName, avatarUrl, device, deletedAt },
  };
}

/** What search compares: both names, in lower case. A LIKE pattern made from a search must be made alike. */
export function searchText(...names: (string | null)[]): string {
  return names.filter((name) => name !== null).join(" ").normalize("NFKC").toLowerCase();
}
