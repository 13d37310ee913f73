import type { Lease } from "@wegraph/kit/lease";
import { probeAheadMs } from "@wegraph/kit/postgresProbe";
import { samplePeriodMs } from "@wegraph/kit/samples";
import { ticking } from "@wegraph/kit/ticking";

interface Probe {
  look(): Promise<void>;
  forget(): void;
}

/** Asks what all processes share, in one of them at a time. What does not answer has no figures until it does. */
export class ServerProbes {
  private ticker: { stop(): void } | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly lease: Lease,
    private readonly probes: readonly Probe[],
  ) {}

  start(): void {
    const look = () => {
      this.running = this.look();
    };
    this.ticker = ticking(samplePeriodMs, look, -probeAheadMs);
  }

  async stop(): Promise<void> {
    this.ticker?.stop();
    await this.running;
    await this.lease.release();
  }

  async look(): Promise<void> {
    const isOurs = await this.lease.holds();
    await Promise.all(
      this.probes.map(async (probe) => {
        if (!isOurs) return probe.forget();
        await probe.look().catch(() => probe.forget());
      }),
    );
  }
}
