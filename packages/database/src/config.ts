import { z } from "zod";

const shape = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
});

/** URL of a Postgres server whose owner may create databases; undefined when none is running for us. */
export function serverUrlFromEnvironment(): string | undefined {
  return shape.parse(process.env).DATABASE_URL;
}
