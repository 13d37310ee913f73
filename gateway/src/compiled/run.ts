import type { ConditionValues } from "./conditions.ts";
import { Faults } from "./faults.ts";
import { Row } from "./row.ts";
import type { Fields } from "./row.ts";
import type { DescribeFailure, SubgraphFetch } from "./types.ts";

/** One execution of a compiled operation. */
export class Run {
  readonly data = new Row();
  readonly faults = new Faults();
  /** Set when a mutation failed that must not: the answer is null as a whole, so no further mutation is made. */
  isLost = false;
  private readonly postponed: (() => Promise<void>)[] = [];
  private aborted: Promise<never> | undefined;
  private stopListening = () => {};

  constructor(
    readonly variables: Fields,
    readonly conditions: ConditionValues,
    readonly fetch: SubgraphFetch,
    readonly describe: DescribeFailure,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** Settles with `answer`, or rejects as soon as the operation is aborted: not everything asked can be interrupted. */
  async unlessAborted<T>(ask: () => Promise<T>): Promise<T> {
    const { signal } = this;
    if (!signal) return await ask();
    signal.throwIfAborted();
    this.aborted ??= this.listen(signal);
    return await Promise.race([ask(), this.aborted]);
  }

  /** For what needs data that some other fetch has still to give. */
  postpone(step: () => Promise<void>): void {
    this.postponed.push(step);
  }

  /** Does what was postponed, when all else is done. */
  async finish(): Promise<void> {
    // oxlint-disable-next-line no-await-in-loop -- one may give what the next one needs
    for (const step of this.postponed) await step();
  }

  end(): void {
    this.stopListening();
  }

  private listen(signal: AbortSignal): Promise<never> {
    const aborted = new Promise<never>((_, reject) => {
      const abort = () => {
        const { reason }: { reason: unknown } = signal;
        reject(reason);
      };
      signal.addEventListener("abort", abort, { once: true });
      this.stopListening = () => signal.removeEventListener("abort", abort);
    });
    aborted.catch(() => {}); // nobody may be waiting just then
    return aborted;
  }
}
