import { AppError } from "@wegraph/kit/errors";
import type { AccountConnector } from "../account/account.machine.ts";
import type { DriveCommand } from "../account/account.facts.ts";
import type { AccountStatus } from "../account/account.machine.ts";

/** An account as a worker took it: what its step is decided on. */
export interface ClaimedRow {
  accountId: string;
  tenantId: string;
  corpId: string;
  connector: AccountConnector;
  status: AccountStatus;
  statusReason: string | null;
  statusSince: Date;
  autoRecover: boolean;
  /** The attempt that is waited for; null while one is being made. */
  nextRecoveryAt: Date | null;
  version: number;
  deletedAt: Date | null;
  wakes: number;
  command: DriveCommand | null;
  stepAttempts: number;
  instanceId: string | null;
  instanceName: string;
  callbackUrl: string | null;
  heartbeatsMissed: number;
  heartbeatRatio: number | null;
}

/**
 * A worker's hold on one account. It runs out on a clock that goes on while the process is stopped, so a worker that
 * slept through its lease notices before it calls the provider, and leaves the account to whoever has it now.
 */
export class Claim {
  private validUntil: number;

  constructor(
    readonly row: ClaimedRow,
    readonly worker: string,
    private readonly leaseMs: number,
    private readonly prolong: (accountId: string) => Promise<boolean>,
  ) {
    this.validUntil = performance.now() + leaseMs;
  }

  /**
   * Call before each call to the provider: makes sure the account is still ours for as long as a call may take.
   * @throws AppError CONFLICT with reason CLAIM_LOST
   */
  async hold(): Promise<void> {
    const left = this.validUntil - performance.now();
    if (left > this.leaseMs / 2) return;
    const at = performance.now();
    if (left <= 0 || !(await this.prolong(this.row.accountId)))
      throw new AppError("CONFLICT", "CLAIM_LOST", "Another worker has the account.");
    this.validUntil = at + this.leaseMs;
  }
}

export function isClaimLost(error: unknown): boolean {
  return error instanceof AppError && error.reason === "CLAIM_LOST";
}
