import { inTenant } from "@wegraph/database/scope";
import { AppError } from "@wegraph/kit/errors";
import type { Logger } from "@wegraph/kit/log";
import { systemOrigin } from "@wegraph/kit/outbox";
import type { Origin } from "@wegraph/kit/outbox";
import type { AccountTimings } from "../account/account.timings.ts";
import { isStale } from "../account/account.transitions.ts";
import type { Transitions } from "../account/account.transitions.ts";
import type { LoginVault } from "../account/account.vault.ts";
import type { WecomDatabase } from "../wecom.database.ts";
import { isClaimLost } from "./claim.ts";
import type { Claim } from "./claim.ts";
import type { Claims } from "./claims.ts";
import type { Connector, Connectors } from "./connector.ts";
import type { DriverMetrics } from "./driver.metrics.ts";
import type { HeartbeatBuffer } from "./heartbeats.ts";
import { loginAccess } from "./loginAccess.ts";
import { lookAgain, rest } from "./step.ts";
import type { StepContext, StepResult } from "./step.ts";

export interface DriverParts {
  db: WecomDatabase;
  vault: LoginVault;
  connectors: Connectors;
  transitions: Transitions;
  timings: AccountTimings;
  clock: () => Date;
  log: Logger;
  metrics: DriverMetrics;
}

const troubleMs = 5_000;

/** Does one step of one account that a worker holds: lets its connector ask, records what came of it, lets go. */
export class Driver {
  constructor(
    private readonly parts: DriverParts,
    private readonly claims: Claims,
    private readonly beats: HeartbeatBuffer,
  ) {}

  async drive(claim: Claim): Promise<void> {
    const { status, accountId, tenantId } = claim.row;
    const observeEnd = this.parts.metrics.stepSeconds.startTimer({ status });
    try {
      const context = this.contextOf(claim);
      const result = await this.connectorOf(claim).step(context);
      await this.settle(claim, context, result);
    } catch (err) {
      // Whoever took the account over drives it now.
      if (isClaimLost(err)) return this.parts.metrics.claimsLost.inc();
      this.parts.log.error({ err, accountId, tenantId, status }, "account step failed");
      const { stepAttempts } = claim.row;
      // If even this fails, the lease runs out by itself.
      await this.claims.release(claim, { afterMs: troubleMs, stepAttempts }).catch(() => undefined);
    } finally {
      observeEnd();
    }
  }

  private async settle(claim: Claim, context: StepContext, result: StepResult): Promise<void> {
    switch (result.kind) {
      case "beat":
        return this.beats.add(result.beat);
      case "later":
        return this.claims.release(claim, result.release);
      case "remove":
        return this.remove(claim);
      case "events":
        return this.apply(claim, context, result);
    }
  }

  private async apply(
    claim: Claim,
    context: StepContext,
    result: Extract<StepResult, { kind: "events" }>,
  ): Promise<void> {
    const { accountId, tenantId, version, wakes } = claim.row;
    const { steps, learnt } = result;
    try {
      const decisions = await inTenant(tenantId, () =>
        this.parts.transitions.applyOnce({
          accountId,
          steps: ({ drive }) =>
            steps.some(({ facts }) => isOld(facts.observed?.seq, drive.providerSeq)) ? [] : steps,
          origin: originOf(result.by, tenantId, this.connectorOf(claim)),
          expectedVersion: version,
          claim: { by: claim.worker, wakes },
          learnt,
        }),
      );
      if (decisions.length > 0) return;
      // Older than what a callback has told meanwhile.
      await this.claims.release(claim, { afterMs: 0, stepAttempts: 0, ...learnt });
    } catch (error) {
      await this.claims.release(claim, { ...this.afterRefusal(error, context), ...learnt });
    }
  }

  /** Somebody changed the account during the step, or the life cycle does not allow what we make of it. */
  private afterRefusal(error: unknown, context: StepContext) {
    const isGone = error instanceof AppError && error.code === "NOT_FOUND";
    if (isStale(error) || isGone) return releaseOf(lookAgain(0, { stepAttempts: context.row.stepAttempts }));
    if (!(error instanceof AppError) || error.code !== "INVALID_TRANSITION") throw error;
    // An outage whose attempts are used up waits for a person.
    return releaseOf(context.row.status === "ERROR" ? rest() : lookAgain(troubleMs));
  }

  /** The row goes with everything that hangs on it, if it is still ours and still deleted. */
  private async remove({ row, worker }: Claim): Promise<void> {
    const { accountId, tenantId } = row;
    await inTenant(tenantId, async () => {
      const where = { id: accountId, deletedAt: { not: null }, drive: { claimedBy: worker } };
      await this.parts.db.tenant.account.deleteMany({ where });
    });
  }

  private connectorOf({ row }: Claim): Connector {
    return this.parts.connectors[row.connector];
  }

  private contextOf(claim: Claim): StepContext {
    const { timings, clock, db, vault } = this.parts;
    return { claim, row: claim.row, timings, now: clock, login: loginAccess(db, vault, claim) };
  }
}

function isOld(seq: number | undefined, known: bigint): boolean {
  return seq !== undefined && BigInt(seq) < known;
}

function originOf(by: "PROVIDER" | "SYSTEM", tenantId: string, { provider }: Connector): Origin {
  const origin = systemOrigin("account-driver", tenantId);
  if (by === "SYSTEM") return origin;
  return { ...origin, actor: { kind: "PROVIDER", ...provider, address: null } };
}

function releaseOf(result: StepResult) {
  if (result.kind !== "later") throw new TypeError("not a release");
  return result.release;
}
