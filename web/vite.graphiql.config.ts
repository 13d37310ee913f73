import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { compress } from "./scripts/compress.mjs";

/** GraphiQL, built by itself: the console's own chunks do not know of its editor. */
export default defineConfig({
  root: fileURLToPath(new URL("graphiql", import.meta.url)),
  base: "/graphiql/",
  publicDir: false,
  plugins: [react(), compress()],
  worker: { format: "es" },
  build: {
    outDir: fileURLToPath(new URL("dist/graphiql", import.meta.url)),
    emptyOutDir: true,
    target: "es2023",
    // The editor comes in one piece.
    chunkSizeWarningLimit: 4_000,
    reportCompressedSize: false,
    // Its packages carry directives for React's compiler, which has run on them already.
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
});
