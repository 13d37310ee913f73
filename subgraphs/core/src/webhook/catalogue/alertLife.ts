import type { z } from "zod";
import { eventType } from "./eventType.ts";
import type { EventTypeOptions, WebhookEventType } from "./eventType.ts";

interface AlertLife<Alert extends { change: string }> {
  /** What the types are called after: "health-alert". */
  name: string;
  /** Of the domain's events, without the past tense: "health.alert". */
  subject: string;
  requires: EventTypeOptions<Alert, Alert>["requires"];
  alert: z.ZodType<Alert>;
  about?: EventTypeOptions<Alert, Alert>["about"];
  /** Changes worth telling, of the many in between. */
  told: ReadonlySet<string>;
  raised: { description: string; example: Alert };
  updated: { description: string; example: Alert };
  resolved: { description: string; example: Alert };
}

/** What tenants are told of alerts of one kind: that one is raised, that it changes, that it is over. */
export function alertLife<Alert extends { change: string }>(life: AlertLife<Alert>): WebhookEventType[] {
  const { name, subject, requires, alert, about, told } = life;
  return (["raised", "updated", "resolved"] as const).map((happened) =>
    eventType<Alert, Alert>({
      type: `${name}.${happened}.v1`,
      subject: `${subject}.${happened}.v1`,
      requires,
      source: alert,
      data: alert,
      ...life[happened],
      ...(about && { about }),
      tell: (source) => (happened === "updated" && !told.has(source.change) ? null : source),
    }),
  );
}
