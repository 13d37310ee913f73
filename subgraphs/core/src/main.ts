import { serveAlone } from "@wegraph/kit/serveAlone";
import { coreConfig } from "./config.ts";
import { domain } from "./database.ts";
import { storeSettings } from "./file/file.config.ts";
import { openCore } from "./subgraph.ts";

/** Core alone behind its own port. */
serveAlone(() => {
  const config = coreConfig();
  return {
    domain,
    config,
    port: config.CORE_PORT,
    databaseUrl: config.DATABASE_URL_CORE,
    open: (runtime) =>
      openCore(runtime, {
        files: storeSettings(config),
        webhooks: { trustedOrigins: config.WEBHOOK_TRUSTED_ORIGINS },
        channels: { trustedOrigins: config.CHANNEL_TRUSTED_ORIGINS, publicUrl: config.PUBLIC_URL },
      }),
  };
});
