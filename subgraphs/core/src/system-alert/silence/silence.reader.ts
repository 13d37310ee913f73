import type { RequestContext } from "@wegraph/kit/context";
import { inOrder } from "@wegraph/kit/context";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import type { Prisma } from "@wegraph/db-core/client";
import type { CoreDatabase } from "../../database.ts";
import { alertColumns } from "../alert.row.ts";
import type { AlertRow } from "../alert.row.ts";
import { visibleLabels } from "../telling/suppression.rules.ts";
import { matchesAll } from "./matcher.rules.ts";
import type { Matcher } from "./matcher.rules.ts";
import { asSilenceRow, silenceColumns } from "./silence.row.ts";
import type { SilenceRow } from "./silence.row.ts";

const lastToEndFirst: readonly OrderColumn[] = [
  { field: "endsAt", direction: "desc", kind: "date" },
  { field: "id", direction: "desc", kind: "uuid" },
];
/** So many alerts of the last week are tried on. */
const triedMax = 2_000;
const weekMs = 7 * 24 * 60 * 60_000;

/** Reading silences: those of the caller's tenant. */
export class SilenceReader {
  constructor(
    private readonly db: CoreDatabase,
    private readonly clock: () => Date,
  ) {}

  /** @param isOver those that are over instead of those in force or to come. */
  page(isOver: boolean, args: PageArgs): Promise<Page<SilenceRow>> {
    const now = this.clock();
    const wanted: Prisma.AlertSilenceWhereInput = { endsAt: isOver ? { lte: now } : { gt: now } };
    return keysetPage(
      args,
      lastToEndFirst,
      async ({ where, orderBy, take }) => {
        const rows = await this.db.tenant.alertSilence.findMany({
          where: { AND: [wanted, where] },
          orderBy,
          take,
          select: silenceColumns,
        });
        return rows.map(asSilenceRow);
      },
      () => this.db.tenant.alertSilence.count({ where: wanted }),
    );
  }

  find(context: RequestContext, id: string): Promise<SilenceRow | null> {
    return context.loader(this.load).load(id);
  }

  /** The alerts that last which these matchers would silence, and how many of the last week they would have. */
  async preview(matchers: readonly Matcher[]): Promise<{ open: AlertRow[]; lastWeek: number }> {
    const since = new Date(this.clock().getTime() - weekMs);
    const tried = await this.db.tenant.$queryRaw<AlertRow[]>`
      SELECT ${alertColumns} FROM saas_unified_alerts a WHERE a.raised_at >= ${since}::timestamptz OR a.state <> 'RESOLVED'
      ORDER BY (a.state <> 'RESOLVED') DESC, a.raised_at DESC LIMIT ${triedMax}`;
    const matching = tried.filter((alert) => matchesAll(matchers, visibleLabels(alert)));
    return {
      open: matching.filter(({ state }) => state !== "RESOLVED"),
      lastWeek: matching.filter(({ raisedAt }) => raisedAt >= since).length,
    };
  }

  private readonly load = async (ids: readonly string[]): Promise<(SilenceRow | null)[]> => {
    const rows = await this.db.tenant.alertSilence.findMany({
      where: { id: { in: [...ids] } },
      select: silenceColumns,
    });
    return inOrder(ids, rows.map(asSilenceRow));
  };
}
