import type { Bus } from "@wegraph/kit/bus";
import type { Logger } from "@wegraph/kit/log";
import { Repeating } from "@wegraph/kit/repeating";
import { SettingsRoad } from "@wegraph/kit/settingsRoad";
import type { CoreDatabase } from "../database.ts";
import { purpose } from "./setting.codes.ts";
import { settingChanged } from "./setting.events.ts";
import { asRecord, recordsPageMax, settingColumns } from "./setting.store.ts";

const lookMs = 1_000;

/**
 * Puts every change on the road to the processes: it follows the commit through the outbox, so none is lost. A road that
 * is new, or that this process has not seen, is filled with all there is.
 */
export class SettingPublisher {
  private listener: { stop(): Promise<void> } | undefined;
  private looking: Repeating<void> | undefined;
  private filled: string | undefined;

  constructor(
    private readonly db: CoreDatabase,
    private readonly log: Logger,
  ) {}

  async start(bus: Bus): Promise<void> {
    const road = new SettingsRoad(bus);
    this.listener = await bus.listen({
      durable: "core-settings",
      filter: `evt.*.${settingChanged.subject}`,
      event: settingChanged,
      concurrency: 8,
      handle: ({ payload }) => this.publish(road, payload.settingId),
    });
    this.looking = new Repeating({
      work: () => this.fillRoad(road),
      everyMs: lookMs,
      complaint: "settings not put on their road",
      log: this.log,
    });
    this.looking.start();
  }

  async stop(): Promise<void> {
    await this.looking?.stop();
    await this.listener?.stop();
  }

  /** As it is now, which may be later than the event; one of a purged tenant is nobody's any more. */
  private async publish(road: SettingsRoad, id: string, { isTruth = false } = {}): Promise<void> {
    const row = await this.db.system(purpose).setting.findUnique({ where: { id }, select: settingColumns });
    if (row) await road.put(asRecord(row), { isTruth });
  }

  private async fillRoad(road: SettingsRoad): Promise<void> {
    const incarnation = await road.incarnation();
    if (incarnation !== undefined && incarnation === this.filled) return;
    let after = "";
    let page: number;
    do {
      const rows = await this.db.system(purpose).setting.findMany({
        ...(after !== "" && { where: { id: { gt: after } } }),
        orderBy: { id: "asc" },
        take: recordsPageMax,
        select: settingColumns,
      });
      for (const row of rows)
        // Something newer may have been said meanwhile, or the road may be of another time: the row itself decides.
        if (!(await road.put(asRecord(row)))) await this.publish(road, row.id, { isTruth: true });
      after = rows.at(-1)?.id ?? after;
      page = rows.length;
    } while (page === recordsPageMax);
    this.filled = await road.incarnation();
  }
}
