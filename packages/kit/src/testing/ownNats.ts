import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findNats } from "@wegraph/launcher/binaries";
import { Guardian } from "@wegraph/launcher/guardian";
import { startNats } from "@wegraph/launcher/nats";
import { projectBinDir } from "@wegraph/launcher/paths";
import { freePort } from "@wegraph/launcher/ports";
import { temporaryDir } from "@wegraph/launcher/temporaryDir";

/** A broker of the test's own, which may be stopped and started again as nobody else's may. */
export async function openOwnNats() {
  const folder = temporaryDir("nats");
  const binary = await findNats(projectBinDir, console.log);
  const port = await freePort();
  const place = { runDir: folder.path, logDir: folder.path, guardian: new Guardian() };
  const start = () => startNats({ binary, dataDir: folder.path, port, place });
  let server = await start();
  const store = join(folder.path, "nats");
  const copy = join(folder.path, "copy");
  const kill = async () => {
    server.child.kill();
    await server.child.ended;
  };
  return {
    url: server.url,
    /** Killed, not asked, and back on the same port with what it had stored. */
    async restart({ downMs = 0 }: { downMs?: number } = {}): Promise<void> {
      await kill();
      await new Promise((resolve) => setTimeout(resolve, downMs));
      server = await start();
    },
    /** Remembers what is stored now; the result brings it back, as after a power cut that lost what came later. */
    async remember(): Promise<() => Promise<void>> {
      await kill();
      cpSync(store, copy, { recursive: true });
      server = await start();
      return async () => {
        await kill();
        rmSync(store, { recursive: true });
        cpSync(copy, store, { recursive: true });
        server = await start();
      };
    },
    async close(): Promise<void> {
      await server.child.stop();
      place.guardian.dismiss();
      folder.remove();
    },
  };
}
