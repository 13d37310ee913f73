import type { OwnProcess } from "@wegraph/kit/testing/ownProcess";
import { principalShape } from "@wegraph/kit/principal";
import { z } from "zod";
import { startTask } from "./ownProcess.ts";
import type { World } from "./world.ts";

export const acceptanceTask = z.object({
  principal: principalShape,
  accountId: z.string(),
  wecomUrl: z.url(),
});

/** A process that accepts a batch of five, and stands still once core has counted it; resolves with the key it took by. */
export async function startAcceptance(
  world: World,
  task: z.infer<typeof acceptanceTask>,
): Promise<{ process: OwnProcess; key: string }> {
  const process = startTask(world, "acceptance.main.ts", task);
  const line = await process.hear(/^taken /);
  return { process, key: line.slice("taken ".length) };
}
