import type { ApiOutcome } from "../../serverApi/outcome.ts";
import type { ContactApp } from "../contact.apps.ts";
import type { ContactCalls } from "../contact.calls.ts";
import { verdictOf } from "./sync.rules.ts";
import { CallFailed, troubleOf } from "./sync.step.ts";
import type { StepContext } from "./sync.step.ts";

type Call<T> = (app: ContactApp) => Promise<ApiOutcome<T>>;
type Read<T> = { kind: "read"; value: T } | { kind: "refused"; code: string };

/** Calls of a run. What may come right by itself ends the step, which is then done again. */
export class SyncReader {
  private readonly made = new Map<string, number>();

  constructor(private readonly calls: ContactCalls) {}

  /** How many calls a run has made since this was asked last. */
  takeCalls(runId: string): number {
    const count = this.made.get(runId) ?? 0;
    this.made.delete(runId);
    return count;
  }

  /** @throws CallFailed for whatever refusal: without it the run cannot go on. */
  async needed<T>(context: StepContext, api: string, call: Call<T>): Promise<T> {
    const outcome = await this.ask(context, api, call);
    if (outcome.kind === "accepted") return outcome.value;
    const trouble = troubleOf(outcome);
    throw new CallFailed(trouble.retry === "never" ? { ...trouble, isAccounts: true } : trouble);
  }

  /** A refusal of the application, or of this one thing, is an answer too. @throws CallFailed for what passes. */
  async optional<T>(context: StepContext, api: string, call: Call<T>): Promise<Read<T>> {
    const outcome = await this.ask(context, api, call);
    if (outcome.kind === "accepted") return { kind: "read", value: outcome.value };
    const trouble = troubleOf(outcome);
    if (trouble.retry !== "never") throw new CallFailed(trouble);
    return { kind: "refused", code: verdictOf(trouble, 0, Math.random).code };
  }

  /** A refusal of this one thing is an answer; of the application, it is the end. @throws CallFailed */
  async one<T>(context: StepContext, api: string, call: Call<T>): Promise<Read<T>> {
    const outcome = await this.ask(context, api, call);
    if (outcome.kind === "accepted") return { kind: "read", value: outcome.value };
    const trouble = troubleOf(outcome);
    if (trouble.retry !== "never" || trouble.isAccounts) throw new CallFailed(trouble);
    return { kind: "refused", code: verdictOf(trouble, 0, Math.random).code };
  }

  private async ask<T>({ run, app }: StepContext, api: string, call: Call<T>): Promise<ApiOutcome<T>> {
    const outcome = await this.calls.call(app, api, () => call(app));
    this.made.set(run.id, (this.made.get(run.id) ?? 0) + 1);
    return outcome;
  }
}
