import { z } from "zod";

/** Settings every Wegraph process shares, to be spread into its own readConfig shape. */
export const platformConfig = {
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  NATS_URL: z.string().min(1).default("nats://127.0.0.1:4222"),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).default("redis://127.0.0.1:6379"),
  /** Every key of the platform is derived from it; losing it loses all sealed data. */
  WEGRAPH_SECRET: z.string().min(32, "at least 32 characters"),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  /** Which process of its kind this is, in measurements and health; the machine's name unless given. */
  WEGRAPH_INSTANCE: z
    .string()
    .regex(/^[\w.:-]{1,100}$/, "letters, digits and . : - _")
    .optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
} as const;
