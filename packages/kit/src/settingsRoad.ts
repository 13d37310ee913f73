import { Kvm } from "@nats-io/kv";
import type { KV, KvEntry } from "@nats-io/kv";
import type { Bus } from "./bus.ts";
import { placeOf, settingRecordShape } from "./settingRecord.ts";
import type { SettingRecord } from "./settingRecord.ts";

const bucket = "settings";

type RoadBus = Pick<Bus, "js" | "manager">;

/**
 * The way by which changed settings reach every process: a NATS KV bucket. It may be lost at any time; the truth is
 * with core.
 */
export class SettingsRoad {
  constructor(private readonly bus: RoadBus) {}

  /** When the bucket was made; undefined: there is none. Another one has not been filled yet. */
  async incarnation(): Promise<string | undefined> {
    const info = await this.bus.manager.streams.info(`KV_${bucket}`).catch(() => undefined);
    return info?.created;
  }

  /** Everything in it, then every change, until the signal. Also ends when the bucket is gone. */
  async *follow(signal: AbortSignal): AsyncGenerator<SettingRecord> {
    const kv = await this.open();
    const entries = await kv.watch();
    const stop = () => entries.stop();
    signal.addEventListener("abort", stop, { once: true });
    try {
      if (signal.aborted) return;
      for await (const entry of entries) {
        const record = recordOf(entry);
        if (record) yield record;
      }
    } finally {
      signal.removeEventListener("abort", stop);
      entries.stop();
    }
  }

  /**
   * Puts it there unless what is there is as new, or newer. False: something else is there that says so; `isTruth` then
   * replaces it all the same.
   */
  async put(record: SettingRecord, { isTruth = false } = {}): Promise<boolean> {
    const kv = await this.open();
    const key = placeOf(record);
    const body = JSON.stringify(record);
    for (let attempt = 1; ; attempt += 1) {
      const entry = await kv.get(key);
      if (entry?.string() === body) return true;
      const there = entry && recordOf(entry);
      if (there && there.version >= record.version && !isTruth) return false;
      try {
        // Of two that write at once the second looks again: the older must not replace the newer.
        await (entry ? kv.update(key, body, entry.revision) : kv.create(key, body));
        return true;
      } catch (error) {
        if (attempt === 5) throw error;
      }
    }
  }

  private open(): Promise<KV> {
    return new Kvm(this.bus.js).create(bucket, { history: 1 });
  }
}

function recordOf(entry: KvEntry): SettingRecord | null {
  if (entry.operation !== "PUT") return null;
  try {
    return settingRecordShape.parse(entry.json());
  } catch {
    return null; // of another time; whoever needs it reads it from core
  }
}
