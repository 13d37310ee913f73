import { existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { run } from "./run.ts";
import type { Outcome } from "./run.ts";
import { StartError } from "./startError.ts";

export interface SystemUser {
  uid: number;
  gid: number;
}

export interface Invocation {
  command: string;
  args: string[];
  user: SystemUser | undefined;
}

/** As whom, and how, PostgreSQL's programs are started; it refuses to run as root. */
export class RunAs {
  constructor(
    /** Who must own the data; undefined when that is simply whoever we are. */
    readonly owner: SystemUser | undefined,
    /** Set when the owner cannot enter the folders on the way: see `passingRight`. */
    private readonly right: string | undefined,
  ) {}

  as(command: string, args: readonly string[]): Invocation {
    const { owner, right } = this;
    if (owner === undefined || right === undefined) return { command, args: [...args], user: owner };
    const identity = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, "--clear-groups"];
    return {
      command: "setpriv",
      args: [...identity, ...keeping(right), "--", command, ...args],
      user: undefined,
    };
  }

  run(command: string, args: readonly string[]): Promise<Outcome> {
    const { user, ...invocation } = this.as(command, args);
    return run(invocation.command, invocation.args, { cwd: "/", ...user });
  }
}

/**
 * An ordinary user runs PostgreSQL himself. Root runs it as the owner of the data when there is some,
 * else as `postgres`, who is made when the machine has none.
 */
export async function postgresRunAs(folder: string, paths: readonly string[]): Promise<RunAs> {
  if (process.getuid?.() !== 0) return new RunAs(undefined, undefined);
  const owner = ownerOf(folder) ?? (await postgresUser());
  const canPass = paths.every((path) => canReach(owner, path));
  return new RunAs(owner, canPass ? undefined : await passingRight());
}

function ownerOf(folder: string): SystemUser | undefined {
  if (!existsSync(folder)) return undefined;
  const { uid, gid } = statSync(folder);
  return uid === 0 ? undefined : { uid, gid };
}

async function postgresUser(): Promise<SystemUser> {
  const known = await lookUp("postgres");
  if (known !== undefined) return known;
  await run("useradd", ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin", "postgres"]);
  const user = (await lookUp("postgres")) ?? (await lookUp("nobody"));
  if (user !== undefined) return user;
  throw new StartError(
    "PostgreSQL refuses to run as root, and no user `postgres` could be made for it. Start as an ordinary user, or point DATABASE_URL at a server that runs already.",
  );
}

async function lookUp(name: string): Promise<SystemUser | undefined> {
  const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]);
  return uid.ok && gid.ok ? { uid: Number(uid.text), gid: Number(gid.text) } : undefined;
}

/** Whether this user may enter every folder on the way to a path. */
export function canReach({ uid, gid }: SystemUser, path: string): boolean {
  const folders: string[] = [];
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) folders.push(folder);
  return folders.every((folder) => {
    if (!existsSync(folder)) return true; // will be made, open enough
    const { mode, uid: owner, gid: group } = statSync(folder);
    const bit = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001;
    return (mode & bit) !== 0;
  });
}

/** Without the last, access(2) would answer as if the right were not there, and PostgreSQL asks it. */
function keeping(right: string): string[] {
  return [`--inh-caps=-all,+${right}`, `--ambient-caps=-all,+${right}`, "--securebits=+no_setuid_fixup"];
}

/**
 * A checkout below /root: nobody else may enter the way to it. The server then keeps the one right of
 * root's that lets it pass, and is otherwise the ordinary user it wants to be. The smaller right where
 * this machine grants it; containers usually keep only the larger.
 */
async function passingRight(): Promise<string> {
  for (const right of ["dac_read_search", "dac_override"]) {
    const tried = await run("setpriv", [...keeping(right), "true"]);
    if (tried.ok) return right;
  }
  throw new StartError(
    "PostgreSQL refuses to run as root, and its own user cannot reach this folder. Move the checkout to a folder that others may enter (for example below /srv), or start as an ordinary user.",
  );
}
