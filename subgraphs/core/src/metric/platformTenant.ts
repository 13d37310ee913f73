import type { CoreDatabase } from "../database.ts";
import { metricPurpose } from "./metric.purpose.ts";

/** The tenant that the platform's own series belong to; asked for once it is there. */
export class PlatformTenant {
  private known: string | null = null;

  constructor(private readonly db: CoreDatabase) {}

  /** Null while nobody has set the platform up. */
  async id(): Promise<string | null> {
    if (this.known !== null) return this.known;
    const row = await this.db
      .system(metricPurpose)
      .tenant.findFirst({ where: { isPlatform: true }, select: { id: true } });
    this.known = row?.id ?? null;
    return this.known;
  }
}
