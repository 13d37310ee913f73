import type { Logger } from "@wegraph/kit/log";
import { Repeating } from "@wegraph/kit/repeating";
import type { CoreDatabase } from "./database.ts";
import type { CatalogueService } from "./role/catalogue.service.ts";

const purpose = "housekeeping";
const catalogueEveryMs = 30_000;

/** What core needs before it does anything, and what every process keeps up for itself; the rest is jobs. */
export class Housekeeping {
  private readonly reloading: Repeating<void>;

  constructor(
    private readonly db: CoreDatabase,
    catalogue: CatalogueService,
    log: Logger,
  ) {
    this.reloading = new Repeating({
      work: () => catalogue.reload(),
      everyMs: catalogueEveryMs,
      firstAfterMs: catalogueEveryMs,
      complaint: "permission catalogue not read",
      log,
    });
  }

  /** The partitions first: nothing can be recorded without them. */
  async start(): Promise<void> {
    await this.db.system(purpose).$executeRaw`SELECT wegraph_ensure_partitions(3)`;
    this.reloading.start();
  }

  stop(): Promise<void> {
    return this.reloading.stop();
  }
}
