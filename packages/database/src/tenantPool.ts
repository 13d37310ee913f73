import { Client, Pool } from "pg";
import type { ClientBase, PoolClient, PoolConfig } from "pg";
import { Session } from "./internal/session.ts";
import { currentTenant } from "./scope.ts";

type ConnectCallback = (
  error: Error | undefined,
  client: PoolClient | undefined,
  done: (release?: Error | boolean) => void,
) => void;

interface Idle {
  client: ClientBase;
}

/**
 * A pool whose connections belong to the tenant in scope when they are checked out (see scope.ts); outside any
 * tenant row-level security shows no row. It holds `app.tenant_id` on the session, so between it and Postgres
 * there must be no pooler in transaction mode.
 */
export class TenantPool extends Pool {
  private readonly sessions = new WeakMap<ClientBase, Session>();
  private readonly waiting = new WeakMap<object, string>();

  constructor(config: PoolConfig) {
    // The pool waits for what this returns, although its types do not say so.
    super({ ...config, onConnect: (client): unknown => this.sessionOf(client).prepare() });
  }

  override connect(): Promise<PoolClient>;
  override connect(callback: ConnectCallback): void;
  override connect(callback?: ConnectCallback): Promise<PoolClient> | undefined {
    // Noted here: when the connection is there, another request's context may be the current one.
    const tenant = currentTenant() ?? "";
    const queue = queueOf(this);
    const before = queue.length;
    const result = callback
      ? super.connect((error, client) => {
          if (client) this.sessionOf(client).acquire(client, tenant);
          callback(error, client, client ? (reason) => client.release(reason) : () => undefined);
        })
      : super.connect().then((client) => {
          this.sessionOf(client).acquire(client, tenant);
          return client;
        });
    const entry = queue.length > before ? queue.at(-1) : undefined;
    if (entry) this.waiting.set(entry, tenant);
    return result ?? undefined;
  }

  /**
   * pg's pool calls this when it may hand a connection to the first who waits. That order stays: nobody is
   * overtaken. Only which of the idle connections is taken depends on the tenant: one that already is that
   * tenant's, else the one idle the longest, whose tenant is the least likely to be back soon.
   */
  protected _pulseQueue(): void {
    const idle = idleOf(this);
    const [first] = queueOf(this);
    if (first && idle.length > 1) {
      const tenant = this.waiting.get(first);
      const own = idle.findLastIndex(({ client }) => this.sessions.get(client)?.tenant === tenant);
      idle.push(...idle.splice(Math.max(own, 0), 1));
    }
    Reflect.get(Pool.prototype, "_pulseQueue").call(this);
  }

  private sessionOf(client: ClientBase): Session {
    let session = this.sessions.get(client);
    if (session) return session;
    if (!(client instanceof Client)) throw new TypeError("TenantPool works with pg's own client only.");
    session = new Session(client);
    this.sessions.set(client, session);
    return session;
  }
}

// Parts of pg's pool that its types leave out; the pinned version has them and the tests would miss them.

function idleOf(pool: object): Idle[] {
  return Reflect.get(pool, "_idle");
}

function queueOf(pool: object): object[] {
  return Reflect.get(pool, "_pendingQueue");
}
