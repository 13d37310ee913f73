import type { OwnProcess } from "@wegraph/kit/testing/ownProcess";
import { z } from "zod";
import { startTask } from "./ownProcess.ts";
import type { World } from "./world.ts";

/** The WeCom of the test, in a private network as it is. */
export const syncTask = z.object({ wecomUrl: z.url() });

/** A process that reads the contacts of this world; resolves once it does. */
export async function startContactSync(world: World, wecomUrl: string): Promise<OwnProcess> {
  const started = startTask(world, "contactSync.main.ts", { wecomUrl });
  await started.hear(/^reading$/);
  return started;
}

/** A process that fetches from the desk that it is told, once; resolves when it stands ready. */
export async function startKfSync(world: World, wecomUrl: string): Promise<OwnProcess> {
  const started = startTask(world, "kfSync.main.ts", { wecomUrl });
  await started.hear(/^ready$/);
  return started;
}
