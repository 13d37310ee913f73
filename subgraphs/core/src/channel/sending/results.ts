import { announce, systemOrigin } from "@wegraph/kit/outbox";
import type { CoreDatabase, Tx } from "../../database.ts";
import type { DeliveryFailure, Outcome, Trace } from "../adapter.ts";
import { notificationDeliveryChanged } from "../channel.events.ts";
import { channelKindFacts } from "../channel.kinds.ts";
import { purpose, systemPart } from "../channel.purpose.ts";
import type { ChannelStanding } from "./channelStanding.ts";
import type { ClaimedNotice, SendingChannel } from "./claims.ts";
import type { FallOver } from "./fallOver.ts";
import { verdictOn } from "./retry.rules.ts";
import type { Verdict } from "./retry.rules.ts";

export interface AttemptResult {
  outcome: Outcome | Trace;
  latencyMs: number;
  /** The vendor can be asked what became of it. */
  isTraceable: boolean;
}

/** So many attempts are kept with a delivery. */
const attemptsKept = 20;

export interface ResultsOptions {
  db: CoreDatabase;
  standing: ChannelStanding;
  fallOver: FallOver;
  wake: (channelId: string) => void;
  clock: () => Date;
  random?: () => number;
}

/** Writes what came of an attempt: the delivery, its event, how the channel stands, and who stands in, in one transaction. */
export class Results {
  constructor(private readonly options: ResultsOptions) {}

  async write(channel: SendingChannel, delivery: ClaimedNotice, result: AttemptResult): Promise<void> {
    const { db, standing, fallOver, wake, random } = this.options;
    const { isRepeatable } = channelKindFacts[channel.kind];
    const isTest = delivery.noticeId === null;
    const verdict = verdictOn(
      result.outcome,
      {
        failures: delivery.failures,
        isOnce: isTest || channel.sickSince !== null,
        isRepeatable,
        isTraceable: result.isTraceable,
      },
      random,
    );
    const woken = await db.system(purpose).$transaction(async (tx) => {
      // The channel first, in the order in which claims lock.
      await standing.note(tx, channel, verdict, { answer: answerOf(result.outcome), isTest });
      if (!(await this.record(tx, delivery, verdict, result))) return undefined;
      await announce(tx, systemOrigin(systemPart, channel.tenantId), notificationDeliveryChanged, {
        deliveryId: delivery.id,
        channelId: channel.id,
        status: statusAfter(verdict),
        attempts: delivery.attempts,
      });
      const { id, noticeId, userId } = delivery;
      const isLost = verdict.kind === "FAILED" || verdict.kind === "UNKNOWN";
      if (!isLost || noticeId === null) return undefined;
      return await fallOver.from(tx, { id, noticeId, userId, channelId: channel.id });
    });
    if (woken !== undefined) wake(woken);
  }

  /** @returns false if its lease ran out and another took it up: that one's result counts. */
  private async record(
    tx: Tx,
    { id, attempts }: ClaimedNotice,
    verdict: Verdict,
    { outcome, latencyMs }: AttemptResult,
  ): Promise<boolean> {
    const now = this.options.clock();
    const failure: DeliveryFailure | null = verdict.kind === "SENT" ? null : verdict.failure;
    const entry = JSON.stringify({
      number: attempts,
      at: new Date(now.getTime() - latencyMs).toISOString(),
      failure,
      answer: answerOf(outcome),
      latencyMs,
    });
    const dueAt = verdict.kind === "RETRY" ? new Date(now.getTime() + verdict.delayMs) : null;
    const written = await tx.$executeRaw`
      UPDATE saas_message_logs SET status = ${statusAfter(verdict)}, due_at = ${dueAt},
        finished_at = ${dueAt === null ? now : null}, failures = failures + ${failure === null ? 0 : 1},
        last_failure = ${failure}, is_unknown = ${verdict.kind === "RETRY" && verdict.isUnknown},
        reference = coalesce(${verdict.kind === "SENT" ? verdict.reference : null}, reference),
        attempt_log = (CASE WHEN jsonb_array_length(attempt_log) >= ${attemptsKept} THEN attempt_log - 0
          ELSE attempt_log END) || ${entry}::jsonb
      WHERE id = ${id}::uuid AND status = 'SENDING' AND attempts = ${attempts}`;
    return written === 1;
  }
}

function statusAfter({ kind }: Verdict) {
  return kind === "RETRY" ? "PENDING" : kind;
}

function answerOf(outcome: Outcome | Trace): string | null {
  return outcome.kind === "NO_TRACE" ? null : outcome.answer;
}
