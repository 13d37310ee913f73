import { invalidInput } from "@wegraph/kit/errors";
import type { Language } from "../channel/adapter.ts";
import { noticeKinds } from "./notice.kinds.ts";
import type { NoticeKind } from "./notice.kinds.ts";
import type { Notice, Severity } from "./notice.ts";

/** What a template may name. */
export const templateVariables = ["title", "body", "severity", "kind", "time", "tenant", "link"] as const;
export type TemplateVariable = (typeof templateVariables)[number];

export interface TemplateText {
  title: string;
  body: string;
}

const severityNames: Readonly<Record<Severity, Record<Language, string>>> = {
  CRITICAL: { zh: "严重", en: "Critical" },
  WARNING: { zh: "警告", en: "Warning" },
  INFO: { zh: "提示", en: "Info" },
};

const withSeverity: Readonly<Record<Language, TemplateText>> = {
  zh: { title: "【{{severity}}】{{title}}", body: "{{body}}\n时间：{{time}}" },
  en: { title: "[{{severity}}] {{title}}", body: "{{body}}\nTime: {{time}}" },
};
/** Alerts say how bad they are themselves: of several at once each has a severity of its own. */
const withTime: Readonly<Record<Language, TemplateText>> = {
  zh: { title: "{{title}}", body: "{{body}}\n时间：{{time}}" },
  en: { title: "{{title}}", body: "{{body}}\nTime: {{time}}" },
};
const asPosted: Readonly<Record<Language, TemplateText>> = {
  zh: { title: "{{title}}", body: "{{body}}" },
  en: { title: "{{title}}", body: "{{body}}" },
};

/** What is sent unless a tenant writes it otherwise. */
export const shippedTemplates: Readonly<Record<NoticeKind, Readonly<Record<Language, TemplateText>>>> = {
  "system-alert": withTime,
  "account-alert": withTime,
  "health-alert": withSeverity,
  "quota-threshold": withSeverity,
  "bill-closed": asPosted,
  "job-failed": withSeverity,
  report: asPosted,
  "file-share": asPosted,
  "channel-sick": withSeverity,
};

const placeholder = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** @throws AppError INVALID_INPUT (TEMPLATE_VARIABLE_UNKNOWN) at the text that names what there is not. */
export function checkTemplate(template: TemplateText): void {
  for (const field of ["title", "body"] as const)
    for (const [, name = ""] of template[field].matchAll(placeholder))
      if (!isVariable(name))
        throw invalidInput(
          [
            {
              path: ["input", field],
              message: `{{${name}}} is none of ${templateVariables.join(", ")}`,
            },
          ],
          "TEMPLATE_VARIABLE_UNKNOWN",
        );
}

export function rendered(
  { title, body }: TemplateText,
  values: Readonly<Record<TemplateVariable, string>>,
): TemplateText {
  const fill = (text: string) =>
    text.replaceAll(placeholder, (whole, name: string) => (isVariable(name) ? values[name] : whole));
  return { title: fill(title).replaceAll(/\s+/g, " ").trim(), body: fill(body).trim() };
}

export interface NoticeFacts {
  tenant: { name: string; timeZone: string };
  /** Of the console, without a slash at the end. */
  publicUrl: string;
  at: Date;
}

export function valuesOf(
  notice: Pick<Notice, "kind" | "severity" | "title" | "body" | "path">,
  language: Language,
  { tenant, publicUrl, at }: NoticeFacts,
): Record<TemplateVariable, string> {
  return {
    title: notice.title[language],
    body: notice.body[language],
    severity: severityNames[notice.severity][language],
    kind: noticeKinds[notice.kind].title[language],
    time: timeIn(at, tenant.timeZone),
    tenant: tenant.name,
    link: notice.path === null ? "" : publicUrl + notice.path,
  };
}

/** "2026-11-22 13:02:00 +08:00", in the tenant's zone: a notice is read far from where it was made. */
function timeIn(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    dateStyle: "short",
    timeStyle: "medium",
  }).format(at);
  const zone = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" })
    .formatToParts(at)
    .find(({ type }) => type === "timeZoneName")?.value;
  return `${parts} ${(zone ?? "").replace("GMT", "") || "UTC"}`.trim();
}

function isVariable(name: string): name is TemplateVariable {
  return templateVariables.some((known) => known === name);
}
