import { announce, systemOrigin } from "@wegraph/kit/outbox";
import type { CoreDatabase, Tx } from "../../database.ts";
import { disableEndpoint } from "../endpoint/disable.ts";
import type { Answer } from "../outbound/answer.ts";
import { webhookDeliveryChanged } from "../webhook.events.ts";
import { purpose, systemPart } from "../webhook.purpose.ts";
import type { ClaimedDelivery, Receiver } from "./claims.ts";
import { isGivenUp, verdictOn } from "./retry.rules.ts";
import type { Verdict } from "./retry.rules.ts";

export interface HeaderSent {
  name: string;
  value: string;
}

/** So many attempts are kept with a delivery; with replays there may be more. */
export const attemptsKept = 20;
/** That an endpoint works is written down this often at most. */
const successNotedEveryMs = 5_000;

/** Writes what came of an attempt: the delivery, its event and how the endpoint stands, in one transaction. */
export class Results {
  constructor(
    private readonly db: CoreDatabase,
    private readonly clock: () => Date,
    private readonly random: () => number = Math.random,
  ) {}

  async write(
    receiver: Receiver,
    delivery: ClaimedDelivery,
    answer: Answer,
    headers: readonly HeaderSent[],
  ): Promise<void> {
    const now = this.clock();
    const verdict = this.verdict(delivery, answer);
    await this.db.system(purpose).$transaction(async (tx) => {
      // The endpoint first, in the order in which claims lock.
      const isEnabled = delivery.isTest || (await noteAtEndpoint(tx, receiver, verdict, now));
      const state = stateAfter(verdict, isEnabled, now);
      const { id: deliveryId, createdAt, attempts, eventType } = delivery;
      const { failure, statusCode, latencyMs, excerpt } = answer;
      const at = new Date(now.getTime() - latencyMs).toISOString();
      const entry = JSON.stringify({
        number: attempts,
        at,
        failure,
        statusCode,
        latencyMs,
        excerpt,
        headers,
      });
      const written = await tx.$executeRaw`
        UPDATE saas_webhook_deliveries SET status = ${state.status}, due_at = ${state.dueAt}, finished_at = ${state.finishedAt},
          failures = failures + ${failure === null ? 0 : 1}, last_status_code = ${statusCode}, last_failure = ${failure},
          last_latency_ms = ${latencyMs}, attempt_log = (CASE WHEN jsonb_array_length(attempt_log) >= ${attemptsKept}
            THEN attempt_log - 0 ELSE attempt_log END) || ${entry}::jsonb
        WHERE id = ${deliveryId}::uuid AND created_at = ${createdAt} AND status = 'SENDING' AND attempts = ${attempts}`;
      // Its lease ran out and another took it up: that one's result counts.
      if (written === 0) return;
      await announce(tx, systemOrigin(systemPart, receiver.tenantId), webhookDeliveryChanged, {
        deliveryId,
        endpointId: receiver.id,
        eventType,
        status: state.status,
        attempts,
      });
    });
  }

  /** A try-out is made once, and says nothing about the endpoint. */
  private verdict({ isTest, failures }: ClaimedDelivery, answer: Answer): Verdict {
    const verdict = verdictOn(answer, failures, this.random);
    if (!isTest || verdict.kind === "SUCCEEDED") return verdict;
    return { kind: "FAILED", failure: verdict.failure };
  }
}

function stateAfter(verdict: Verdict, isEnabled: boolean, now: Date) {
  if (verdict.kind === "SUCCEEDED") return { status: "SUCCEEDED", dueAt: null, finishedAt: now };
  if (verdict.kind !== "RETRY") return { status: "FAILED", dueAt: null, finishedAt: now };
  if (!isEnabled) return { status: "SKIPPED", dueAt: null, finishedAt: now };
  return { status: "PENDING", dueAt: new Date(now.getTime() + verdict.delayMs), finishedAt: null };
}

/** @returns whether the endpoint is enabled still. */
async function noteAtEndpoint(
  tx: Tx,
  { id, tenantId }: Receiver,
  verdict: Verdict,
  now: Date,
): Promise<boolean> {
  if (verdict.kind === "SUCCEEDED") {
    const lately = new Date(now.getTime() - successNotedEveryMs);
    await tx.$executeRaw`
      UPDATE saas_webhook_endpoints SET failing_since = NULL, paused_until = NULL, last_succeeded_at = ${now}
      WHERE id = ${id}::uuid AND (failing_since IS NOT NULL OR last_succeeded_at IS NULL OR last_succeeded_at < ${lately})`;
    return true;
  }
  const pausedUntil =
    verdict.kind === "RETRY" && verdict.pauseMs > 0 ? new Date(now.getTime() + verdict.pauseMs) : null;
  const [endpoint] = await tx.$queryRaw<{ status: string; failingSince: Date }[]>`
    UPDATE saas_webhook_endpoints SET failing_since = coalesce(failing_since, ${now}), last_failed_at = ${now},
      last_failure = ${verdict.failure}, paused_until = greatest(paused_until, ${pausedUntil}::timestamptz)
    WHERE id = ${id}::uuid RETURNING status, failing_since AS "failingSince"`;
  if (!endpoint || endpoint.status !== "ENABLED") return false;
  const reason = verdict.kind === "GONE" ? "GONE" : isGivenUp(endpoint.failingSince, now) ? "FAILING" : null;
  if (reason === null) return true;
  await disableEndpoint(tx, systemOrigin(systemPart, tenantId), { id, reason, now });
  return false;
}
