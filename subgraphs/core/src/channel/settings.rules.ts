import type { InputIssue } from "@wegraph/kit/errors";
import { isPublicAddress } from "../webhook/outbound/address.rules.ts";
import { targetOf, urlProblems } from "../webhook/outbound/url.rules.ts";
import type { Settings } from "./adapter.ts";
import { channelKindFacts } from "./channel.kinds.ts";
import type { ChannelField, ChannelKind } from "./channel.kinds.ts";

export interface SettingWish {
  name: string;
  value: string;
}

export interface Trust {
  /** Origins of the operator's own network that may be sent to: "http://10.0.0.5:8080", "smtp://10.0.0.5:25". */
  trustedOrigins: readonly string[];
}

export interface CheckedSettings {
  open: Record<string, string>;
  secret: Record<string, string>;
  issues: InputIssue[];
}

const valueMax = 1_000;
const isAddress = /^[\d.]+$|:/;
// oxlint-disable-next-line no-control-regex -- that there are none
const unwanted = /[\u0000-\u001f\u007f]/;

/**
 * The settings of a channel after these wishes. What is not named stays as it was; an empty value takes away. Secret
 * and open ones apart, and everything that is wrong with them, at its place in the input.
 */
export function checkedSettings(
  kind: ChannelKind,
  known: Settings,
  wishes: readonly SettingWish[],
  trust: Trust,
): CheckedSettings {
  const { fields } = channelKindFacts[kind];
  const issues: InputIssue[] = [];
  const pathOf = (name: string) => {
    const at = wishes.findIndex((wish) => wish.name === name);
    return at < 0 ? ["input", "settings"] : ["input", "settings", at, "value"];
  };
  for (const [at, { name }] of wishes.entries()) {
    const isDouble = wishes.findIndex((wish) => wish.name === name) !== at;
    if (isDouble || !fields.some((field) => field.name === name))
      issues.push({
        path: ["input", "settings", at, "name"],
        message: isDouble
          ? "a name only once"
          : `there is no such setting; there are ${fields.map((each) => each.name).join(", ")}`,
      });
  }
  const checked: CheckedSettings = { open: {}, secret: {}, issues };
  for (const field of fields) {
    const wish = wishes.find(({ name }) => name === field.name)?.value.trim();
    const value = wish ?? known[field.name] ?? field.default ?? "";
    const problem = problemOf(field, value, trust);
    if (problem !== undefined)
      issues.push({ path: pathOf(field.name), message: `${field.name}: ${problem}` });
    if (value !== "") checked[field.isSecret ? "secret" : "open"][field.name] = value;
  }
  if (issues.length === 0)
    issues.push(
      ...mailIssues(kind, { ...checked.open, ...checked.secret }, trust).map(({ name, message }) => ({
        path: pathOf(name),
        message,
      })),
    );
  return checked;
}

function problemOf(field: ChannelField, value: string, { trustedOrigins }: Trust): string | undefined {
  if (value === "") return field.isRequired ? "is needed" : undefined;
  if (value.length > valueMax || unwanted.test(value)) return `at most ${valueMax} characters on one line`;
  if (field.pattern && !field.pattern.form.test(value)) return `must be ${field.pattern.message}`;
  switch (field.type) {
    case "URL": {
      const target = targetOf(value, trustedOrigins);
      return typeof target === "string" ? urlProblems[target] : undefined;
    }
    case "HOST":
      return /^[A-Za-z0-9.:-]{1,253}$/.test(value) ? undefined : "must be the name of a host";
    case "PORT":
      return /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65_535
        ? undefined
        : "must be a number from 1 to 65535";
    case "CHOICE":
      return field.choices?.includes(value) ? undefined : `must be one of ${field.choices?.join(", ")}`;
    case "TEXT":
      return undefined;
  }
}

/** Of mail: ports that are not mail's could make the platform knock at other doors; passwords go encrypted. */
function mailIssues(kind: ChannelKind, settings: Settings, { trustedOrigins }: Trust) {
  const { host = "", port = "", security } = settings;
  if (kind !== "EMAIL" || trustedOrigins.includes(`smtp://${host.toLowerCase()}:${port}`)) return [];
  const issues: { name: string; message: string }[] = [];
  if (![25, 465, 587, 2_525].includes(Number(port)))
    issues.push({ name: "port", message: "port: must be 25, 465, 587 or 2525" });
  if (security === "NONE") issues.push({ name: "security", message: "security: must be TLS or STARTTLS" });
  if (isAddress.test(host) ? !isPublicAddress(host) : !host.includes("."))
    issues.push({ name: "host", message: "host: must be a public host" });
  return issues;
}

/** Where a channel leads, as people may see it: of a key only its end. */
export function targetShown(kind: ChannelKind, settings: Settings): string {
  switch (kind) {
    case "EMAIL":
      return `${settings["from"]} · ${settings["host"]}:${settings["port"]}`;
    case "ALIYUN_SMS":
      return `${settings["signName"]} · ${settings["templateCode"]}`;
    case "TENCENT_SMS":
      return `${settings["signName"]} · ${settings["templateId"]}`;
    case "WEBHOOK":
      return hostAndPath(settings["url"] ?? "");
    case "WECOM_ROBOT":
    case "DINGTALK_ROBOT":
    case "FEISHU_BOT": {
      const url = settings["webhookUrl"] ?? "";
      return `${URL.canParse(url) ? new URL(url).host : ""} · …${url.slice(-4)}`;
    }
  }
}

function hostAndPath(url: string): string {
  if (!URL.canParse(url)) return "";
  const { host, pathname } = new URL(url);
  return host + (pathname === "/" ? "" : pathname);
}
