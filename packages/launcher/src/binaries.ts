import { accessSync, constants, existsSync } from "node:fs";
import { platform } from "node:os";
import { delimiter, join } from "node:path";
import { inherited } from "./config.ts";
import { librariesIn, unpackDebian } from "./debian.ts";
import { StartError } from "./startError.ts";

export interface Binary {
  path: string;
  /** What the program needs beside the inherited environment. */
  env: NodeJS.ProcessEnv;
}

/** A server and the package that brings it, under the same name on Debian and its children. */
interface Wanted {
  name: "nats-server" | "redis-server";
  homebrew: string;
  urlVariable: "NATS_URL" | "REDIS_URL";
}

const natsServer: Wanted = { name: "nats-server", homebrew: "nats-server", urlVariable: "NATS_URL" };
const redisServer: Wanted = { name: "redis-server", homebrew: "redis", urlVariable: "REDIS_URL" };

export const findNats = (binDir: string, log: (line: string) => void): Promise<Binary> =>
  find(natsServer, binDir, log);
export const findRedis = (binDir: string, log: (line: string) => void): Promise<Binary> =>
  find(redisServer, binDir, log);

async function find(wanted: Wanted, binDir: string, log: (line: string) => void): Promise<Binary> {
  const installed = onPath(wanted.name);
  if (installed !== undefined) return { path: installed, env: {} };

  const folder = join(binDir, wanted.name);
  const path = join(folder, "usr/bin", wanted.name);
  const natsPath = join(folder, "usr/sbin", wanted.name);
  let problem: string | undefined;
  if (!existsSync(folder) && onPath("apt-get") !== undefined && onPath("dpkg") !== undefined) {
    log(`fetching ${wanted.name} (once, into .data/bin)`);
    problem = await unpackDebian(wanted.name, folder);
  }
  const found = [path, natsPath].find(isProgram);
  if (found === undefined) throw new StartError(howToInstall(wanted, problem));
  return { path: found, env: { LD_LIBRARY_PATH: librariesIn(folder).join(delimiter) } };
}

function onPath(name: string): string | undefined {
  const usual = ["/usr/local/bin", "/usr/local/sbin", "/usr/sbin", "/opt/homebrew/bin"];
  const folders = [...(inherited["PATH"] ?? "").split(delimiter), ...usual];
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function howToInstall({ name, homebrew, urlVariable }: Wanted, problem: string | undefined): string {
  const how =
    platform() === "darwin"
      ? `Install it with:  brew install ${homebrew}`
      : `Install the package ${name} of your system (Debian, Ubuntu: sudo apt-get install ${name})`;
  const why = problem === undefined ? "" : ` apt could not fetch it: ${problem}.`;
  return `${name} is not on this machine.${why}\n${how}\nor point ${urlVariable} at a server that runs already.`;
}
