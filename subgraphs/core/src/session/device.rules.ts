const browsers: readonly [RegExp, string][] = [
  [/wxwork/i, "WeCom"],
  [/micromessenger/i, "WeChat"],
  [/edga?|edgios/i, "Edge"],
  [/opr\/|opera/i, "Opera"],
  [/samsungbrowser/i, "Samsung Internet"],
  [/firefox|fxios/i, "Firefox"],
  [/headlesschrome/i, "Headless Chrome"],
  [/chrome|crios|chromium/i, "Chrome"],
  [/safari/i, "Safari"],
];

const systems: readonly [RegExp, string][] = [
  [/harmonyos|openharmony/i, "HarmonyOS"],
  [/android/i, "Android"],
  [/iphone/i, "iPhone"],
  [/ipad/i, "iPad"],
  [/windows/i, "Windows"],
  [/mac os x|macintosh/i, "macOS"],
  [/cros/i, "ChromeOS"],
  [/linux/i, "Linux"],
];

/** "Chrome on Windows". The order of the tables matters: browsers name those they imitate. */
export function deviceOf(userAgent: string): string {
  const browser = browsers.find(([form]) => form.test(userAgent))?.[1];
  const system = systems.find(([form]) => form.test(userAgent))?.[1];
  if (browser && system) return `${browser} on ${system}`;
  if (browser ?? system) return browser ?? system ?? "";
  // Programs name themselves first: "curl/8.5.0", "python-requests/2.32".
  return /^[\w.-]{1,40}/.exec(userAgent)?.[0] ?? "Unknown device";
}
