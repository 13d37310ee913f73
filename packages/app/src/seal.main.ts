import { parseArgs } from "node:util";
import { ConfigError, readConfig } from "@wegraph/kit/config";
import { platformConfig } from "@wegraph/kit/platform.config";
import { PrincipalSeal, dataScopes } from "@wegraph/kit/principal";
import { deriveKey } from "@wegraph/kit/secrets";
import { z } from "zod";

// Prints what another federation router sends to our subgraphs in place of a principal of its own making:
// docs/operations/other-routers.md.

const usage = `npm run seal -- --name <router> --tenant <id> --permission <right> … [--scope TENANT] [--days 30]
  [--subgraph core --subgraph wecom --subgraph health]

WEGRAPH_SECRET has to be the subgraphs'.
`;

const daySeconds = 86_400;
const shape = z.object({
  name: z.string().regex(/^[\w.-]{1,50}$/, "letters, digits, dots and dashes"),
  tenant: z.uuid(),
  permission: z.array(z.string().regex(/^[\w-]+:[\w-]+$/, 'such as "account:read"')).min(1),
  scope: z.enum(dataScopes).default("TENANT"),
  days: z.coerce.number().positive().max(90).default(30),
  subgraph: z.array(z.string().min(1)).default(["core", "wecom", "health"]),
});

function main(): void {
  const { values } = parseArgs({
    options: {
      name: { type: "string" },
      tenant: { type: "string" },
      permission: { type: "string", multiple: true },
      scope: { type: "string" },
      days: { type: "string" },
      subgraph: { type: "string", multiple: true },
    },
  });
  const read = shape.safeParse(values);
  if (!read.success) throw new ConfigError(`${z.prettifyError(read.error)}\n\n${usage}`);
  const { WEGRAPH_SECRET } = readConfig({ WEGRAPH_SECRET: platformConfig.WEGRAPH_SECRET }, environment());
  const seal = new PrincipalSeal(deriveKey(WEGRAPH_SECRET, "principal-seal").toString("base64url"));
  const { name, tenant, permission, scope, days, subgraph } = read.data;
  const principal = {
    kind: "SYSTEM" as const,
    id: `router:${name}`,
    name,
    tenantId: tenant,
    isPlatform: false,
    sessionId: null,
    department: null,
    address: null,
    grants: permission.map((each) => ({ permission: each, scope })),
    rateLimitPerMinute: null,
  };
  process.stdout.write(`${seal.sealLasting(principal, subgraph, days * daySeconds)}\n`);
}

function environment(): NodeJS.ProcessEnv {
  // oxlint-disable-next-line node/no-process-env -- a command of its own: this is where its configuration is read
  return process.env;
}

try {
  main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
