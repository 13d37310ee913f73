import type { Logger } from "pino";
import { auditSystemScope } from "./audit.ts";
import type { Metrics } from "./metrics.ts";
import type { RawExecutor } from "./outbox.ts";

export interface DatabaseObservers {
  log: Logger;
  metrics: Metrics;
  /** The domain in whose name each first use of a purpose is audited. */
  auditedAs?: string;
}

/**
 * A domain's two ways into its database. `tenant` sees one tenant's rows: the one of the running request.
 * `system` sees every tenant's, under a role of its own that policies name, and only for a stated purpose.
 */
export class Database<Client extends RawExecutor> {
  private readonly seen = new Set<string>();

  constructor(
    readonly tenant: Client,
    private readonly systemClient: Client,
    private readonly observers: DatabaseObservers,
  ) {}

  /** @param purpose why the work crosses tenants ("account-driver"); counted, logged, and audited on first use. */
  system(purpose: string): Client {
    this.observers.metrics.systemScope.inc({ purpose });
    if (!this.seen.has(purpose)) this.begin(purpose);
    return this.systemClient;
  }

  private begin(purpose: string): void {
    const { log, auditedAs } = this.observers;
    this.seen.add(purpose);
    log.info({ purpose }, "system scope opened");
    if (auditedAs === undefined) return;
    // Not awaited: the work must not wait for its own record, nor fail with it.
    auditSystemScope(this.systemClient, auditedAs, purpose).catch((err: unknown) =>
      log.warn({ err, purpose }, "use of the system scope not recorded"),
    );
  }
}
