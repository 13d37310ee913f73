import { inTenant } from "@wegraph/database/scope";
import type { Logger } from "@wegraph/kit/log";
import { LoopLoad } from "@wegraph/kit/loopLoad";
import { Slots } from "@wegraph/kit/slots";
import { AppError } from "@wegraph/kit/errors";
import { inChunks } from "../../bulk/bulk.rules.ts";
import { groupedBy } from "../../message/sending/settled.ts";
import type { CallbackHandler, TakenCallback } from "../callback.handler.ts";
import { laneOf } from "../callback.kinds.ts";
import type { CallbackQueue, WaitingCorp } from "../callback.queue.ts";
import type { CallbackTimings } from "../callback.timings.ts";
import type { CallbackVault } from "../callback.vault.ts";
import type { WecomEvent } from "../wecomEvent.ts";
import { outcomeOf, unreadable } from "./callback.outcome.ts";
import type { HandlerOutcome } from "./callback.outcome.ts";
import type { CallbackSettling, SettledCallback } from "./callback.settle.ts";
import type { CallbackTurns } from "./callback.turns.ts";
import type { WaitingCallback, WaitingCallbacks } from "./callback.waiting.ts";

interface WorkerParts {
  turns: CallbackTurns;
  waiting: WaitingCallbacks;
  settling: CallbackSettling;
  vault: CallbackVault;
  handlers: readonly CallbackHandler[];
  timings: CallbackTimings;
  log: Logger;
}

const jobsAtOnce = 4;
const lanesAtOnce = 8;
/** WeCom does not wait to be answered; what came can wait so long to be handled. */
const giveWayMs = 250;
/** What is handled together, and how long that waits: while callbacks pour in, handling takes a tenth of the time. */
const setMax = 50;
const setGivesWayMs = 500;

type Read = WaitingCallback & { event: WecomEvent; wecomCorpId: string };

/**
 * Gives callbacks to their handlers. One process at a time handles a corporation's, in the order in which they came:
 * those about one member, customer or chat one after the other, others side by side, and what a handler takes together
 * before the rest. One that fails is put off, and does not hold up the next, which is why handlers let older news pass.
 */
export class CallbackWorker {
  private readonly lanes = new Slots(lanesAtOnce);
  private readonly load = new LoopLoad();
  private stopped = false;

  constructor(private readonly parts: WorkerParts) {}

  async start(queue: CallbackQueue): Promise<void> {
    await queue.work(jobsAtOnce, this.parts.timings, async (corps, stillWorking) => {
      const alive = setInterval(stillWorking, this.parts.timings.ackWaitMs / 3);
      try {
        for (const corp of corps) await this.drain(corp);
      } finally {
        clearInterval(alive);
      }
    });
  }

  /** No further batch is begun. */
  stop(): void {
    this.stopped = true;
  }

  /**
   * Handles all that waits of a corporation, unless somebody is at it. Looked at once more after the turn has ended: a
   * callback that came just before, whose job was sent away because of this turn, would have to wait for the sweep.
   */
  async drain(corp: WaitingCorp): Promise<void> {
    const { turns, waiting } = this.parts;
    do {
      const token = await turns.take(corp);
      if (token === null) return;
      const alive = setInterval(() => {
        turns
          .prolong(corp.corpId, token)
          .catch((err: unknown) => this.parts.log.warn({ err }, "turn not prolonged"));
      }, this.parts.timings.turnMs / 3);
      try {
        while (!this.stopped && (await turns.prolong(corp.corpId, token)))
          if ((await this.handleNext(corp)) === 0) break;
      } finally {
        clearInterval(alive);
        await turns.release(corp.corpId, token);
      }
    } while (!this.stopped && (await waiting.hasNext(corp)));
  }

  private async handleNext(corp: WaitingCorp): Promise<number> {
    const { waiting, settling } = this.parts;
    const batch = await waiting.next(corp);
    const settled: SettledCallback[] = [];
    const readable: Read[] = [];
    for (const callback of batch) {
      const opened = this.parts.vault.open(callback.id, callback.bodySealed);
      if (opened) readable.push({ ...callback, event: opened.event, wecomCorpId: opened.raw.receiveId });
      else settled.push({ callback, outcome: unreadable });
    }
    const rest = await this.handleSets(readable, settled);
    const lanes = groupedBy(rest, ({ event }) => laneOf(event));
    await Promise.all(
      lanes.map(([, callbacks]) =>
        this.lanes.run(async () => {
          for (const callback of callbacks) settled.push(await this.handleOne(callback));
        }),
      ),
    );
    await settling.write(settled);
    return batch.length;
  }

  /** Those that one handler alone wants, and takes together. Returns the others, and those of a set that failed. */
  private async handleSets(callbacks: readonly Read[], settled: SettledCallback[]): Promise<Read[]> {
    const { handlers, timings, log } = this.parts;
    const rest: Read[] = [];
    const sets = new Map<CallbackHandler, Read[]>();
    for (const callback of callbacks) {
      const [handler, ...others] = handlers.filter((each) => each.wants(callback.event));
      if (!handler?.handleAll || others.length > 0) {
        rest.push(callback);
        continue;
      }
      const set = sets.get(handler);
      if (set) set.push(callback);
      else sets.set(handler, [callback]);
    }
    for (const [handler, callbacksOfIt] of sets) {
      const together = handler.handleAll?.bind(handler);
      if (!together) continue;
      for (const set of inChunks(callbacksOfIt, setMax)) {
        await this.load.giveWay(setGivesWayMs);
        try {
          const handling = inTenant(set[0]?.tenantId ?? "", async () => await together(set.map(takenOf)));
          const results = await within(timings.handlerMs, handling);
          for (const [nth, callback] of set.entries())
            settled.push(
              this.settledAs(callback, [{ handler: handler.name, result: results[nth] ?? "ignored" }]),
            );
        } catch (err) {
          log.warn({ err, handler: handler.name, callbacks: set.length }, "callbacks not handled together");
          rest.push(...set);
        }
      }
    }
    return rest;
  }

  private async handleOne(callback: Read): Promise<SettledCallback> {
    await this.load.giveWay(giveWayMs);
    const outcomes: HandlerOutcome[] = [];
    for (const handler of this.parts.handlers.filter((each) => each.wants(callback.event)))
      outcomes.push(await this.askHandler(handler, takenOf(callback)));
    return this.settledAs(callback, outcomes);
  }

  private settledAs(callback: Read, outcomes: readonly HandlerOutcome[]): SettledCallback {
    const { attempts, event } = callback;
    const about = { attempt: attempts + 1, isUnknown: event.kind === "unknown" };
    return { callback, outcome: outcomeOf(outcomes, about, this.parts.timings) };
  }

  private async askHandler(handler: CallbackHandler, callback: TakenCallback): Promise<HandlerOutcome> {
    const { timings, log } = this.parts;
    const { logId, tenantId } = callback;
    try {
      const result = await within(
        timings.handlerMs,
        inTenant(tenantId, async () => await handler.handle(callback)),
      );
      return { handler: handler.name, result };
    } catch (error) {
      log.warn({ err: error, logId, tenantId, handler: handler.name }, "callback not handled");
      return { handler: handler.name, result: { error } };
    }
  }
}

function takenOf(callback: Read): TakenCallback {
  const {
    id: logId,
    tenantId,
    corpId,
    wecomCorpId,
    accountId,
    agentId,
    event,
    sentAt,
    receivedAt,
  } = callback;
  return { logId, tenantId, corpId, wecomCorpId, accountId, agentId, event, sentAt, receivedAt };
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new AppError("TIMEOUT", "HANDLER_TIMEOUT", "The handler took too long.")),
      ms,
    );
  });
  work.catch(() => undefined); // told above, or too late to matter
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
