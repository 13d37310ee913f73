import type { Bus } from "./bus.ts";
import type { LiveSettings, SettingDefinition } from "./liveSettings.ts";
import type { Logger } from "./log.ts";
import { Repeating } from "./repeating.ts";
import { declarationOf, placeOf } from "./settingRecord.ts";
import type { SettingDeclaration, SettingRecord, SettingSource } from "./settingRecord.ts";
import { SettingsRoad } from "./settingsRoad.ts";

export interface SettingsFollowerOptions {
  /** The service that obeys them, as SERVICE values name it: "wecom". */
  service: string;
  /** What this service declares; it may obey settings that others declare, too. */
  definitions: readonly SettingDefinition<unknown>[];
  source: SettingSource;
  log: Logger;
  /** How often all is read again, whatever came by the road. */
  reconcileMs?: number;
}

interface Known extends SettingRecord {
  /** What a definition makes of the value; not there until somebody asks. */
  read?: { by: SettingDefinition<unknown>; value: unknown; isGood: boolean };
}

const lookMs = 1_000;
/** Until core is asked once more after it did not answer. */
const againMs = 3_000;

/**
 * Keeps a process's settings as core has them. Changes come by the road, within milliseconds; all is read from core at
 * the start, after every break of the road, and from time to time. While neither is there, what was known holds.
 */
export class SettingsFollower implements LiveSettings {
  private known = new Map<string, Known>();
  private readonly listeners = new Set<(key: string) => void>();
  private readonly declarations: readonly SettingDeclaration[];
  private readonly looking: Repeating<void>;
  private stopping = new AbortController();
  private following: { stop: AbortController; ended: Promise<void> } | undefined;
  private road: SettingsRoad | undefined;
  private incarnation: string | undefined;
  private isDeclared = false;
  private dueAt = 0;
  /** What came by the road while all is being read, and may be newer than that. */
  private news: SettingRecord[] | undefined;

  constructor(private readonly options: SettingsFollowerOptions) {
    this.declarations = options.definitions.map((definition) => declarationOf(definition));
    this.looking = new Repeating({
      work: () => this.look(),
      everyMs: lookMs,
      complaint: "settings not read",
      log: options.log,
    });
  }

  get<T>(setting: SettingDefinition<T>, tenantId?: string): T {
    const { service } = this.options;
    const { key } = setting;
    // Narrowest first; a place that the definition does not allow is not looked at.
    const places: string[] = [];
    if (tenantId !== undefined && setting.scopes.includes("TENANT")) places.push(`TENANT.${tenantId}.${key}`);
    if (setting.scopes.includes("SERVICE")) places.push(`SERVICE.${service}.${key}`);
    if (setting.scopes.includes("PLATFORM")) places.push(`PLATFORM.-.${key}`);
    for (const place of places) {
      const known = this.known.get(place);
      if (!known?.isSet) continue;
      const read = this.read(known, setting);
      if (read.isGood) return read.value as T;
    }
    return setting.default;
  }

  onChange(listener: (key: string) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  start(bus: Pick<Bus, "js" | "manager">): void {
    this.stopping = new AbortController();
    this.road = new SettingsRoad(bus);
    this.looking.start();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.looking.stop();
    this.following?.stop.abort();
    await this.following?.ended;
    this.following = undefined;
  }

  /** Takes over what is newer than what is known. */
  private take(record: SettingRecord): void {
    this.news?.push(record);
    const place = placeOf(record);
    const before = this.known.get(place);
    if (before && before.version >= record.version) return;
    this.known.set(place, record);
    if (!isSame(before, record)) this.tell(record.key);
  }

  private async look(): Promise<void> {
    const { source, reconcileMs = 30_000 } = this.options;
    await this.followRoad();
    if (performance.now() < this.dueAt) return;
    this.dueAt = performance.now() + againMs;
    if (!this.isDeclared) await source.declare(this.declarations);
    this.isDeclared = true;
    this.news = [];
    try {
      this.replace(await source.read(), this.news);
      this.dueAt = performance.now() + reconcileMs;
    } finally {
      this.news = undefined;
    }
  }

  /** A road that was broken, or is another one, is taken up again, and what it may have lost is read from core. */
  private async followRoad(): Promise<void> {
    if (!this.road) return;
    const incarnation = await this.road.incarnation();
    if (this.following && incarnation !== undefined && incarnation === this.incarnation) return;
    this.following?.stop.abort();
    await this.following?.ended;
    this.following = this.follow(this.road);
    this.incarnation = incarnation;
    this.dueAt = 0;
  }

  private follow(road: SettingsRoad): { stop: AbortController; ended: Promise<void> } {
    const stop = new AbortController();
    const ended = (async () => {
      for await (const record of road.follow(stop.signal)) this.take(record);
    })()
      .catch((err: unknown) =>
        this.options.log.warn({ err }, "changes of settings do not come by themselves"),
      )
      .finally(() => (this.incarnation = undefined));
    return { stop, ended };
  }

  /** What core says is the truth, even where the road said something newer: that was of another time. */
  private replace(records: readonly SettingRecord[], news: readonly SettingRecord[]): void {
    const before = this.known;
    const sinceThen = new Map(records.map((record) => [placeOf(record), record] as const));
    for (const record of news)
      if (record.version > (sinceThen.get(placeOf(record))?.version ?? 0))
        sinceThen.set(placeOf(record), record);
    this.known = new Map([...sinceThen].map(([place, record]) => [place, newer(before.get(place), record)]));
    const keys = new Set<string>();
    for (const [place, record] of this.known) if (!isSame(before.get(place), record)) keys.add(record.key);
    for (const [place, record] of before) if (!this.known.has(place) && record.isSet) keys.add(record.key);
    for (const key of keys) this.tell(key);
  }

  private read<T>(known: Known, setting: SettingDefinition<T>): NonNullable<Known["read"]> {
    const by = setting;
    if (known.read?.by === by) return known.read;
    const parsed = setting.schema.safeParse(known.value);
    if (!parsed.success)
      this.options.log.warn(
        { key: setting.key, scope: known.scope },
        "a setting is not what this version allows; the next wider one counts",
      );
    known.read = { by, value: parsed.data, isGood: parsed.success };
    return known.read;
  }

  private tell(key: string): void {
    for (const listener of this.listeners)
      try {
        listener(key);
      } catch (err) {
        this.options.log.error({ err, key }, "a change of a setting was not obeyed");
      }
  }
}

/** The same record keeps what was made of its value. */
function newer(before: Known | undefined, record: SettingRecord): Known {
  return before && before.version === record.version && isSame(before, record) ? before : record;
}

function isSame(a: SettingRecord | undefined, b: SettingRecord): boolean {
  if (!a) return !b.isSet;
  return a.isSet === b.isSet && JSON.stringify(a.value) === JSON.stringify(b.value);
}
