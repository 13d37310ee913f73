import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const projectRoot = fileURLToPath(new URL("../../../", import.meta.url));

/** What `npm start` keeps between starts. */
export const projectDataDir = join(projectRoot, ".data");

/** Downloaded servers: shared by every data folder of this checkout, the tests' temporary ones included. */
export const projectBinDir = join(projectDataDir, "bin");
