import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { compress } from "./scripts/compress.mjs";
import { inlineOperations } from "./scripts/inlineOperations.mjs";

const server = `http://localhost:${process.env["PORT"] ?? "4000"}`;

export default defineConfig({
  plugins: [inlineOperations(fileURLToPath(new URL(".", import.meta.url))), react(), compress()],
  build: {
    manifest: true,
    target: "es2023",
    chunkSizeWarningLimit: 600,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // Left alone, the bundler makes a file of every icon that two pages share. A module belongs to
        // the first of these that needs it, so each step from sign-in to a list loads a file or two.
        codeSplitting: {
          groups: [
            { name: "base", tags: ["$initial"], priority: 6 },
            { name: "signIn", test: /\/src\/features\/signIn\//, priority: 5 },
            {
              name: "console",
              test: /\/src\/shell\/(?!CommandPalette|paletteStyles|useCommands|NotFound)/,
              priority: 4,
            },
            { name: "overview", test: /\/src\/features\/overview\//, priority: 3 },
            { name: "ui", test: /\/src\/(?:ui\/(?!ServerGrid|gridStyles|CardList)|forms\/)/, priority: 2 },
            { name: "grid", test: /\/src\/ui\/ServerGrid/, priority: 1 },
          ],
        },
      },
    },
  },
  // GraphiQL is a build of its own; its workers cannot be bundled ahead.
  optimizeDeps: { entries: ["index.html"] },
  server: {
    proxy: {
      "/graphql": { target: server, ws: true, rewriteWsOrigin: true },
      "/auth": { target: server },
      "^/files/.": { target: server },
    },
  },
});
