import { parseArgs } from "node:util";
import { z } from "zod";
import { ConfigError } from "@wegraph/kit/config";

const httpUrl = z.url({ protocol: /^https?$/ });
const socketUrl = z.url({ protocol: /^wss?$/ });

const shape = z.object({
  supergraph: z.string().min(1),
  port: z.coerce.number().int().min(0).max(65_535).default(4000),
  host: z.string().optional(),
  subgraph: pairs(httpUrl),
  subscriptions: pairs(socketUrl),
  propagate: z
    .array(z.string())
    .default([])
    .transform((given) => given.flatMap((names) => names.split(",")).map((name) => name.trim().toLowerCase()))
    .pipe(z.array(z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, "is not the name of a header"))),
  settings: z.string().optional(),
  "log-level": z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
});

export type StandaloneOptions = z.output<typeof shape>;

export const usage = `gateway --supergraph <file or URL> [options]

  --supergraph <file or URL>      the composed supergraph; changes are taken over while it runs
  --port <number>                 where to listen; 4000 unless given, 0 for any
  --host <address>                on which address; all unless given
  --subgraph <name>=<url>         where a subgraph is, in place of what the supergraph says
  --subscriptions <name>=<ws url> where its subscriptions are; its address with ws for http unless given
  --propagate <header,…>          headers of callers that subgraphs get; none unless given
  --settings <file>               limits, times and origins, as JSON
  --log-level <level>             info unless given
`;

/** @throws ConfigError that says what is wrong with which option. */
export function readOptions(args: readonly string[]): StandaloneOptions | "HELP" {
  const { values } = parsed(args);
  if (values.help) return "HELP";
  const read = shape.safeParse(values);
  if (read.success) return read.data;
  const lines = read.error.issues.map(({ path, message }) => `  --${path[0]?.toString() ?? ""}: ${message}`);
  throw new ConfigError(`${lines.join("\n")}\n\n${usage}`);
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        supergraph: { type: "string" },
        port: { type: "string" },
        host: { type: "string" },
        subgraph: { type: "string", multiple: true },
        subscriptions: { type: "string", multiple: true },
        propagate: { type: "string", multiple: true },
        settings: { type: "string" },
        "log-level": { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new ConfigError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

/** `name=url`, any number of times, as name → URL. */
function pairs(url: z.ZodURL) {
  return z
    .array(z.string())
    .default([])
    .transform((given) => given.map((pair) => pair.split(/=(.*)/s).slice(0, 2)))
    .pipe(z.array(z.tuple([z.string().min(1), url])))
    .transform((entries) => new Map(entries));
}
