import pg from "pg";
import { createClient } from "graphql-ws";
import type { Client } from "graphql-ws";
import { WebSocket } from "ws";

interface Told {
  id: string;
  change: string;
  version: number;
  alertId: string;
}

/** What somebody had of the alerts' feed, beside all that was told meanwhile. */
export interface Tally {
  raised: number;
  told: number;
  missed: number;
  doubled: number;
  /** Of an alert, an earlier version after a later one. */
  outOfOrder: number;
}

/** A board whose line is cut, and that comes back with its cursor. */
export class AwayBoard {
  private readonly told: Told[] = [];
  private cursor: string | undefined;
  private client: Client | undefined;

  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  come(): void {
    const client = createClient({
      url: `${this.url.replace("http", "ws")}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${this.token}` },
      retryAttempts: 0,
    });
    this.client = client;
    const extensions = this.cursor === undefined ? {} : { resumeAfter: this.cursor };
    client.subscribe<{ healthAlert: Told }>(
      { query: "subscription { healthAlert { id change version alertId } }", extensions },
      {
        next: ({ data, errors, extensions: given }) => {
          // Whatever still arrives after it went is as lost as if the line had been cut a moment earlier.
          if (client !== this.client) return;
          if (errors) throw new Error(JSON.stringify(errors));
          if (data) this.told.push(data.healthAlert);
          const { cursor }: { cursor?: unknown } = given ?? {};
          if (typeof cursor === "string") this.cursor = cursor;
        },
        error: (error) => {
          if (client === this.client) throw new Error("the board was refused", { cause: error });
        },
        complete: () => undefined,
      },
    );
  }

  get hasEvent(): boolean {
    return this.told.length > 0;
  }

  /** As a line that is cut: nothing is said. */
  go(): void {
    const { client } = this;
    this.client = undefined;
    client?.terminate();
  }

  async close(): Promise<void> {
    await this.client?.dispose();
    this.client = undefined;
  }

  /** @param every event of the feed in the order in which the database wrote them; those before the first heard do not count. */
  tally(every: readonly { id: string; change: string }[]): Tally {
    const first = every.findIndex(({ id }) => id === this.told[0]?.id);
    const all = every.slice(Math.max(0, first));
    const ids = this.told.map(({ id }) => id);
    const heard = new Set(ids);
    const latest = new Map<string, number>();
    let outOfOrder = 0;
    for (const { alertId, version } of this.told) {
      if (version < (latest.get(alertId) ?? 0)) outOfOrder += 1;
      latest.set(alertId, version);
    }
    return {
      raised: all.filter(({ change }) => change === "RAISED").length,
      told: all.length,
      missed: all.filter(({ id }) => !heard.has(id)).length,
      doubled: ids.length - heard.size,
      outOfOrder,
    };
  }
}

/** What the platform has told of alerts: the truth that a board is held against. */
export async function alertEvents(databaseUrl: string): Promise<{ id: string; change: string }[]> {
  const database = new pg.Client({ connectionString: new URL("/health_management", databaseUrl).href });
  await database.connect();
  try {
    const { rows } = await database.query<{ id: string; change: string }>(
      `SELECT id::text AS id, payload #>> '{payload,change}' AS change FROM wegraph_outbox
       WHERE subject LIKE '%health.alert.%' ORDER BY seq`,
    );
    return rows;
  } finally {
    await database.end();
  }
}
