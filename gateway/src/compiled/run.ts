import { unlessAborted } from "@wegraph/kit/cancellation";
import type { CancelSignal } from "@wegraph/kit/cancellation";
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

  constructor(
    readonly variables: Fields,
    readonly conditions: ConditionValues,
    readonly fetch: SubgraphFetch,
    readonly describe: DescribeFailure,
    private readonly signal: CancelSignal | undefined,
  ) {}

  /** Settles with the answer, or rejects as soon as the operation is aborted: not everything asked can be interrupted. */
  unlessAborted<T>(ask: () => Promise<T>): Promise<T> {
    const { signal } = this;
    return signal?.aborted ? Promise.reject(signal.reason) : unlessAborted(ask(), signal);
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
}
