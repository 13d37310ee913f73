import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Reply } from "../http/answer.ts";
import { type Language, phoneTexts } from "./phone.texts.ts";

/** The page behind a QR code. It is the same for every log-in: its script asks for the rest. */
export class PhonePage {
  private readonly style = asset("page.css");
  private readonly script = asset("page.js");
  /** Nothing but this very script runs, whatever name an instance or a person may have. */
  private readonly policy = [
    "default-src 'none'",
    `script-src 'sha256-${createHash("sha256").update(this.script).digest("base64")}'`,
    "style-src 'unsafe-inline'",
    "img-src data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

  reply(language: Language): Reply {
    return {
      status: 200,
      contentType: "text/html; charset=utf-8",
      headers: {
        "content-security-policy": this.policy,
        "content-language": language,
        "referrer-policy": "no-referrer",
      },
      body: this.html(language),
    };
  }

  private html(language: Language): string {
    const { states, title, confirm, confirmNew, cancel, note, left, unreachable } = phoneTexts[language];
    const texts = JSON.stringify({ ...states, left, unreachable }).replaceAll("<", String.raw`\u003c`);
    return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${this.style}</style>
</head>
<body>
<main>
<header>${title}</header>
<div id="mark" aria-hidden="true"></div>
<div role="status"><h1 id="headline"></h1><p id="detail"></p><output id="code" hidden></output></div>
<p id="left"></p>
<nav id="actions" hidden>
<button id="confirm" class="main" type="button">${confirm}</button>
<button id="confirm-new" type="button">${confirmNew}</button>
<button id="cancel" class="quiet" type="button">${cancel}</button>
</nav>
<footer>${note}</footer>
</main>
<script type="application/json" id="texts">${texts}</script>
<script>${this.script}</script>
</body>
</html>`;
  }
}

function asset(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}
