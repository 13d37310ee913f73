#!/usr/bin/env node
// TypeScript runs through tsx (DECISIONS 2).
import { register } from "tsx/esm/api";

register();
await import("../src/standalone/standalone.main.ts");
