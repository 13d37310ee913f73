// Generates the Prisma client of the domain whose folder this runs in (prisma/<domain>).
//
// `prisma generate` works wholly in WebAssembly, yet the CLI first fetches its native schema engine and fails
// without a network. Naming any existing file as that engine stops the download; Node itself exists everywhere.
// (For the same reason migrations are not the CLI's: with such an engine `migrate deploy` does nothing, silently.)
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";

const folder = process.cwd();
const manifest = createRequire(join(folder, "package.json")).resolve("prisma/package.json");
const cli = join(dirname(manifest), "build", "index.js");

const { status, signal, stdout, stderr, error } = spawnSync(
  process.execPath,
  [cli, "generate", "--schema", "schema.prisma", "--no-hints"],
  {
    cwd: folder,
    encoding: "utf8",
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      CHECKPOINT_DISABLE: "1",
    },
  },
);

if (status === 0) {
  console.log(`prisma: client of ${basename(folder)} generated`);
} else {
  console.error(stdout, stderr, error ?? "", signal ?? "");
  process.exitCode = status || 1;
}
