import { startOwnProcess } from "@wegraph/kit/testing/ownProcess";
import type { OwnProcess } from "@wegraph/kit/testing/ownProcess";
import { testServers } from "@wegraph/kit/testing/servers.config";
import { v7 } from "uuid";
import { z } from "zod";
import type { NewReading } from "../vital/reading.ts";
import { vital } from "../vital/vital.codes.ts";
import { worldSecret } from "./world.ts";
import type { World } from "./world.ts";

/** One intake for each group of patients, one after the other. */
export const intakeTask = z.object({ tenantId: z.string(), groups: z.array(z.array(z.string())) });

/** A process that takes in what is told in its task, from when it is told to. */
export function startIntakeProcess(world: World, task: z.infer<typeof intakeTask>): OwnProcess {
  const { natsUrl, redisUrl } = testServers();
  return startOwnProcess(new URL("intakeProcess.main.ts", import.meta.url), {
    APP_DATABASE_URL: world.pools.urls.app,
    SYSTEM_DATABASE_URL: world.pools.urls.system,
    NATS_URL: natsUrl,
    REDIS_URL: redisUrl,
    ROOT_SECRET: worldSecret,
    TASK: JSON.stringify(task),
  });
}

/** An oxygen saturation that the shipped rules raise an alert on. */
export function lowSpo2(patientId: string): NewReading {
  const now = new Date();
  return {
    patientId,
    code: vital.spo2,
    value: 88,
    given: null,
    measuredAt: now,
    statedAt: now,
    receivedAt: now,
    skewMs: 0,
    deviceId: null,
    source: "DEVICE",
    setId: v7(),
    mealContext: null,
    flags: [],
    enteredById: null,
  };
}
