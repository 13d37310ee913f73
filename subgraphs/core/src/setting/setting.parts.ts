import type { Bus } from "@wegraph/kit/bus";
import type { EventFeed } from "@wegraph/kit/feed";
import type { SettingDefinition } from "@wegraph/kit/liveSettings";
import type { Logger } from "@wegraph/kit/log";
import type { SettingRecord, SettingSource } from "@wegraph/kit/settingRecord";
import { SettingsFollower } from "@wegraph/kit/settingsFollower";
import { domain } from "../database.ts";
import type { CoreDatabase } from "../database.ts";
import { purpose } from "./setting.codes.ts";
import { SettingDefinitions } from "./setting.definitions.ts";
import { SettingPublisher } from "./setting.publisher.ts";
import { SettingReader } from "./setting.reader.ts";
import { SettingResolver } from "./setting.resolver.ts";
import { SettingService } from "./setting.service.ts";
import { recordsFor } from "./setting.store.ts";
import { SettingDeskResolver } from "./settingDesk.resolver.ts";
import { settingEventResolver } from "./settingEvent.resolver.ts";

interface Given {
  db: CoreDatabase;
  /** What core itself obeys. */
  definitions: readonly SettingDefinition<unknown>[];
  clock: () => Date;
  log: Logger;
}

export type SettingParts = ReturnType<typeof assembleSettings>;

/** The configuration centre: what is made of what. */
export function assembleSettings({ db, definitions: own, clock, log }: Given) {
  const definitions = new SettingDefinitions(db, clock);
  const publisher = new SettingPublisher(db, log);
  const source = sourceOf(db, definitions);
  const live = new SettingsFollower({ service: domain, definitions: own, source, log });
  return {
    db,
    definitions,
    /** Core's own settings, live; at their defaults until it is started. */
    live,
    service: new SettingService(db, clock),
    reader: new SettingReader(db, definitions),
    async start(bus: Bus): Promise<void> {
      await publisher.start(bus);
      live.start(bus);
    },
    async stop(): Promise<void> {
      await live.stop();
      await publisher.stop();
    },
  };
}

/** The face of settings in the graph. */
export function settingResolvers(parts: SettingParts, feed: EventFeed): object[] {
  const { db, reader, service, definitions } = parts;
  return [
    new SettingResolver(reader, service, definitions),
    new SettingDeskResolver(db, definitions),
    settingEventResolver(feed, reader),
  ];
}

function sourceOf(db: CoreDatabase, definitions: SettingDefinitions): SettingSource {
  return {
    declare: (declarations) => definitions.declare(domain, declarations),
    async read() {
      const all: SettingRecord[] = [];
      let after: string | null = null;
      do {
        const { records, nextAfter } = await recordsFor(db.system(purpose), { service: domain, after });
        all.push(...records);
        after = nextAfter;
      } while (after !== null);
      return all;
    },
  };
}
