import { OperationTypeNode } from "graphql";
import type { GraphQLFormattedError } from "graphql";
import { setImmediate as breathe } from "node:timers/promises";
import { AppError } from "@wegraph/kit/errors";
import type { Caller } from "../caller.ts";
import type { Entrance, OperationRequest } from "../entrance.ts";
import { RequestRefused, refused } from "../errors.ts";
import type { TimeLimit } from "../execution/timeLimit.ts";
import type { Operations, ReadyOperation } from "../operations.ts";
import { presentRefusal } from "../presentRefusal.ts";
import type { GatewaySettings } from "../settings.ts";
import type { Call } from "./call.ts";

export interface BatchParts {
  operations: Operations;
  entrance: Entrance;
  settings: GatewaySettings;
}

/**
 * Operations that came as one array: each is checked, charged for and answered as if it had come by itself, and what
 * goes wrong with one is in its own answer. Queries run beside each other; a mutation runs by itself, after all that
 * stand before it and before all that stand behind.
 */
export class GraphqlBatch {
  /** As JSON, each in the place of its operation. */
  private readonly answers: string[] = [];
  private readonly queries = new Map<Promise<void>, TimeLimit>();
  private isWaitedFor = true;

  constructor(
    private readonly parts: BatchParts,
    { response }: Pick<Call, "response">,
    private readonly caller: Caller,
  ) {
    response.once("close", () => {
      if (response.writableFinished) return;
      this.isWaitedFor = false;
      for (const limit of this.queries.values()) limit.abort();
    });
  }

  /** @returns the answers as one JSON array; never rejects. When nobody waits any more nothing further is begun. */
  async run(requests: readonly OperationRequest[]): Promise<string> {
    for (const [place, request] of requests.entries()) {
      // Parsing and planning take milliseconds each; what others asked meanwhile goes between.
      if (place > 0) await breathe();
      if (!this.isWaitedFor) break;
      await this.begin(place, request);
    }
    await Promise.all(this.queries.keys());
    return `[${this.answers.join(",")}]`;
  }

  /** Resolves when the next one may begin. */
  private async begin(place: number, request: OperationRequest): Promise<void> {
    const { operations, entrance } = this.parts;
    try {
      const ready = await entrance.accept(request, this.caller);
      if (ready.operation.kind === OperationTypeNode.QUERY) {
        const limit = operations.timeLimit();
        const running = this.answer(place, ready, limit).finally(() => this.queries.delete(running));
        this.queries.set(running, limit);
        return;
      }
      await Promise.all(this.queries.keys());
      if (this.isWaitedFor) await this.answer(place, ready, operations.timeLimit());
    } catch (error) {
      this.fail(place, error);
    }
  }

  private async answer(place: number, ready: ReadyOperation, limit: TimeLimit): Promise<void> {
    try {
      // As text at once, so that a large answer is not held twice.
      this.answers[place] = JSON.stringify(await this.parts.operations.run(ready, this.caller, limit));
    } catch (error) {
      limit.end();
      this.fail(place, error);
    }
  }

  private fail(place: number, error: unknown): void {
    this.answers[place] = JSON.stringify({ errors: this.presented(error) });
  }

  private presented(error: unknown): readonly GraphQLFormattedError[] {
    const { operations, settings } = this.parts;
    const refusal = error instanceof AppError ? refused(error) : error;
    if (refusal instanceof RequestRefused)
      return presentRefusal(refusal, this.caller, settings).map((each) => each.toJSON());
    return [operations.present(error instanceof Error ? error : new Error(String(error)), this.caller)];
  }
}
