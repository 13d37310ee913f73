import { connect } from "@nats-io/transport-node";
import type { NatsConnection } from "@nats-io/transport-node";
import { observeProcess } from "./observeProcess.ts";
import type { Observation, ObserveOptions } from "./observeProcess.ts";

const retryMs = 2_000;

/** For a process without a bus: it tells of itself over a connection of its own, as soon as NATS is there. Nothing waits for it. */
export function observeOverNats(natsUrl: string, options: Omit<ObserveOptions, "connection">): Observation {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let connection: NatsConnection | undefined;
  let observation: Observation | undefined;

  const begin = async () => {
    try {
      const made = await connect({
        servers: natsUrl.split(","),
        name: options.service,
        maxReconnectAttempts: -1,
        reconnectTimeWait: retryMs,
      });
      if (isStopped) return await made.close();
      connection = made;
      observation = observeProcess({ ...options, connection });
    } catch {
      if (!isStopped) timer = setTimeout(() => void begin(), retryMs).unref();
    }
  };
  void begin();

  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await observation?.stop();
      await connection?.close();
    },
  };
}
