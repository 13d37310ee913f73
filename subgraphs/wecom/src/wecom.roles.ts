/**
 * What a process does: everything, everything but the sending of messages, or that alone. Any number of processes may
 * have any of the roles, as long as each kind of work has one.
 */
export const wecomRoles = ["all", "api", "messages"] as const;
export type WecomRole = (typeof wecomRoles)[number];
