import { z } from "zod";
import { apiKeyRevoked } from "../../api-key/api-key.events.ts";
import { eventType } from "./eventType.ts";
import type { WebhookEventType } from "./eventType.ts";

const revoked = z.object({ apiKeyId: z.string().describe("The key's id.") });

export const coreEventTypes: readonly WebhookEventType[] = [
  eventType({
    type: "api-key.revoked.v1",
    description: "An API key was revoked and works no more.",
    subject: apiKeyRevoked.subject,
    requires: "api-key:read",
    source: revoked,
    data: revoked,
    example: { apiKeyId: "0192f6c1-8b21-7e63-8f40-1b2c3d4e5f60" },
    tell: (source) => source,
  }),
];
