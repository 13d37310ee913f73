import { serveAlone } from "@wegraph/kit/serveAlone";
import { healthConfig } from "./config.ts";
import { domain } from "./health.database.ts";
import { openHealth } from "./subgraph.ts";

/** Health alone behind its own port. */
serveAlone(() => {
  const config = healthConfig();
  return {
    domain,
    config,
    port: config.HEALTH_PORT,
    databaseUrl: config.DATABASE_URL_HEALTH,
    coreUrl: config.CORE_URL,
    open: (runtime, core) => openHealth(runtime, { ...(core && { core }) }),
  };
});
