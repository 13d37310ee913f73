import { z } from "zod";
import { defineEvent } from "@wegraph/kit/events";

/** What this user may do in the tenant is not what it was: disabled, enabled, given or deprived of a role, removed. */
export const userRightsChanged = defineEvent("core.user.rights-changed.v1", z.object({ userId: z.string() }));
