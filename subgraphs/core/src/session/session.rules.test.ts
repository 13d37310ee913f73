import { expect, test } from "vitest";
import { deviceOf } from "./device.rules.ts";
import { endOf } from "./session.rules.ts";

test("a session nobody ended is expired when its time is over", () => {
  const expiresAt = new Date("2026-11-22T08:00:00Z");
  const open = { endedAt: null, endReason: null, expiresAt };
  const ended = { endedAt: new Date("2026-11-20T08:00:00Z"), endReason: "SIGNED_OUT" as const, expiresAt };

  expect(endOf(open, new Date("2026-11-22T07:59:59Z"))).toEqual({ endedAt: null, endReason: null });
  expect(endOf(open, expiresAt)).toEqual({ endedAt: expiresAt, endReason: "EXPIRED" });
  expect(endOf(ended, expiresAt)).toEqual({ endedAt: ended.endedAt, endReason: "SIGNED_OUT" });
});

test.each([
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    "Chrome on Windows",
  ],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0",
    "Edge on Windows",
  ],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
    "Safari on macOS",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.50",
    "WeChat on iPhone",
  ],
  [
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36 wxwork/4.1",
    "WeCom on Android",
  ],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"],
  ["curl/8.5.0", "curl"],
  ["", "Unknown device"],
  ["<script>alert(1)</script>", "Unknown device"],
])("%s is %s", (userAgent, device) => {
  expect(deviceOf(userAgent)).toBe(device);
});
