import { z } from "zod";
import type { MessageTimings } from "../message/message.timings.ts";
import { startTask } from "./ownProcess.ts";
import type { World } from "./world.ts";

const timingsShape: z.ZodType<MessageTimings> = z.object({
  leaseMs: z.number(),
  requeueMs: z.number(),
  sweepMs: z.number(),
  reconcileMs: z.number(),
  duplicateWindowMs: z.number(),
  accountWaitMs: z.number(),
  rerouteAfterMs: z.number(),
  giveUpMs: z.number(),
  flushMs: z.number(),
  unsureMs: z.number(),
  confirmCheckMs: z.number(),
  ackWaitMs: z.number(),
});

export const workerTask = z.object({ queueSuffix: z.string(), wecomUrl: z.url(), timings: timingsShape });

export interface WorkerProcess {
  /** It begins to send; until then it only stands ready. */
  go(): void;
  /** As a power cut would. */
  kill(): Promise<void>;
}

/** A process that sends the messages of this world once it is told to; resolves when it stands ready. */
export async function startWorkerProcess(
  world: World,
  task: z.infer<typeof workerTask>,
): Promise<WorkerProcess> {
  const { hear, tell, kill } = startTask(world, "messageWorker.main.ts", task);
  await hear(/^ready$/);
  return { go: () => tell("go"), kill };
}
