import { z } from "zod";
import type { Instance } from "./provider.ts";

/**
 * What the instance protocol answers, checked before anything of it is believed. Unknown fields
 * are dropped, so that a newer provider does not break an older driver.
 */
const short = (max: number) => z.string().min(1).max(max);
const guid = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const state = z.enum(["created", "waiting_scan", "waiting_confirm", "verify_required", "online", "offline"]);

const reason = z.enum([
  "qr_expired",
  "cancelled",
  "verify_failed",
  "verify_expired",
  "kicked",
  "expired",
  "connection_lost",
  "logged_out",
]);

// A console shows it in an <img>: nothing but a web address or an inline image may pass.
const avatarUrl = z
  .string()
  .max(2048)
  .regex(/^(https?:\/\/|data:image\/(png|jpeg|svg\+xml)[;,])/);

const qr = z.object({
  token: short(128),
  content: short(1024),
  // The PNG signature in base64: whatever else it may be, it is not a page.
  imagePng: z
    .string()
    .max(48 * 1024)
    .regex(/^iVBORw0KGgo[A-Za-z0-9+/]*={0,2}$/),
  expiresAt: moment,
});

export const instanceAnswer = z.object({
  guid,
  name: z.string().max(200),
  state,
  reason: reason.optional(),
  seq: z.int().nonnegative(),
  recoverable: z.boolean(),
  qr: qr.optional(),
  verification: z.object({ attemptsLeft: z.int().min(0).max(10), expiresAt: moment }).optional(),
  scannedBy: short(100).optional(),
  user: z
    .object({ userId: short(64), name: short(100), avatarUrl: avatarUrl.optional(), corpId: short(64) })
    .optional(),
  device: short(100).optional(),
} satisfies Record<keyof Instance, z.ZodType>);

export const heartbeatAnswer = z.object({
  state,
  reason: reason.optional(),
  seq: z.int().nonnegative(),
  recoverable: z.boolean(),
  serverTime: moment,
});

export const errorAnswer = z.object({
  error: z.object({
    code: z.string().max(64),
    message: z.string().max(500),
    attemptsLeft: z.int().min(0).max(10).optional(),
  }),
});
