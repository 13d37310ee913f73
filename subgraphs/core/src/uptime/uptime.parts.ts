import type { Bus } from "@wegraph/kit/bus";
import type { Logger } from "@wegraph/kit/log";
import { takeIn } from "@wegraph/kit/parcels";
import { beatShape, beatSubject } from "@wegraph/kit/samples";
import type { CoreDatabase } from "../database.ts";
import { BeatIntake } from "./beat.intake.ts";
import { SilenceWatch } from "./silence.watch.ts";
import { uptimeJobs } from "./uptime.jobs.ts";
import { UptimeReader } from "./uptime.reader.ts";
import { UptimeService } from "./uptime.service.ts";

export interface UptimeOptions {
  db: CoreDatabase;
  clock: () => Date;
  log: Logger;
}

/** Knows which processes there are, and how they and what they need were. */
export function assembleUptime({ db, clock, log }: UptimeOptions) {
  const intake = new BeatIntake(db, clock);
  let running: { stop(): Promise<void> } | undefined;

  return {
    intake,
    reader: new UptimeReader(db),
    service: new UptimeService(db, clock),
    clock,
    jobs: uptimeJobs(db, clock),

    start(bus: Bus): void {
      const taking = takeIn(
        bus.connection,
        { subject: beatSubject, shape: beatShape, take: (beat) => intake.take(beat) },
        log,
      );
      const watch = new SilenceWatch({ db, isListening: () => bus.isConnected, clock, log });
      watch.start();
      running = {
        async stop() {
          taking.stop();
          await watch.stop();
        },
      };
    },
    async stop(): Promise<void> {
      await running?.stop();
      running = undefined;
    },
  };
}
