import type { Message } from "../adapter.ts";

const colours = { CRITICAL: "#b3261e", WARNING: "#9a5b00", INFO: "#1f5fbf" } as const;

/** The same words as the plain part, with the severity's colour and a button. Only inline styles survive mail programs. */
export function mailHtml({ title, text, severity, link, language }: Message): string {
  const lines = escaped(text).replaceAll("\n", "<br>");
  const open = language === "zh" ? "查看详情" : "Open";
  const button =
    link === null
      ? ""
      : `<p><a href="${escaped(link)}" style="display:inline-block;padding:10px 18px;background:${colours[severity]};color:#ffffff;text-decoration:none;border-radius:6px">${open}</a></p>`;
  return `<!doctype html><html lang="${language === "zh" ? "zh-CN" : "en"}"><body style="font-family:system-ui,'PingFang SC','Microsoft YaHei',sans-serif;color:#1c1b1f;line-height:1.6"><div style="border-left:4px solid ${colours[severity]};padding:4px 16px"><h2 style="font-size:18px;margin:0 0 8px">${escaped(title)}</h2><p style="margin:0 0 12px">${lines}</p>${button}</div></body></html>`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
