import { z } from "zod";
import { text } from "@wegraph/kit/validate";
import { permissionForm } from "./permissions.rules.ts";

/** A role has at most this many permissions of its own, and a tenant this many roles. */
export const permissionsMax = 200;
export const rolesMax = 200;

export const roleKey = z
  .string()
  .min(2, "at least 2 characters")
  .max(50, "at most 50 characters")
  .regex(/^[a-z][a-z0-9_-]*$/, "lower-case letters, digits, - and _, beginning with a letter");

export const roleName = text(1, 100);

export const roleDescription = text(0, 500);

/** "resource:action" or a pattern; a repeat is not an error. */
export const permissionList = z
  .array(z.string().max(100).regex(permissionForm, "not a permission (resource:action)"))
  .max(permissionsMax, `at most ${permissionsMax}`)
  .transform((permissions) => [...new Set(permissions)]);
