import type { Pool, PoolClient } from "pg";

/**
 * Work that one process does at a time: whoever holds an advisory lock of the database, on a connection of its own. A
 * process that dies frees it with its connection; another one has it when it next asks.
 */
export class Lease {
  private client: PoolClient | undefined;

  constructor(
    private readonly pool: Pool,
    /** One of its kind in the database. */
    private readonly name: string,
  ) {}

  /** Takes it if it is free. False while another process has it, or the database cannot be asked. */
  async holds(): Promise<boolean> {
    try {
      if (this.client) return await this.isAlive(this.client);
      return await this.take();
    } catch {
      await this.release();
      return false;
    }
  }

  async release(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    // Not handed back: the lock ends with the connection, whatever state it is in.
    client?.release(true);
  }

  private async isAlive(client: PoolClient): Promise<boolean> {
    await client.query("SELECT 1");
    return true;
  }

  private async take(): Promise<boolean> {
    const client = await this.pool.connect();
    try {
      const { rows } = await client.query<{ taken: boolean }>(
        "SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS taken",
        [`wegraph lease ${this.name}`],
      );
      const taken = rows[0]?.taken === true;
      if (taken) this.client = client;
      else client.release();
      return taken;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }
}
