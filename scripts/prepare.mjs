// What `npm start` and `npm test` do first: install, generate, build; each only where something changed.
import { isStamped, manifestsPrint, sourcesPrint, stamp } from "./fingerprint.mjs";
import { checkNode, fail, pnpm, say } from "./workspace.mjs";

export async function prepare() {
  await install();
  if (isStamped("built", sourcesPrint())) return;
  say("generating code and building the console");
  const code = await pnpm("exec", "turbo", "run", "generate", "build", "--output-logs=errors-only");
  if (code !== 0) fail("The build failed: see above.");
  stamp("built", sourcesPrint());
}

export async function install() {
  checkNode();
  const manifests = manifestsPrint();
  if (isStamped("installed", manifests)) return;
  say("installing packages");
  const code = await pnpm("install", "--frozen-lockfile", "--config.confirm-modules-purge=false");
  if (code !== 0)
    fail("The packages could not be installed: see above.", "Without a network? The first start needs one.");
  stamp("installed", manifests);
}
