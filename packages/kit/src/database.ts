import type { Logger } from "pino";
import type { Metrics } from "./metrics.ts";

/**
 * A domain's two ways into its database. `tenant` sees one tenant's rows: the one of the running request.
 * `system` sees every tenant's, under a role of its own that policies name, and only for a stated purpose.
 */
export class Database<Client> {
  private readonly seen = new Set<string>();

  constructor(
    readonly tenant: Client,
    private readonly systemClient: Client,
    private readonly observe: { log: Logger; metrics: Metrics; onFirstUse?: (purpose: string) => void },
  ) {}

  /** @param purpose why the work crosses tenants ("account-driver"); counted, logged, and audited on first use. */
  system(purpose: string): Client {
    this.observe.metrics.systemScope.inc({ purpose });
    if (!this.seen.has(purpose)) {
      this.seen.add(purpose);
      this.observe.log.info({ purpose }, "system scope opened");
      this.observe.onFirstUse?.(purpose);
    }
    return this.systemClient;
  }
}
