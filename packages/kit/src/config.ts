import { z } from "zod";

/**
 * Reads a process's configuration from the environment, once, at start. A missing or wrong value stops the
 * start with every offending name and reason, before anything listens. Values are never echoed: one of them
 * may be a secret. An empty string counts as unset, because compose files cannot say "unset".
 */
export function readConfig<Shape extends z.ZodRawShape>(
  shape: Shape,
  env: NodeJS.ProcessEnv,
): z.infer<z.ZodObject<Shape>> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = z.object(shape).safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new ConfigError(`The configuration is not usable:\n${lines.join("\n")}`);
}

/** Thrown by readConfig; the process's main prints the message alone and exits 1. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}
