import { afterAll, vi } from "vitest";

// Files share a process: none leaves its clock, its spies or its environment to the next.
afterAll(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});
