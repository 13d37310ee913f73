import { z } from "zod";
import type { Bus } from "@wegraph/kit/bus";
import type { Metrics } from "@wegraph/kit/metrics";

const workPrefix = "work-";
const messageShape = z.object({ message: z.object({ time: z.coerce.date() }) });

/** Asks NATS for what waits in its streams. */
export class NatsProbe {
  private readonly gauges;

  constructor(
    metrics: Metrics,
    private readonly bus: Pick<Bus, "manager" | "connection">,
    private readonly clock: () => Date,
  ) {
    this.gauges = {
      messages: metrics.sharedGauge("nats_stream_messages", "Messages in a stream.", ["stream"]),
      bytes: metrics.sharedGauge("nats_stream_bytes", "Size of a stream.", ["stream"]),
      backlog: metrics.sharedGauge("nats_backlog", "Messages that a consumer has yet to handle.", [
        "stream",
        "consumer",
      ]),
      depth: metrics.sharedGauge("queue_depth", "Jobs that wait in a queue or are at work.", ["queue"]),
      oldest: metrics.sharedGauge("queue_oldest_seconds", "How long the oldest of them has been there.", [
        "queue",
      ]),
    };
  }

  async look(): Promise<void> {
    const { manager } = this.bus;
    const { messages, bytes, backlog, depth, oldest } = this.gauges;
    for (const gauge of Object.values(this.gauges)) gauge.reset();
    for await (const { config, state } of manager.streams.list()) {
      const { name: stream } = config;
      messages.set({ stream }, state.messages);
      bytes.set({ stream }, state.bytes);
      for await (const consumer of manager.consumers.list(stream)) {
        const { durable_name: name, filter_subject: subject } = consumer.config;
        // One without a lasting name is a process's own way of reading, and new with each process.
        if (name === undefined) continue;
        const waiting = consumer.num_pending + consumer.num_ack_pending;
        backlog.set({ stream, consumer: name }, waiting);
        if (!name.startsWith(workPrefix)) continue;
        const queue = name.slice(workPrefix.length);
        depth.set({ queue }, waiting);
        oldest.set({ queue }, waiting > 0 ? await this.ageOfOldest(stream, subject) : 0);
      }
    }
  }

  forget(): void {
    for (const gauge of Object.values(this.gauges)) gauge.reset();
  }

  /** Done since it was counted: 0. */
  private async ageOfOldest(stream: string, subject: string | undefined): Promise<number> {
    if (subject === undefined) return 0;
    // The client's own call has no way to ask for the next of a subject.
    const answer = await this.bus.connection.request(
      `$JS.API.STREAM.MSG.GET.${stream}`,
      JSON.stringify({ seq: 1, next_by_subj: subject }),
      { timeout: 2_000 },
    );
    const { success, data } = messageShape.safeParse(answer.json());
    return success ? Math.max(this.clock().getTime() - data.message.time.getTime(), 0) / 1_000 : 0;
  }
}
