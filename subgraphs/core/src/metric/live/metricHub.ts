import type { Bus } from "@wegraph/kit/bus";
import { overhear } from "@wegraph/kit/parcels";
import { sampleBatchShape, samplesSubject, seriesOf } from "@wegraph/kit/samples";
import type { SampleBatch } from "@wegraph/kit/samples";
import type { PlatformTenant } from "../platformTenant.ts";

/** Processes measure at the same moment; what they sent within this time goes out together. */
const gatherMs = 1_500;

export interface LiveSample {
  name: string;
  labels: Readonly<Record<string, string>>;
  value: number;
}

export interface LiveSamples {
  at: Date;
  samples: LiveSample[];
}

interface Follower {
  tenantId: string;
  names: ReadonlySet<string>;
  tell: (samples: LiveSamples) => void;
}

/**
 * What is being measured, for those who look on. Every core process hears all of it, whoever stores it, and only while
 * somebody follows.
 */
export class MetricHub {
  private readonly followers = new Set<Follower>();
  private hearing: { stop(): void } | undefined;
  private gathered = new Map<number, SampleBatch[]>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly bus: Pick<Bus, "connection">,
    private readonly platform: PlatformTenant,
  ) {}

  /** @returns what ends it. */
  follow(follower: Follower): () => void {
    this.followers.add(follower);
    this.hearing ??= overhear(this.bus.connection, {
      subject: samplesSubject,
      shape: sampleBatchShape,
      take: (batch) => this.gather(batch),
    });
    return () => {
      this.followers.delete(follower);
      if (this.followers.size > 0) return;
      this.hearing?.stop();
      this.hearing = undefined;
      clearTimeout(this.timer);
      this.timer = undefined;
      this.gathered.clear();
    };
  }

  private gather(batch: SampleBatch): void {
    this.gathered.set(batch.at, [...(this.gathered.get(batch.at) ?? []), batch]);
    this.timer ??= setTimeout(() => void this.tell(), gatherMs);
  }

  private async tell(): Promise<void> {
    this.timer = undefined;
    const gathered = [...this.gathered].toSorted(([a], [b]) => a - b);
    this.gathered = new Map();
    const platformId = await this.platform.id().catch(() => null);
    for (const [at, batches] of gathered)
      for (const follower of this.followers) {
        const samples = batches.flatMap((batch) => samplesFor(follower, batch, platformId));
        if (samples.length > 0) follower.tell({ at: new Date(at), samples });
      }
  }
}

function samplesFor(
  { tenantId, names }: Follower,
  { keys, values, tenantIds }: SampleBatch,
  platformId: string | null,
): LiveSample[] {
  return keys.flatMap((key, index) => {
    if ((tenantIds?.[index] ?? platformId) !== tenantId) return [];
    const series = seriesOf(key);
    const value = values[index];
    return series && value !== undefined && names.has(series.name) ? [{ ...series, value }] : [];
  });
}
