import { invalidInput } from "@wegraph/kit/errors";
import { isCommonPassword } from "./commonPasswords.ts";
import { passwordIssue } from "./password.rules.ts";

/** @throws AppError INVALID_INPUT at `field` when the password must not be used. */
export function mustBeGoodPassword(password: string, field: string, context: readonly string[]): void {
  const issue = passwordIssue(password, isCommonPassword, context);
  if (issue) throw invalidInput([{ path: ["input", field], message: issue }], "PASSWORD_REFUSED");
}
