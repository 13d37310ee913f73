import { startOwnProcess } from "@wegraph/kit/testing/ownProcess";
import type { OwnProcess } from "@wegraph/kit/testing/ownProcess";
import { testServers } from "@wegraph/kit/testing/servers.config";
import { v7 } from "uuid";
import { z } from "zod";
import type { NewReading } from "../vital/reading.ts";
import { vital } from "../vital/vital.codes.ts";
import { worldSecret } from "./world.ts";
import type { World } from "./world.ts";

export const intakeTask = z.object({ tenantId: z.string() });
/** What it is told, as a line of JSON: groups of patients, one intake for each, one after the other. */
export const intakeGroups = z.array(z.array(z.string()));

/** A process that takes in low oxygen saturations of the patients that it is told. */
export function startIntakeProcess(world: World, tenantId: string): OwnProcess {
  const { natsUrl, redisUrl } = testServers();
  return startOwnProcess(new URL("intakeProcess.main.ts", import.meta.url), {
    APP_DATABASE_URL: world.pools.urls.app,
    SYSTEM_DATABASE_URL: world.pools.urls.system,
    NATS_URL: natsUrl,
    REDIS_URL: redisUrl,
    ROOT_SECRET: worldSecret,
    TASK: JSON.stringify({ tenantId } satisfies z.infer<typeof intakeTask>),
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
