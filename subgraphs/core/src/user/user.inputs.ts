import { z } from "zod";
import { text } from "@wegraph/kit/validate";

export const locales = ["zh-CN", "en"] as const;
export const defaultLocale = "zh-CN";

export const rolesPerUserMax = 20;

/** One mailbox is one user, however its address is capitalised. */
export const email = z
  .string()
  .max(254, "at most 254 characters")
  .transform((value) => value.trim().toLowerCase())
  .pipe(z.email("not an e-mail address"));

export const displayName = text(1, 100);

export const department = text(1, 100);

export const locale = z.enum(locales, `one of ${locales.join(", ")}`);

/** As typed: what is wrong with a new password is told by the rules for passwords, not here. */
export const password = z.string().min(1, "must not be empty").max(1_000, "too long");

/** Six digits or a recovery code, with the spaces and hyphens people type. */
export const code = z.string().min(1, "must not be empty").max(50, "too long");
