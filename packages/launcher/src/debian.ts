import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { run } from "./run.ts";
import type { Outcome } from "./run.ts";

/**
 * Unpacks a Debian package, with those it needs and this machine lacks, into a folder: nothing is
 * installed, and no rights are needed. Answers what went wrong, or undefined.
 */
export async function unpackDebian(name: string, into: string): Promise<string | undefined> {
  mkdirSync(dirname(into), { recursive: true });
  const work = mkdtempSync(`${into}.`);
  try {
    const problem = await unpackInto(name, work);
    if (problem !== undefined) return problem;
    // Whole or not at all: another process may be doing the same, or this one may be killed.
    if (!existsSync(into)) renameSync(join(work, "root"), into);
    return undefined;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

export function librariesIn(root: string): string[] {
  return [join(root, "usr/lib"), join(root, "lib")].flatMap((lib) => [
    lib,
    ...entries(lib).flatMap((entry) => (entry.includes("-linux-") ? [join(lib, entry)] : [])),
  ]);
}

async function unpackInto(name: string, work: string): Promise<string | undefined> {
  // The machine's own package lists may be missing (a bare image) or older than the mirror.
  const fetched = await fetchPackages(name, work, []);
  if (!fetched.ok) {
    const lists = privateLists(work);
    const updated = await run("apt-get", [...lists, "update"], { cwd: work });
    const again = updated.ok ? await fetchPackages(name, work, lists) : updated;
    if (!again.ok) return lastLine(again.text);
  }
  for (const file of entries(work).filter((entry) => entry.endsWith(".deb"))) {
    const unpacked = await run("dpkg", ["-x", file, join(work, "root")], { cwd: work });
    if (!unpacked.ok) return lastLine(unpacked.text);
  }
  return undefined;
}

async function fetchPackages(name: string, work: string, options: readonly string[]): Promise<Outcome> {
  const plan = await run("apt-get", [...options, "install", "--simulate", "--no-install-recommends", name], {
    cwd: work,
  });
  if (!plan.ok) return plan;
  // "Inst name (…)" is new to this machine; "Inst name [version] (…)" would only be an upgrade.
  const packages = [...plan.text.matchAll(/^Inst (\S+) \(/gm)].flatMap(([, found]) => found ?? []);
  if (packages.length === 0) return { ok: false, text: `apt knows no package ${name} for this machine` };
  return run("apt-get", [...options, "download", ...packages], { cwd: work });
}

/** Package lists of our own, so that an update needs no root and changes nothing on the machine. */
function privateLists(work: string): string[] {
  const lists = join(work, "lists");
  const cache = join(work, "cache");
  for (const folder of [join(lists, "partial"), join(cache, "archives/partial")])
    mkdirSync(folder, { recursive: true });
  const settings = [`Dir::State::lists=${lists}`, `Dir::Cache=${cache}`, "APT::Get::List-Cleanup=0"];
  // As root apt downloads as another user, who may not be able to reach this folder.
  if (process.getuid?.() === 0) settings.push("APT::Sandbox::User=root");
  return settings.flatMap((setting) => ["-o", setting]);
}

function entries(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function lastLine(text: string): string {
  return text.split("\n").findLast((line) => line.trim() !== "") ?? "no reason given";
}
