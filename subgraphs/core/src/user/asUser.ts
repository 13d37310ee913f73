import { User } from "./user.model.ts";
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

/** Somebody of whom the caller may know the name only: the rest is not even taken along. */
export function asColleague({ id, displayName }: Pick<UserRow, "id" | "displayName">): User {
  return Object.assign(new User(), { id, displayName, isNameOnly: true });
}
