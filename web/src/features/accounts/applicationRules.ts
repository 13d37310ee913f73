import * as z from "zod/mini";

/** What is typed about an application: as text, because a field that is being filled is no number yet. */
const number = z.string().check(z.trim(), z.regex(/^[1-9]\d{0,9}$/, "positive"));

export const applicationFields = {
  agentId: number,
  memberLimit: z.string().check(z.trim(), z.regex(/^[1-9]\d{0,6}$/, "positive")),
  apiUrl: z.string().check(z.trim(), z.regex(/^(https?:\/\/\S+)?$/, "url")),
};

interface Typed {
  agentId: string;
  memberLimit: string;
  apiUrl: string;
}

export function applicationOf({ agentId, memberLimit, apiUrl }: Typed) {
  return { agentId: Number(agentId), memberLimit: Number(memberLimit), apiUrl: apiUrl || null };
}
