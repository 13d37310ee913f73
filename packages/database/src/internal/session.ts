import { DatabaseError, Query, escapeLiteral } from "pg";
import type { Client, Connection, PoolClient, QueryConfig, QueryResult } from "pg";

type QueryCallback = (error: Error | null | undefined, result?: unknown) => void;
type SendQuery = (...args: unknown[]) => unknown;

const statement = "wegraph_scope";
const prepare = { name: statement, text: "SELECT set_config('app.tenant_id', $1, false)", values: [""] };

/** The first statement of an explicit transaction, alone in its text. */
const begins = /^\s*(?:begin|start\s+transaction)\b[^;]*;?\s*$/i;

/**
 * What we know of one connection's `app.tenant_id`. The setting belongs to the database session and outlives a
 * check-out, so a tenant whose requests follow each other finds it in place. When it has to change, the change
 * travels in the same packet as the query that needs it, in such a way that the query cannot run without it.
 */
export class Session {
  /** The tenant that is certainly in force on the server; undefined when an error left it uncertain. */
  tenant: string | undefined = "";
  /** The tenant of the check-out that is going on. */
  private wanted = "";
  private isAbandoned = false;
  private readonly send: SendQuery;

  constructor(private readonly client: Client) {
    this.send = client.query.bind(client);
    Object.assign(client, { query: (...args: unknown[]) => this.query(args) });
    // A connection may die while nobody listens; its queries fail then, but the process must not.
    client.on("error", () => undefined);
  }

  /** Once per connection: from then on a change costs no parsing. */
  async prepare(): Promise<void> {
    await this.send(prepare);
  }

  /** A check-out begins: from now on queries run for `tenant`. */
  acquire(client: PoolClient, tenant: string): void {
    this.wanted = tenant;
    const release = client.release.bind(client);
    client.release = (reason) => this.release(release, reason);
  }

  private query(args: unknown[]): unknown {
    if (this.tenant === this.wanted) return this.send(...args);
    const { config, callback } = normalize(args);
    if (config?.values?.length) return finish(callback, (done) => this.sendScoped(config, done));
    if (config && begins.test(config.text)) return finish(callback, (done) => this.sendBegin(config, done));
    this.sendBefore();
    return this.send(...args);
  }

  /**
   * Both statements in one implicit transaction: without a Sync between them the server skips the second when
   * the first fails. When the second fails, the change of tenant is undone with it, hence the uncertainty.
   */
  private sendScoped(config: QueryConfig, done: QueryCallback): void {
    const tenant = this.wanted;
    const query = new Query(config, (error, result) => {
      const isCommitted = !error && this.client.getTransactionStatus() === "I";
      this.tenant = isCommitted ? tenant : undefined;
      if (error && !hasScope()) this.abandon();
      done(error, result);
    });
    const hasScope = prefix(query, tenant);
    this.send(query);
  }

  /** A transaction of its own ahead of the caller's, so that a rollback of the caller's does not undo it. */
  private sendBegin(config: QueryConfig, done: QueryCallback): void {
    const scope = `BEGIN; SET app.tenant_id = ${escapeLiteral(this.wanted)}; COMMIT; `;
    this.tenant = this.wanted;
    this.send({ ...config, text: scope + config.text }, (error: Error | null, results?: QueryResult[]) => {
      if (error) this.abandon();
      done(error, results?.at(-1));
    });
  }

  /** The general case (several statements in one text, cursors): ahead in the queue, a round trip of its own. */
  private sendBefore(): void {
    this.tenant = this.wanted;
    this.send({ ...prepare, values: [this.wanted] }, (error: Error | null) => {
      // Runs before the next query of the queue is written, which therefore never is.
      if (error) this.abandon();
    });
  }

  /** A connection that may belong to the wrong tenant is of no use to anyone. */
  private abandon(): void {
    this.isAbandoned = true;
    this.client.connection.stream.destroy();
  }

  /**
   * pg's pool closes a connection whenever a query failed on it. A refused statement (a unique key, a policy, a
   * time-out) does not harm the connection, so it is kept, once the server says that no transaction is open.
   */
  private release(release: (reason?: Error | boolean) => void, reason?: Error | boolean): void {
    const { client } = this;
    if (this.isAbandoned) return release(true);
    if (!(reason instanceof DatabaseError) || reason.severity !== "ERROR")
      return release(reason ?? client.getTransactionStatus() !== "I");
    const settle = (failure?: Error) => {
      client.off("drain", onReady);
      client.off("error", settle);
      release(failure);
    };
    const onReady = () => settle(client.getTransactionStatus() === "I" ? undefined : reason);
    // The error comes before the server's word that it is ready again.
    if (Reflect.get(client, "readyForQuery")) return onReady();
    client.on("drain", onReady);
    client.on("error", settle);
  }
}

/**
 * Writes the change of tenant in front of the query's own messages, and drops the answer to it.
 * Returns whether that answer was a yes.
 */
function prefix(query: Query, tenant: string): () => boolean {
  const submit = query.submit.bind(query);
  const onRow: (message: unknown) => void = Reflect.get(query, "handleDataRow").bind(query);
  const onComplete: (...args: unknown[]) => void = Reflect.get(query, "handleCommandComplete").bind(query);
  let isScoped = false;
  Object.assign(query, {
    submit(connection: Connection): unknown {
      connection.stream.cork();
      try {
        connection.bind({ statement, values: [tenant] }, true);
        connection.execute({}, true);
        return submit(connection);
      } finally {
        connection.stream.uncork();
      }
    },
    handleDataRow(message: unknown): void {
      if (isScoped) onRow(message);
    },
    handleCommandComplete(...args: unknown[]): void {
      if (isScoped) onComplete(...args);
      isScoped = true;
    },
  });
  return () => isScoped;
}

/** pg's three ways to call query(), as one; no config for a Submittable such as a cursor. */
function normalize([first, second, third]: unknown[]): { config?: QueryConfig; callback?: QueryCallback } {
  const callback = [second, third].find((arg): arg is QueryCallback => typeof arg === "function");
  const given = Array.isArray(second) ? { values: second } : {};
  if (typeof first === "string") return { config: { text: first, ...given }, ...(callback && { callback }) };
  if (!isConfig(first)) return {};
  return {
    config: { ...first, ...given },
    ...((callback ?? first.callback) && { callback: callback ?? first.callback }),
  };
}

function isConfig(value: unknown): value is QueryConfig & { callback?: QueryCallback } {
  return typeof value === "object" && value !== null && !("submit" in value) && "text" in value;
}

function finish(callback: QueryCallback | undefined, act: (done: QueryCallback) => void): unknown {
  if (callback) return act(callback);
  return new Promise((resolve, reject) => {
    act((error, result) => (error ? reject(error) : resolve(result)));
  }).catch((error: Error) => {
    // As pg does: the trace of the caller, not that of the socket.
    Error.captureStackTrace(error);
    throw error;
  });
}
