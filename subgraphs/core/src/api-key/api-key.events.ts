import { z } from "zod";
import { defineEvent } from "@wegraph/kit/events";

export const apiKeyRevoked = defineEvent("core.api-key.revoked.v1", z.object({ apiKeyId: z.string() }));
