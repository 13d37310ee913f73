// What `npm start` and `npm test` do first: install, generate, build; each only where something changed.
import { isStamped, manifestsPrint, sourcesPrint, stamp } from "./fingerprint.mjs";
import { checkNode, fail, pnpm, say } from "./workspace.mjs";

/** `toRun`: only what the platform itself needs, for whoever wants to see it run. */
export async function prepare({ toRun = false } = {}) {
  await install({ toRun });
  if (isStamped("built", sourcesPrint())) return;
  say("generating code and building the console");
  const code = await pnpm("exec", "turbo", "run", "generate", "build", "--output-logs=errors-only");
  if (code !== 0) fail("The build failed: see above.");
  stamp("built", sourcesPrint());
}

// Foreign gateways and clients: hundreds of megabytes that only tests and measurements ask for.
const onlyForTests = ["--filter=!@wegraph/interop", "--filter=!@wegraph/bench"];

export async function install({ toRun = false } = {}) {
  checkNode();
  const manifests = manifestsPrint();
  if (isStamped("installed", manifests) || (toRun && isStamped("installedToRun", manifests))) return;
  say("installing packages");
  const frozen = ["install", "--frozen-lockfile", "--config.confirm-modules-purge=false"];
  const code = await pnpm(...(toRun ? onlyForTests : []), ...frozen);
  if (code !== 0)
    fail("The packages could not be installed: see above.", "Without a network? The first start needs one.");
  stamp(toRun ? "installedToRun" : "installed", manifests);
}
