import { createTransport } from "nodemailer";
import { AddressUnusableError } from "../../webhook/outbound/publicLookup.ts";
import { refused } from "../adapter.ts";
import type { ChannelAdapter, Message, Outcome, Settings } from "../adapter.ts";
import { mailHtml } from "./mailHtml.ts";
import type { MailServers } from "./mailServer.ts";

const connectWithinMs = 5_000;
const silentMaxMs = 10_000;
const answerMax = 500;

/** Mail by SMTP, one connection for each: a notice is no newsletter. */
export function email(servers: MailServers): ChannelAdapter {
  return {
    async send(settings, message, to): Promise<Outcome> {
      try {
        const { host, port, connectTo } = await placeOf(settings, servers);
        const transport = createTransport({
          host: connectTo,
          port,
          secure: settings["security"] === "TLS",
          requireTLS: settings["security"] === "STARTTLS",
          ignoreTLS: settings["security"] === "NONE",
          // The certificate is the name's, not the address's.
          tls: { servername: host },
          ...(settings["username"] && {
            auth: { user: settings["username"], pass: settings["password"] ?? "" },
          }),
          connectionTimeout: connectWithinMs,
          greetingTimeout: connectWithinMs,
          socketTimeout: silentMaxMs,
        });
        try {
          const { response } = await transport.sendMail(mailOf(settings, message, to ?? ""));
          return { kind: "DONE", reference: null, answer: response.slice(0, answerMax) };
        } finally {
          transport.close();
        }
      } catch (error) {
        return outcomeBehind(error);
      }
    },
  };
}

async function placeOf(settings: Settings, servers: MailServers) {
  const host = settings["host"] ?? "";
  const port = Number(settings["port"]);
  return { host, port, connectTo: await servers.addressOf(host, port) };
}

function mailOf({ from = "" }: Settings, message: Message, to: string) {
  const { id, title, text, link, language } = message;
  const open = language === "zh" ? "查看详情" : "Open";
  return {
    from,
    to,
    subject: title.replaceAll(/\s+/g, " "),
    text: link === null ? text : `${text}\n\n${open}: ${link}`,
    html: mailHtml(message),
    // The same for a repeat, by which mail programs show it once.
    messageId: `<${id}@${from.split("@")[1] ?? "wegraph"}>`,
    headers: { "Auto-Submitted": "auto-generated" },
  };
}

/** Codes of nodemailer for what failed before the server had a message to take. */
const beforeMessage = new Set(["EDNS", "EAUTH", "EENVELOPE", "ETLS"]);

/** By RFC 5321: 4xx is worth another try, 5xx is not. Without an answer the message may have been taken. */
function outcomeBehind(error: unknown): Outcome {
  if (error instanceof AddressUnusableError) return refused("ADDRESS_UNUSABLE");
  const { code, originalCode, responseCode, response } = factsOf(error);
  const answer = response?.slice(0, answerMax) ?? null;
  if (responseCode !== undefined) {
    if (responseCode === 421 || responseCode === 450 || responseCode === 451 || responseCode === 452)
      return refused("RATE_LIMITED", { isFinal: false, answer });
    if (responseCode < 500) return refused("SERVER_ERROR", { isFinal: false, answer });
    if (code === "EAUTH") return refused("CREDENTIAL_REFUSED", { answer });
    return refused(code === "EENVELOPE" ? "RECIPIENT_REFUSED" : "CONTENT_REFUSED", { answer });
  }
  if (code === "EAUTH") return refused("CREDENTIAL_REFUSED");
  if (code === "ETLS") return refused("TLS_FAILED", { isFinal: false });
  if (originalCode === "ECONNREFUSED" || (code !== undefined && beforeMessage.has(code)))
    return refused("CONNECTION_FAILED", { isFinal: false });
  return { kind: "UNKNOWN", failure: code === "ETIMEDOUT" ? "TIMEOUT" : "CONNECTION_FAILED", answer: null };
}

function factsOf(error: unknown) {
  const facts = error instanceof Error ? new Map(Object.entries(error)) : new Map<string, unknown>();
  const textOf = (name: string): string | undefined => {
    const value: unknown = facts.get(name);
    return typeof value === "string" ? value : undefined;
  };
  const responseCode: unknown = facts.get("responseCode");
  return {
    code: textOf("code"),
    originalCode: textOf("originalCode"),
    response: textOf("response"),
    responseCode: typeof responseCode === "number" ? responseCode : undefined,
  };
}
