import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { GatewaySettings } from "../settings.ts";
import { hashOf } from "./persistedOperations.ts";

/** Apollo's persisted query manifest, as its tools and ours write it. */
const manifestShape = z.object({
  format: z.literal("apollo-persisted-query-manifest"),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string(), body: z.string() })),
});

/** Written beside the console's files by its build. */
const consoleManifest = "operations.json";

/** Operations known before anyone sends them. */
export class RegisteredOperations {
  private readonly byHash = new Map<string, string>();
  private readonly texts = new Set<string>();

  constructor(texts: Iterable<string>) {
    for (const text of texts) {
      this.byHash.set(hashOf(text), text);
      this.texts.add(text);
    }
  }

  /**
   * The console's, if it is built, and those of further manifests.
   *
   * @throws Error for a manifest that cannot be read, or whose ids are not the hashes of its texts.
   */
  static async open({
    consoleDirectory,
    persisted,
  }: Pick<GatewaySettings, "consoleDirectory" | "persisted">): Promise<RegisteredOperations> {
    const own = consoleDirectory === undefined ? [] : [join(consoleDirectory, consoleManifest)];
    const paths = [...own.filter((path) => existsSync(path)), ...persisted.manifests];
    return new RegisteredOperations((await Promise.all(paths.map(readManifest))).flat());
  }

  has(text: string): boolean {
    return this.texts.has(text);
  }

  textOf(hash: string): string | undefined {
    return this.byHash.get(hash);
  }

  all(): IterableIterator<string> {
    return this.texts.values();
  }
}

async function readManifest(path: string): Promise<string[]> {
  const { operations } = manifestShape.parse(JSON.parse(await readFile(path, "utf8")));
  return operations.map(({ id, body }) => {
    if (hashOf(body) !== id) throw new Error(`${path}: ${id} is not the SHA-256 of its operation.`);
    return body;
  });
}
