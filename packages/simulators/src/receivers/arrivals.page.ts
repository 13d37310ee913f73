import type { Reply } from "../http/answer.ts";
import type { Arrival } from "./arrivals.ts";

const shownMax = 100;

/** What has arrived, for people to look at. */
export function arrivalsPage(arrivals: readonly Arrival[]): Reply {
  const rows = arrivals
    .slice(0, shownMax)
    .map(
      ({ at, receiver, to, title, text }) =>
        `<tr><td>${new Date(at).toISOString()}</td><td>${escaped(receiver)}</td><td>${escaped(to)}</td><td><b>${escaped(title)}</b><pre>${escaped(text)}</pre></td></tr>`,
    )
    .join("");
  const body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Arrivals</title><meta http-equiv="refresh" content="5"><meta name="viewport" content="width=device-width"><style>body{font-family:system-ui,sans-serif;margin:2rem}td{border-top:1px solid #ccc;padding:.5rem;vertical-align:top}pre{white-space:pre-wrap;margin:.25rem 0 0}</style></head><body><h1>What has arrived</h1><table><tbody>${rows === "" ? "<tr><td>Nothing yet.</td></tr>" : rows}</tbody></table></body></html>`;
  return { status: 200, contentType: "text/html; charset=utf-8", body };
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
