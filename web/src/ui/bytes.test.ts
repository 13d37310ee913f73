import { expect, test } from "vitest";
import { formatBytes } from "./bytes.ts";

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1_400_000, "1.4 MB"],
  [52_428_800, "52.4 MB"],
  [523_400_000, "523 MB"],
  [5_368_709_120, "5.4 GB"],
  [9e15, "9,000 TB"],
])("%i bytes are said as %s", (bytes, said) => {
  expect(formatBytes(bytes, "en")).toBe(said);
});
