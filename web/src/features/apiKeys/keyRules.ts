import * as z from "zod/mini";

/** IPv4 or IPv6, alone or as a range. The server decides; this saves a round trip for slips. */
const address = /^(?:\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?|[\da-f:]*:[\da-f:.]+(?:\/\d{1,3})?)$/i;

export const keyRules = z.object({
  name: z.string().check(z.trim(), z.minLength(1, "required"), z.maxLength(100, "tooLong")),
  scopes: z.array(z.string()).check(z.minLength(1, "chooseOne")),
  allowedAddresses: z.array(z.string()).check((payload) => {
    const wrong = payload.value.find((one) => !address.test(one));
    if (wrong !== undefined)
      payload.issues.push({ code: "custom", input: payload.value, message: `address|${wrong}` });
  }),
  days: z.enum(["30", "90", "180", "365"]),
  rateLimitPerMinute: z.string().check(z.regex(/^(?:[1-9]\d{0,6})?$/, "positive")),
});

export type KeyValues = z.infer<typeof keyRules>;

const dayMs = 86_400_000;

export function expiryOf(days: KeyValues["days"], now: number): string {
  return new Date(now + Number(days) * dayMs).toISOString();
}
