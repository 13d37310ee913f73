import { z } from "zod";

const senderShape = z.object({
  APP_DATABASE_URL: z.string(),
  SYSTEM_DATABASE_URL: z.string(),
  ROOT_SECRET: z.string(),
  RECEIVER_ORIGIN: z.string(),
  CLOCK_OFFSET_MS: z.coerce.number(),
});

/** Of a process that sends webhooks for a test. */
export function senderConfig() {
  return senderShape.parse(process.env);
}

const jobProcessShape = z.object({
  APP_DATABASE_URL: z.string(),
  SYSTEM_DATABASE_URL: z.string(),
  JOB_NAME: z.string(),
  CLOCK_OFFSET_MS: z.coerce.number(),
});

/** Of a process that does a job for a test. */
export function jobProcessConfig() {
  return jobProcessShape.parse(process.env);
}
