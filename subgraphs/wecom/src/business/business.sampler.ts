import type { Lease } from "@wegraph/kit/lease";
import type { Logger } from "@wegraph/kit/log";
import { samplePeriodMs } from "@wegraph/kit/samples";
import type { Sample } from "@wegraph/kit/samples";
import { ticking } from "@wegraph/kit/ticking";
import type { BusinessReader } from "./business.reader.ts";
import { accountSamples, flowSamples } from "./business.rules.ts";
import type { Counting } from "./business.rules.ts";

/** Shares and percentiles are of what happened in this time. */
const windowMs = 5 * 60_000;

export interface BusinessSamplerOptions {
  reader: BusinessReader;
  lease: Lease;
  ship: (at: number, samples: readonly Sample[]) => void;
  log: Logger;
}

/** Measures each tenant's business, in one process at a time. */
export class BusinessSampler {
  private readonly countings: Counting[] = [];
  private ticker: { stop(): void } | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly options: BusinessSamplerOptions) {}

  start(): void {
    this.ticker = ticking(samplePeriodMs, (at) => {
      this.running = this.running
        .then(() => this.sample(at))
        .catch((err: unknown) => this.options.log.warn({ err }, "business not measured"));
    });
  }

  async stop(): Promise<void> {
    this.ticker?.stop();
    await this.running;
    await this.options.lease.release();
  }

  async sample(at: number): Promise<void> {
    const { reader, lease, ship } = this.options;
    if (!(await lease.holds())) {
      this.countings.length = 0;
      return;
    }
    const now = { at, counted: await reader.counted() };
    const samples = accountSamples(await reader.accounts());
    this.countings.push(now);
    while ((this.countings[1]?.at ?? Infinity) <= at - windowMs) this.countings.shift();
    const [before] = this.countings;
    if (before && before.at < at) samples.push(...flowSamples(before, now));
    if (samples.length > 0) ship(at, samples);
  }
}
