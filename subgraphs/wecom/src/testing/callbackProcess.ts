import { z } from "zod";
import { startTask } from "./ownProcess.ts";
import type { World } from "./world.ts";

export const callbackTask = z.object({ queueSuffix: z.string(), handles: z.boolean() });

export interface CallbackProcess {
  url: string;
  /** Resolves when it has begun to handle one, with which it then never ends. */
  handling(): Promise<unknown>;
  /** As a power cut would. */
  kill(): Promise<void>;
}

/** A process that takes in this world's callbacks, and handles them if it is told to. */
export async function startCallbackProcess(
  world: World,
  task: z.infer<typeof callbackTask>,
): Promise<CallbackProcess> {
  const { hear, kill } = startTask(world, "callbackProcess.main.ts", task);
  const port = (await hear(/^port \d+$/)).replace("port ", "");
  return { url: `http://127.0.0.1:${port}`, handling: () => hear(/^handling$/), kill };
}
