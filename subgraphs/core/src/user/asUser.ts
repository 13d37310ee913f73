import type { User } from "./user.model.ts";
import type { UserRow } from "./userRow.ts";

/** @param viewedIn the tenant the user is looked at from, where that is not the caller's. */
export function asUser(
  { totpEnabledAt, lockedUntil, ...row }: UserRow,
  viewedIn?: string,
  now = new Date(),
): User {
  return {
    ...row,
    totpEnabled: totpEnabledAt !== null,
    lockedUntil: lockedUntil && lockedUntil > now ? lockedUntil : null,
    ...(viewedIn !== undefined && { viewedIn }),
  };
}
