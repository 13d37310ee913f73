import type { Bus } from "./bus.ts";
import type { Logger } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import { batchOf, beatSubject, samplesPerBatchMax, samplesSubject } from "./samples.ts";
import type { Beat, Sample } from "./samples.ts";
import { Shipper } from "./shipper.ts";

const answerWithinMs = 5_000;

interface Parcel {
  subject: string;
  data: string;
  /** How many measurements are lost with it. */
  count: number;
}

export interface MeasurementShipperOptions {
  connection: Bus["connection"];
  metrics: Metrics;
  log: Logger;
}

/** Sends what was measured to core. Never waits and never fails; what is dropped is counted. */
export class MeasurementShipper {
  private readonly shipper: Shipper<Parcel>;

  constructor({ connection, metrics, log }: MeasurementShipperOptions) {
    this.shipper = new Shipper<Parcel>({
      send: async ({ subject, data }) => {
        const answer = await connection.request(subject, data, { timeout: answerWithinMs });
        // What core refuses it will refuse again.
        if (answer.string() !== "") log.warn({ subject, reason: answer.string() }, "measurements refused");
      },
      onDropped: ({ count }) => metrics.samplesDropped.inc(count),
    });
  }

  samples(at: number, samples: readonly Sample[]): void {
    for (let from = 0; from < samples.length; from += samplesPerBatchMax) {
      const part = samples.slice(from, from + samplesPerBatchMax);
      const data = JSON.stringify(batchOf(at, part));
      this.shipper.put({ subject: samplesSubject, data, count: part.length });
    }
  }

  beat(beat: Beat): void {
    this.shipper.put({ subject: beatSubject, data: JSON.stringify(beat), count: 0 });
  }

  flush(): Promise<void> {
    return this.shipper.flush();
  }
}
