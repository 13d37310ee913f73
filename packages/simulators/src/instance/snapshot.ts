import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import type { Corp, CorpDirectory } from "./corps.ts";
import type { Instance } from "./instance.ts";
import type { CorpRegistry } from "../wecomApi/corpRegistry.ts";
import { offlineReasons, states } from "./machine.ts";
import type { InstanceRegistry } from "./registry.ts";

/** What a crash may have kept from the file: `seq` must not go back over what was already announced. */
const seqGapAfterCrash = 1_000;

const user = z.object({ userId: z.string(), name: z.string(), corpId: z.string() });
const instance = z.object({
  guid: z.string(),
  corpId: z.string(),
  clientToken: z.string(),
  name: z.string(),
  callback: z.object({ url: z.string(), secret: z.string() }).optional(),
  state: z.enum(states),
  reason: z.enum(offlineReasons).optional(),
  seq: z.int(),
  session: z.boolean(),
  login: z
    .object({
      token: z.string(),
      expiresAt: z.number(),
      scannedBy: user.optional(),
      code: z.string().optional(),
      attemptsLeft: z.int().optional(),
    })
    .optional(),
  user: user.optional(),
  device: z.string().optional(),
  outage: z.object({ since: z.number(), until: z.number().optional() }).optional(),
  settings: z.object({
    life: z.boolean(),
    newDevice: z.boolean().optional(),
    autoVerify: z.boolean().optional(),
  }),
});
const wecomCorp = z.object({
  corpId: z.string(),
  name: z.string(),
  seed: z.string(),
  sizes: z.object({ members: z.int(), departments: z.int(), customers: z.int(), groups: z.int() }),
  robots: z.array(z.string()),
  apps: z.array(
    z.object({
      agentId: z.int(),
      name: z.string(),
      secret: z.string(),
      isClosed: z.boolean(),
      callback: z.object({ url: z.string(), token: z.string(), aesKey: z.string() }).optional(),
    }),
  ),
});
const file = z.object({
  version: z.literal(1),
  isClean: z.boolean(),
  corps: z.array(z.object({ corpId: z.string(), name: z.string(), secret: z.string() })),
  instances: z.array(instance),
  /** Not in files of before. */
  wecomCorps: z.array(wecomCorp).default([]),
});

/**
 * Keeps sessions over a restart, in one file, written a moment after something changed. Of WeCom's corps it keeps what
 * was set up; their people are made again from the same seed.
 */
export class Snapshot {
  private written = "";
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly path: string,
    private readonly registry: InstanceRegistry,
    private readonly corps: CorpDirectory,
    private readonly wecomCorps: CorpRegistry,
  ) {}

  async load(): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    const text = await readFile(this.path, "utf8").catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === "ENOENT") return undefined;
      throw cause;
    });
    if (text === undefined) return;
    const { isClean, corps, instances, wecomCorps } = file.parse(JSON.parse(text));
    for (const corp of corps) this.corps.put(corp);
    for (const { apps, ...corp } of wecomCorps)
      this.wecomCorps.restore({ ...corp, apps: apps.map((app) => ({ callback: undefined, ...app })) });
    for (const known of instances) {
      this.registry.put(isClean ? known : { ...known, seq: known.seq + seqGapAfterCrash });
    }
    // From here on the file says that it is not clean, whatever happens before the next change.
    await this.save();
  }

  /** Only if something changed since the last time. */
  async save(): Promise<void> {
    const wecomCorps = JSON.stringify(this.wecomCorps.settings());
    const state = `${this.registry.revision}/${this.corps.revision}/${wecomCorps}`;
    if (state === this.written) return;
    this.written = state;
    await this.write(false);
  }

  /** The last word of a process that stops in good order. */
  async close(): Promise<void> {
    await this.write(true);
  }

  /** Beside and moved over, so that a crash leaves the old file or the new one, whole. */
  private write(isClean: boolean): Promise<void> {
    const beside = `${this.path}.new`;
    const write = async (): Promise<void> => {
      await writeFile(beside, this.print(isClean), { mode: 0o600 });
      await rename(beside, this.path);
    };
    this.writing = this.writing.then(write, write);
    return this.writing;
  }

  private print(isClean: boolean): string {
    const corps: Corp[] = this.corps.all().filter((corp) => corp !== this.corps.fallback);
    const instances: Instance[] = this.registry.all();
    const wecomCorps = this.wecomCorps.settings().map(({ robots, apps, ...corp }) => ({
      ...corp,
      robots: [...robots],
      apps: apps.map(({ callback, ...app }) => ({ ...app, ...(callback && { callback: { ...callback } }) })),
    }));
    const all = { version: 1, isClean, corps, instances, wecomCorps } as const;
    return JSON.stringify(all satisfies z.input<typeof file>);
  }
}
