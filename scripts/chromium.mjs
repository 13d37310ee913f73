import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { homedir, platform } from "node:os";
import { delimiter, join } from "node:path";
import { fail, pnpm, run, say } from "./workspace.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const places = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];
/** Below a folder of Playwright's cache, by system and generation. */
const playwrightPaths = [
  "chrome-linux/chrome",
  "chrome-linux64/chrome",
  "chrome-linux/headless_shell",
  "chrome-headless-shell-linux64/chrome-headless-shell",
  "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
  "chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
  "chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
  "chrome-win/chrome.exe",
  "chrome-win64/chrome.exe",
];

/** A Chromium for the browser tests: found, else installed; never done without in silence. */
export async function findChromium() {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (works(given)) return given;
    fail(`CHROMIUM_PATH names ${given}, which does not run.`);
  }
  return installed() ?? (await installByApt()) ?? (await installByPlaywright()) ?? explain();
}

function installed() {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, ...places, ...playwrightCache()].find(works);
}

function playwrightCache() {
  const folders = [
    process.env.PLAYWRIGHT_BROWSERS_PATH,
    join(homedir(), ".cache/ms-playwright"),
    join(homedir(), "Library/Caches/ms-playwright"),
    process.env.LOCALAPPDATA && join(process.env.LOCALAPPDATA, "ms-playwright"),
  ].filter((folder) => folder && existsSync(folder));
  return folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((entry) => entry.startsWith("chromium"))
      .toSorted((a, b) => b.localeCompare(a, "en", { numeric: true }))
      .flatMap((entry) => playwrightPaths.map((path) => join(folder, entry, path))),
  );
}

/** Asked, not assumed: Ubuntu's chromium-browser, for one, is often only a hint to install a snap. */
function works(path) {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    return false;
  }
  const { status, stdout } = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 20_000 });
  return status === 0 && /chrom/i.test(stdout);
}

async function installByApt() {
  if (platform() !== "linux" || spawnSync("apt-get", ["--version"]).status !== 0) return undefined;
  const isRoot = process.getuid() === 0;
  if (!isRoot && spawnSync("sudo", ["-n", "true"]).status !== 0) return undefined;

  say("installing Chromium with apt");
  const apt = (...args) => {
    const command = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", ...args];
    const [first, ...others] = isRoot ? command : ["sudo", "-n", ...command];
    return run(first, others);
  };
  await apt("update");
  // A font with Chinese characters: the console speaks Chinese, and screenshots of boxes prove little.
  await apt("install", "--yes", "--no-install-recommends", "chromium", "fonts-wqy-zenhei");
  return installed();
}

async function installByPlaywright() {
  say("installing Chromium with Playwright");
  const dependencies = platform() === "linux" && process.getuid() === 0 ? ["--with-deps"] : [];
  await pnpm("--filter", "@wegraph/app", "exec", "playwright-core", "install", ...dependencies, "chromium");
  return installed();
}

function explain() {
  return fail(
    "The browser tests need a Chromium, and none could be found or installed.",
    "Install one (Debian: sudo apt-get install chromium), or name one: CHROMIUM_PATH=/path/to/chrome npm test",
    "Without a browser:  npm test -- unit db",
  );
}
