import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCore } from "@wegraph/core/subgraph";
import { openRuntime } from "@wegraph/kit/runtime";
import { anyPorts, startStack } from "@wegraph/launcher/stack";
import { openHealth } from "@wegraph/health/subgraph";
import { openWecom } from "@wegraph/wecom/subgraph";
import { compareWithRelease } from "./changes/apiFiles.ts";
import { compose } from "./compose.ts";
import { projectFile } from "./project.ts";

// Writes what is derived from the code and committed, so that its diff is the review of the API: each subgraph's
// SDL, the supergraph, the schema that callers see, and what of it is new since the last release. The real domains are opened, on servers of their own,
// so that what is written is what runs.

const dataDir = await mkdtemp(join(tmpdir(), "wegraph-compose-"));
const stack = await startStack({ dataDir, ports: anyPorts, durable: false, given: {} });
try {
  const runtime = await openRuntime({
    service: "compose",
    logLevel: "error",
    natsUrl: stack.natsUrl,
    redisUrl: stack.redisUrl,
    databaseUrl: stack.databaseUrl,
    rootSecret: "a secret that seals nothing: this database lives for seconds",
  });
  const core = await openCore(runtime, {
    files: { directory: "" },
    webhooks: { trustedOrigins: [] },
    channels: { trustedOrigins: [], publicUrl: "http://localhost" },
  });
  const wecom = await openWecom(runtime, { publicUrl: "http://localhost", trustedProviders: [] });
  const health = await openHealth(runtime, {});
  const subgraphs = [core.subgraph, wecom.subgraph, health.subgraph];
  for (const { name, sdl } of subgraphs) await write(`subgraphs/${name}/schema.graphql`, `${sdl.trim()}\n`);
  const { supergraphSdl, apiSdl } = compose(subgraphs);
  await write("supergraph.graphql", supergraphSdl);
  await write("docs/api/schema.graphql", apiSdl);
  const { wanted } = await compareWithRelease();
  await write("docs/api/CHANGELOG.md", wanted);
  await health.stop();
  await wecom.stop();
  await core.stop();
  await runtime.close();
} finally {
  await stack.stop();
  await rm(dataDir, { recursive: true, force: true });
}

async function write(path: string, text: string): Promise<void> {
  await writeFile(projectFile(path), text);
  process.stdout.write(`${path}\n`);
}
