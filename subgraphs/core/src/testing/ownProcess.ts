import { startOwnProcess } from "@wegraph/kit/testing/ownProcess";
import type { OwnProcess } from "@wegraph/kit/testing/ownProcess";
import type { TestCore } from "./testCore.ts";

/** A process that does a job of this database; resolves once it is in the middle of it. */
export function startJobProcess(core: TestCore, jobName: string): Promise<OwnProcess> {
  return started(core, "jobProcess.main.ts", { JOB_NAME: jobName });
}

/** A process that sends the webhooks and notices of this database; resolves once it does. */
export function startSenderProcess(core: TestCore, receiverOrigin: string): Promise<OwnProcess> {
  return started(core, "webhookSender.main.ts", {
    ROOT_SECRET: core.rootSecret,
    RECEIVER_ORIGIN: receiverOrigin,
  });
}

async function started(core: TestCore, program: string, env: Record<string, string>): Promise<OwnProcess> {
  const process = startOwnProcess(new URL(program, import.meta.url), {
    APP_DATABASE_URL: core.opened.urls.app,
    SYSTEM_DATABASE_URL: core.opened.urls.system,
    CLOCK_OFFSET_MS: String(core.clock().getTime() - Date.now()),
    ...env,
  });
  await process.hear(/^at work$/);
  return process;
}
