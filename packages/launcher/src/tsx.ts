import { join } from "node:path";
import { projectRoot } from "./paths.ts";

/**
 * tsx reads our decorators as TypeScript's only in files that its configuration includes. Found from the
 * package that is run, that would leave out the packages it imports; the root's includes them all.
 */
export const decorators: NodeJS.ProcessEnv = { TSX_TSCONFIG_PATH: join(projectRoot, "tsconfig.json") };
