import { z } from "zod";

const shape = z.object({
  APP_DATABASE_URL: z.url(),
  SYSTEM_DATABASE_URL: z.url(),
  NATS_URL: z.string(),
  REDIS_URL: z.string(),
  ROOT_SECRET: z.string(),
  TASK: z.string(),
});

/** Of a process that a test starts. */
export function taskConfig() {
  return shape.parse(process.env);
}
