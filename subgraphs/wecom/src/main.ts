import { serveAlone } from "@wegraph/kit/serveAlone";
import { wecomConfig } from "./config.ts";
import { openWecom } from "./subgraph.ts";
import { domain } from "./wecom.database.ts";

/** Wecom alone behind its own port. */
serveAlone(() => {
  const config = wecomConfig();
  return {
    domain,
    config,
    port: config.WECOM_PORT,
    databaseUrl: config.DATABASE_URL_WECOM,
    coreUrl: config.CORE_URL,
    open: (runtime, core) =>
      openWecom(runtime, {
        publicUrl: config.PUBLIC_URL,
        trustedProviders: config.SIMULATOR_URL ? [config.SIMULATOR_URL] : [],
        role: config.WECOM_ROLE,
        ...(core && { core }),
      }),
  };
});
