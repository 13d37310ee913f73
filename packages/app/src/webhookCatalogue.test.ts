import { z } from "zod";
import { expect, test } from "vitest";
import { apiKeyRevoked } from "@wegraph/core/api-key/api-key.events";
import { webhookEventTypes } from "@wegraph/core/webhook/catalogue/catalogue";
import type { EventDefinition } from "@wegraph/kit/events";
import * as healthAlerts from "@wegraph/health/alert/alert.events";
import * as accounts from "@wegraph/wecom/account/account.events";
import * as alerts from "@wegraph/wecom/alert/alert.events";
import * as conversations from "@wegraph/wecom/conversation/conversation.events";
import * as messages from "@wegraph/wecom/message/message.events";

const isDefinition = (value: unknown): value is EventDefinition<unknown> =>
  typeof value === "object" && value !== null && "subject" in value && "payload" in value;

const bySubject = new Map(
  [
    apiKeyRevoked,
    ...[accounts, alerts, conversations, messages, healthAlerts].flatMap((each): unknown[] =>
      Object.values(each),
    ),
  ]
    .filter(isDefinition)
    .map((definition) => [definition.subject, definition]),
);

interface Schema {
  type?: string | string[];
  enum?: unknown[];
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  items?: Schema;
}

/** Something that fits: every field there, every list with one entry. */
function sampleOf(schema: Schema): unknown {
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return sampleOf(schema.anyOf.at(-1) ?? {});
  if (schema.type === "object")
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, field]) => [name, sampleOf(field)]),
    );
  if (schema.type === "array") return schema.items ? [sampleOf(schema.items)] : [];
  if (schema.type === "string") return "x";
  if (schema.type === "boolean") return true;
  return schema.type === "null" || Array.isArray(schema.type) ? null : 1;
}

test.each(webhookEventTypes.map((type) => [type.type, type] as const))(
  "%s is made of an event that its domain announces, as it announces it",
  (_, type) => {
    const definition = bySubject.get(type.subject) ?? expect.fail(`no domain announces ${type.subject}`);
    const payload = definition.payload.parse(sampleOf(z.toJSONSchema(definition.payload) as Schema));

    // Nothing: what this very event says is not told. It must be understood all the same.
    const told = type.dataOf(payload, []);
    if (told !== null) expect(Object.keys(told).toSorted()).toEqual(Object.keys(type.example).toSorted());
  },
);
