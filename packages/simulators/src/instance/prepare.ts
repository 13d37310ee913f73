import { randomBytes, randomInt } from "node:crypto";
import { z } from "zod";
import { invalid } from "../http/answer.ts";
import { uuidOf } from "../random.ts";
import type { CorpDirectory } from "./corps.ts";
import type { Instance, Login, User } from "./instance.ts";
import { isLoggingIn, offlineReasons } from "./machine.ts";
import { deviceOf, ownerOf } from "./people.ts";
import type { InstanceRegistry } from "./registry.ts";
import {
  callbackSecretRules,
  callbackUrlRules,
  clientTokenRules,
  guidRules,
  nameRules,
  stateRules,
} from "./rules.ts";
import { confirmWithinMs, scanWithinMs, verifyAttemptsMax, verifyWithinMs } from "./transition.ts";

const wanted = z.strictObject({
  clientToken: clientTokenRules,
  guid: guidRules.optional(),
  name: nameRules.optional(),
  state: stateRules,
  reason: z.enum(offlineReasons).optional(),
  userName: nameRules.optional(),
  device: nameRules.optional(),
  callback: z.strictObject({ url: callbackUrlRules, secret: callbackSecretRules }).optional(),
  /** Without network for so long from now on. */
  outageSeconds: z.number().min(0).max(86_400).optional(),
  life: z.boolean().optional(),
  newDevice: z.boolean().optional(),
  autoVerify: z.boolean().optional(),
});
type Wanted = z.output<typeof wanted>;

export const prepareRules = z.strictObject({
  corpId: z.string().max(64).optional(),
  instances: z.array(wanted).min(1).max(10_000),
});

/**
 * Puts instances straight into the states that are asked for, without events: what a seed needs so that
 * its accounts find their other half. The same corp and clientToken give the same guid, owner and
 * device each time; one that is there already is replaced.
 */
export function prepare(
  { corpId, instances }: z.output<typeof prepareRules>,
  { corps, registry }: { corps: CorpDirectory; registry: InstanceRegistry },
): Instance[] {
  const corp = corpId === undefined ? corps.fallback : corps.get(corpId);
  if (!corp) throw invalid("There is no such corp.");
  return instances.map((one) => {
    const known = registry.findByClientToken(corp.corpId, one.clientToken);
    if (known) registry.remove(known);
    // Above what was announced before, so that no driver takes the new state for old news.
    return registry.put(instanceOf(one, corp.corpId, registry.now(), (known?.seq ?? 0) + 1));
  });
}

function instanceOf(one: Wanted, corpId: string, now: number, seq: number): Instance {
  const { clientToken, state } = one;
  const owner = ownerOf(clientToken, corpId);
  const user = one.userName === undefined ? owner : { ...owner, name: one.userName };
  const wasOnline = state === "online" || (state === "offline" && isAfterOnline(one));
  const reason = state === "offline" ? (one.reason ?? "logged_out") : undefined;
  return {
    guid: one.guid ?? uuidOf(`${corpId}\n${clientToken}`),
    corpId,
    clientToken,
    name: one.name ?? user.name,
    callback: one.callback,
    state,
    reason,
    seq: state === "created" ? seq - 1 : seq,
    session: state === "online" || reason === "connection_lost",
    login: loginOf(one, user, now),
    user: wasOnline ? user : undefined,
    device: wasOnline ? (one.device ?? deviceOf(clientToken)) : undefined,
    outage:
      one.outageSeconds === undefined ? undefined : { since: now, until: now + one.outageSeconds * 1000 },
    settings: { life: one.life ?? true, newDevice: one.newDevice, autoVerify: one.autoVerify },
  };
}

function isAfterOnline({ reason = "logged_out" }: Wanted): boolean {
  return ["kicked", "expired", "connection_lost", "logged_out"].includes(reason);
}

function loginOf({ state }: Wanted, user: User, now: number): Login | undefined {
  if (!isLoggingIn(state)) return undefined;
  const token = randomBytes(16).toString("base64url");
  if (state === "waiting_scan") return { token, expiresAt: now + scanWithinMs };
  if (state === "waiting_confirm") return { token, expiresAt: now + confirmWithinMs, scannedBy: user };
  const code = randomInt(1_000_000).toString().padStart(6, "0");
  return {
    token,
    expiresAt: now + verifyWithinMs,
    scannedBy: user,
    code,
    attemptsLeft: verifyAttemptsMax,
  };
}
