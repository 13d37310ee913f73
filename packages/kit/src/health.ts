export interface HealthCheck {
  /** Rejects, or takes longer than the bound, when the part is not well. */
  check: () => Promise<void>;
  /** Whether the process can do its work without it; a cache is not critical. */
  critical: boolean;
  /** The part of the process that it is for; empty: all of it. */
  neededBy: string;
}

export interface HealthReport {
  ok: boolean;
  parts: { name: string; ok: boolean; critical: boolean; neededBy: string; latencyMs: number }[];
}

export type HealthOptions = Partial<Omit<HealthCheck, "check">>;

export type OverallHealth = "UP" | "DEGRADED" | "DOWN";

const boundMs = 2_000;
/** What anybody may ask is not asked of the servers more often than this. */
const overallKeptMs = 2_000;

/** What this process needs to be well: its dependencies, asked when someone asks. */
export class Health {
  private readonly checks = new Map<string, HealthCheck>();
  private overallSince = -Infinity;
  private overallNow: Promise<OverallHealth> | undefined;

  register(
    name: string,
    check: () => Promise<void>,
    { critical = true, neededBy = "" }: HealthOptions = {},
  ): void {
    this.checks.set(name, { check, critical, neededBy });
  }

  /** In one word, for those who are told no more; at most two seconds old. */
  overall(): Promise<OverallHealth> {
    const now = performance.now();
    if (!this.overallNow || now - this.overallSince > overallKeptMs) {
      this.overallSince = now;
      this.overallNow = this.report().then(({ ok, parts }) =>
        ok ? (parts.every((part) => part.ok) ? "UP" : "DEGRADED") : "DOWN",
      );
    }
    return this.overallNow;
  }

  async report(): Promise<HealthReport> {
    const parts = await Promise.all(
      [...this.checks].map(async ([name, { check, critical, neededBy }]) => {
        const startedAt = performance.now();
        const ok = await within(check());
        return { name, ok, critical, neededBy, latencyMs: Math.round(performance.now() - startedAt) };
      }),
    );
    return { ok: parts.every((part) => part.ok || !part.critical), parts };
  }
}

async function within(check: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), boundMs);
  });
  const well = check.then(
    () => true,
    () => false,
  );
  return Promise.race([well, late]).finally(() => clearTimeout(timer));
}
