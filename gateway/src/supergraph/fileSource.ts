import { watch } from "node:fs";
import type { FSWatcher } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "@wegraph/kit/log";
import type { GatewaySettings } from "../settings.ts";
import type { SupergraphSource } from "./source.ts";

/**
 * A supergraph in a file. It may be written in place, replaced by a rename, or be a link that is turned to another
 * file; what is still being written is not read.
 */
export class FileSource implements SupergraphSource {
  private seen = "";

  constructor(
    private readonly path: string,
    private readonly settings: Pick<GatewaySettings["supergraph"], "settleMs" | "filePollMs">,
    private readonly log: Logger,
  ) {}

  async read(): Promise<string> {
    for (;;) {
      const before = await this.print();
      const text = await readFile(this.path, "utf8");
      if ((await this.print()) !== before) continue;
      this.seen = before;
      return text;
    }
  }

  watch(offer: (sdl: string) => void): () => void {
    const stopping = new AbortController();
    let looking: Promise<void> | undefined;
    const look = () => {
      looking ??= this.look(offer, stopping.signal).finally(() => (looking = undefined));
    };
    // The folder, not the file: a rename puts another file in the place of the one that was watched.
    const watcher = this.watchFolder(look);
    // Not every file system tells of changes.
    const poll = setInterval(look, this.settings.filePollMs).unref();
    look();
    return () => {
      stopping.abort();
      watcher?.close();
      clearInterval(poll);
    };
  }

  private watchFolder(look: () => void): FSWatcher | undefined {
    try {
      const watcher = watch(dirname(this.path), { persistent: false }, look);
      watcher.on("error", (err) => this.log.warn({ err }, "supergraph file is only polled"));
      return watcher;
    } catch (err) {
      this.log.warn({ err }, "supergraph file is only polled");
      return undefined;
    }
  }

  /** Reads the file once it has not changed for a while. */
  private async look(offer: (sdl: string) => void, signal: AbortSignal): Promise<void> {
    try {
      for (let print = await this.print(); print !== this.seen && !signal.aborted;) {
        await sleep(this.settings.settleMs, undefined, { signal });
        const now = await this.print();
        if (now === print) return offer(await this.read());
        print = now;
      }
    } catch (err) {
      // Between being taken away and put back again there is no file; the next change or poll finds it.
      if (!signal.aborted) this.log.debug({ err }, "supergraph file cannot be read");
    }
  }

  /** Another one whenever the content may be another. */
  private async print(): Promise<string> {
    const { ino, size, mtimeMs } = await stat(this.path);
    return `${ino} ${size} ${mtimeMs}`;
  }
}
