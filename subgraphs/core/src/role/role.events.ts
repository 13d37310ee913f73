import { z } from "zod";
import { defineEvent } from "@wegraph/kit/events";

/** What the role permits is not what it was, and so what its holders, and those of roles that inherit from it, may do. */
export const roleChanged = defineEvent("core.role.changed.v1", z.object({ roleId: z.string() }));
