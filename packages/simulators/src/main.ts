import { pino } from "pino";
import { readConfig } from "./config.ts";
import { startSimulator } from "./simulator.ts";

const config = readConfig();
const log = pino({ name: "simulators", level: config.LOG_LEVEL });

const simulator = await startSimulator({
  log,
  host: config.SIMULATOR_HOST,
  port: config.SIMULATOR_PORT,
  smtpPort: config.SIMULATOR_SMTP_PORT,
  publicUrl: config.SIMULATOR_PUBLIC_URL,
  secret: config.SIMULATOR_SECRET,
  seed: config.SIMULATOR_SEED,
  life: config.SIMULATOR_LIFE === "1",
  dataFile: config.SIMULATOR_DATA,
}).catch((cause: unknown) => {
  log.fatal({ err: cause }, "simulators did not start");
  process.exit(1);
});
log.info(
  { url: simulator.url, smtpUrl: simulator.smtpUrl, life: config.SIMULATOR_LIFE === "1" },
  "simulators ready",
);

let isStopping = false;
function stop(): void {
  if (isStopping) return;
  isStopping = true;
  simulator.close().then(
    () => process.exit(0),
    (cause: unknown) => {
      log.error({ err: cause }, "simulators did not stop in good order");
      process.exit(1);
    },
  );
}
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
