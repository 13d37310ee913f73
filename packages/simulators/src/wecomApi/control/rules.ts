import { z } from "zod";
import { limitRules } from "../frequency.ts";

export const corpIdRules = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const count = (max: number) => z.int().min(0).max(max).optional();
const secret = z.string().regex(/^[\x21-\x7e]{1,256}$/, "1-256 visible ASCII characters");
const aesKey = z.string().regex(/^[A-Za-z0-9+/]{43}$/, "43 characters of base64");

export const corpRules = z.strictObject({
  name: z.string().max(100).optional(),
  seed: z.string().min(1).max(100).optional(),
  sizes: z
    .strictObject({
      members: count(20_000),
      departments: count(2_000),
      customers: count(200_000),
      groups: count(5_000),
    })
    .transform((sizes) => Object.fromEntries(Object.entries(sizes).filter(([, size]) => size !== undefined)))
    .optional(),
  apps: z
    .array(z.strictObject({ agentId: z.int().min(1), secret, name: z.string().max(100).optional() }))
    .max(100),
  robots: z.array(z.string().min(1).max(100)).max(100).default([]),
  limits: limitRules.optional(),
  tokenLifeSeconds: z.int().min(1).max(86_400).optional(),
});

export const callbackRules = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(2048),
  token: z.string().regex(/^[A-Za-z0-9]{1,32}$/),
  aesKey,
  /** False: saved without asking, as if it had been checked long ago. */
  verify: z.boolean().default(true),
});
export const appRules = z.strictObject({ isClosed: z.boolean().optional(), secret: secret.optional() });

export const memberRules = z.strictObject({
  name: z.string().max(64).optional(),
  department: z.array(z.int()).min(1).optional(),
  position: z.string().max(128).optional(),
  status: z.int().min(1).max(5).optional(),
  isLicensed: z.boolean().optional(),
});
export const addCustomersRules = z.strictObject({
  userId: z.string(),
  count: z.int().min(1).max(10_000).default(1),
  state: z.string().max(30).default(""),
});
export const partRules = z.strictObject({ userId: z.string(), by: z.enum(["customer", "member"]) });
export const editRules = z.strictObject({ userId: z.string(), remark: z.string().max(100) });
export const newGroupRules = z.strictObject({
  owner: z.string(),
  name: z.string().max(100),
  members: z.array(z.string()).default([]),
});
export const groupMembersRules = z.strictObject({ ids: z.array(z.string()).min(1).max(500) });
export const groupRules = z.strictObject({
  name: z.string().max(100).optional(),
  owner: z.string().optional(),
  notice: z.string().max(2000).optional(),
});
export const tagEventRules = z.strictObject({
  change: z.enum(["create", "update", "delete"]),
  id: z.string(),
  tagType: z.enum(["tag", "tag_group"]),
});
export const sayRules = z.strictObject({
  agentId: z.int(),
  from: z.string(),
  msgType: z.enum(["text", "image", "voice", "video", "location", "link"]).default("text"),
  fields: z.record(z.string(), z.union([z.string(), z.number()])),
  count: z.int().min(1).max(100_000).default(1),
});
export const eventRules = z.strictObject({
  agentId: z.int().optional(),
  fields: z.record(z.string(), z.json()),
});
export const tapRules = z.strictObject({
  agentId: z.int(),
  userId: z.string(),
  taskId: z.string(),
  eventKey: z.string(),
  selected: z.array(z.strictObject({ questionKey: z.string(), optionIds: z.array(z.string()) })).default([]),
});
export const kfSayRules = z.strictObject({
  openKfId: z.string().optional(),
  externalUserId: z.string(),
  text: z.string().max(2000),
});
export const kfFailRules = z.strictObject({
  openKfId: z.string().optional(),
  externalUserId: z.string(),
  msgId: z.string(),
  failType: z.int().min(0).max(13),
});
export const servicerRules = z.strictObject({
  openKfId: z.string().optional(),
  userIds: z.array(z.string()),
});
export const confirmRules = z.strictObject({ userId: z.string() });
export const clockRules = z.strictObject({
  advanceSeconds: z
    .number()
    .min(0)
    .max(366 * 86_400),
});
export const pageRules = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
});
