import { accountEventTypes } from "./account.eventTypes.ts";
import { alertEventTypes } from "./alert.eventTypes.ts";
import { conversationEventTypes } from "./conversation.eventTypes.ts";
import { coreEventTypes } from "./core.eventTypes.ts";
import type { WebhookEventType } from "./eventType.ts";
import { healthEventTypes } from "./health.eventTypes.ts";
import { messageEventTypes } from "./message.eventTypes.ts";

/** All that tenants can be told of, in the order in which it is offered. */
export const webhookEventTypes: readonly WebhookEventType[] = [
  ...accountEventTypes,
  ...messageEventTypes,
  ...conversationEventTypes,
  ...alertEventTypes,
  ...healthEventTypes,
  ...coreEventTypes,
];

const byType = new Map(webhookEventTypes.map((each) => [each.type, each]));

export function webhookEventType(type: string): WebhookEventType | undefined {
  return byType.get(type);
}

const bySubject = new Map(webhookEventTypes.map((each) => [each.subject, each]));

/** One public event of one domain event: its id is the event's, and receivers take each id once. */
export function typeFrom(subject: string): WebhookEventType | undefined {
  return bySubject.get(subject);
}

/** The subjects that anything is made of. */
export const webhookSubjects: readonly string[] = [...bySubject.keys()];
