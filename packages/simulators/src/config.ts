import { z } from "zod";

const text = (fallback: string) => z.string().min(1).default(fallback);

const rules = z.object({
  SIMULATOR_HOST: text("127.0.0.1"),
  SIMULATOR_PORT: z.coerce.number().int().min(0).max(65_535).default(4600),
  /** Of the mail server. */
  SIMULATOR_SMTP_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  /** What a phone can reach; it goes into the QR codes. */
  SIMULATOR_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  SIMULATOR_LIFE: z.enum(["0", "1"]).default("1"),
  SIMULATOR_SEED: text("wegraph"),
  SIMULATOR_SECRET: z
    .string()
    .regex(/^[\x21-\x7e]{1,256}$/, "1-256 visible ASCII characters")
    .default("simulator-secret"),
  /** Where the state is kept over a restart; without it, in memory only. */
  SIMULATOR_DATA: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});

export type Config = z.output<typeof rules>;

/** The environment, or an error that names what is wrong in it. */
export function readConfig(): Config {
  const result = rules.safeParse(process.env);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`Wrong configuration: ${problems.join("; ")}`);
}
