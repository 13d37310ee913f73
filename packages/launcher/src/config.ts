import { resolve } from "node:path";
import { z } from "zod";
import { projectDataDir } from "./paths.ts";
import { StartError } from "./startError.ts";

/** What the servers we start inherit: PATH, HOME, locale, proxies. */
export const inherited: NodeJS.ProcessEnv = { ...process.env };

const filled = z.string().min(1);

/** Servers that run already, used instead of starting ones. */
const servers = {
  DATABASE_URL: filled.optional(),
  NATS_URL: filled.optional(),
  REDIS_URL: filled.optional(),
};

const serversShape = z.object(servers);
export type GivenServers = z.infer<typeof serversShape>;

const startShape = z.object({
  ...servers,
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  PUBLIC_URL: z.url().optional(),
  SIMULATOR_URL: z.url().optional(),
  WEGRAPH_SECRET: z.string().min(32).optional(),
  WEGRAPH_DATA: filled.default(projectDataDir).transform((folder) => resolve(folder)),
  WEGRAPH_DEMO: z.enum(["0", "1"]).default("1"),
  NODE_ENV: filled.default("production"),
  npm_lifecycle_event: z.string().optional(),
});
export type StartSettings = z.infer<typeof startShape>;

export function readGivenServers(env: NodeJS.ProcessEnv = process.env): GivenServers {
  return read(serversShape, env);
}

export function readStartSettings(env: NodeJS.ProcessEnv = process.env): StartSettings {
  return read(startShape, env);
}

function read<Shape extends z.ZodObject>(shape: Shape, env: NodeJS.ProcessEnv): z.infer<Shape> {
  // An empty variable is how a shell or a compose file says "not set".
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = shape.safeParse(set);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `  ${path.join(".")}: ${message}`);
  throw new StartError(["The environment has a wrong value:", ...problems].join("\n"));
}
