import { z } from "zod";
import { states } from "./machine.ts";

/** What the protocol and the control interface accept. */
export const clientTokenRules = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "1-64 of A-Z a-z 0-9 - _");
export const guidRules = clientTokenRules;
export const nameRules = z.string().trim().min(1).max(100);
export const codeRules = z.string().regex(/^\d{6}$/, "six digits");
export const stateRules = z.enum(states);

export const callbackUrlRules = z
  .url({ protocol: /^https?$/ })
  .max(2048)
  .describe("http: or https:");

export const callbackSecretRules = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/, "whsec_ and base64 of 24-64 bytes");
