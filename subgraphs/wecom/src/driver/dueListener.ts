import type { OpenedDatabase } from "@wegraph/database/open";
import type { Logger } from "@wegraph/kit/log";

type Pool = OpenedDatabase["system"];

const retryMs = 1_000;

/** Hears `wecom_account_due` on a connection of its own, and calls `onDue`; comes back when the connection is lost. */
export class DueListener {
  private stopConnection: (() => void) | undefined;
  private retry: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly pool: Pool,
    private readonly onDue: () => void,
    private readonly log: Logger,
  ) {}

  async start(): Promise<void> {
    try {
      const connection = await this.pool.connect();
      const end = (): void => {
        connection.removeListener("notification", this.onDue);
        connection.removeListener("error", lost);
        // Destroyed, not returned: nobody else shall hear what it listens to.
        connection.release(true);
      };
      const lost = (err: Error): void => {
        this.log.warn({ err }, "listener for due accounts lost its connection");
        end();
        this.comeBack();
      };
      connection.on("notification", this.onDue);
      connection.on("error", lost);
      await connection.query("LISTEN wecom_account_due");
      this.stopConnection = end;
      // Whatever was announced while nobody listened.
      this.onDue();
    } catch (err) {
      this.log.warn({ err }, "listener for due accounts not yet back");
      this.comeBack();
    }
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.retry);
    this.stopConnection?.();
  }

  private comeBack(): void {
    this.stopConnection = undefined;
    if (!this.stopped) this.retry = setTimeout(() => void this.start(), retryMs);
  }
}
