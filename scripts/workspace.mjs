// The workspace's tools for scripts that must run before anything is installed: plain Node, no packages.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../", import.meta.url));

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** Runs a program to its end, on this terminal; answers its exit code, 1 when a signal ended it. */
export function run(command, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...env } });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

/**
 * The pinned pnpm, which nobody has to install: npx fetches it once, and afterwards works offline.
 * turbo runs below it, because it looks for the package manager in PATH and finds none otherwise.
 */
export function pnpm(...args) {
  return run("npx", ["--yes", "--prefer-offline", manifest.packageManager, ...args], {
    TURBO_TELEMETRY_DISABLED: "1",
    // npx would warn about every npm setting that this version of it does not know.
    npm_config_loglevel: "error",
  });
}

/** The newest thing said is the last line: with the time since the command was given. */
export function say(line) {
  console.log(`${(performance.now() / 1000).toFixed(1).padStart(6)} s  ${line}`);
}

export function fail(...lines) {
  console.error(["", ...lines, ""].join("\n"));
  process.exit(1);
}

/** Stops with an explanation where Node is too old to even start. */
export function checkNode() {
  const wanted = manifest.engines.node.replace(">=", "");
  const [wantedMajor, wantedMinor] = wanted.split(".").map(Number);
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  fail(
    `Wegraph needs Node ${wanted} or newer; this is ${process.versions.node}.`,
    "Get one at https://nodejs.org",
  );
}
