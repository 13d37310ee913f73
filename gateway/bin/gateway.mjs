#!/usr/bin/env node
// TypeScript runs from its source (DECISIONS 2).
import "@oxc-node/core/register";

await import("../src/standalone/standalone.main.ts");
