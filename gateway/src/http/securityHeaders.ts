import type { ServerResponse } from "node:http";

/**
 * The console draws with styles made at run time and pictures from data URLs and WeCom's avatar servers; scripts
 * are files of its own, nothing else.
 */
const consolePolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob: https:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");
const apiPolicy = "default-src 'none'; frame-ancestors 'none'";

export function addSecurityHeaders(response: ServerResponse, face: "CONSOLE" | "API", secure: boolean): void {
  response.setHeader("content-security-policy", face === "CONSOLE" ? consolePolicy : apiPolicy);
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("x-frame-options", "DENY");
  response.setHeader("referrer-policy", "no-referrer");
  response.setHeader("cross-origin-opener-policy", "same-origin");
  response.setHeader("cross-origin-resource-policy", face === "CONSOLE" ? "same-origin" : "cross-origin");
  if (face === "CONSOLE")
    response.setHeader("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=()");
  else response.setHeader("cache-control", "no-store");
  if (secure) response.setHeader("strict-transport-security", "max-age=31536000; includeSubDomains");
}
