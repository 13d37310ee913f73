import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";

/** The little we need of the global that TypeScript only knows together with a browser. */
interface WasmRuntime {
  instantiate(
    bytes: Uint8Array,
    imports: Record<string, object>,
  ): Promise<{ instance: { exports: { __wbindgen_start(): void } } }>;
}

let loaded: Promise<typeof bindings> | undefined;

/**
 * Prisma's schema engine compiled to WebAssembly: no native binary, no download, the same on every system.
 * Its package imports the .wasm file as an ES module, which Node 20 cannot do, so it is instantiated here.
 */
export function loadWasmEngine(): Promise<typeof bindings> {
  loaded ??= instantiate();
  return loaded;
}

async function instantiate(): Promise<typeof bindings> {
  const script = import.meta.resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const bytes = await readFile(fileURLToPath(new URL("schema_engine_bg.wasm", script)));
  const runtime: WasmRuntime = Reflect.get(globalThis, "WebAssembly");
  const { instance } = await runtime.instantiate(bytes, { "./schema_engine_bg.js": { ...bindings } });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return bindings;
}
