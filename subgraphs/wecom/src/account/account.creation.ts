import { audit, changesBetween } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import { announce, originOf } from "@wegraph/kit/outbox";
import { v7 } from "uuid";
import { healthOf } from "../health/health.rules.ts";
import { domain } from "../wecom.database.ts";
import type { Tx } from "../wecom.database.ts";
import { accountStatusChanged } from "./account.events.ts";
import type { CreateAccountInput } from "./account.input.ts";
import { scopeFor } from "./account.scope.ts";
import { searchText } from "./account.store.ts";

/** A new account with its drive, the first line of its history, event and audit record. Returns its id. */
export async function insertAccount(
  tx: Tx,
  context: RequestContext,
  input: CreateAccountInput,
  now: Date,
): Promise<string> {
  const { principal } = context;
  const origin = originOf(context);
  const { tenantId } = origin;
  const { name, corpId, group, tags, ownerId, boundUserIds } = input;
  const connector = input.connector ?? "INSTANCE";
  const autoRecover = input.autoRecover ?? true;
  const corp = await tx.corp.findFirst({ where: { id: corpId }, select: { id: true } });
  if (!corp) throw notFound("corp", corpId);

  const id = v7();
  // Who sees only what is theirs would lose sight of what they just made.
  const seesOwnOnly = ["OWN", "BOUND"].includes(scopeFor(principal, "account:read") ?? "");
  const reach = {
    ownerUserId: ownerId ?? (seesOwnOnly ? principal.id : null),
    boundUserIds: boundUserIds ?? [],
    department: input.department ?? principal.department,
  };
  await tx.account.create({
    data: {
      id,
      tenantId,
      corpId,
      name,
      connector,
      autoRecover,
      status: "CREATED",
      statusSince: now,
      groupName: group ?? null,
      tags: tags ?? [],
      ...reach,
      searchText: searchText(name),
      ...newHealth(now),
      createdAt: now,
      updatedAt: now,
      drive: { create: { tenantId, instanceName: name } },
    },
  });

  const change = { event: "CREATE", reason: null, version: 1 };
  const changeId = v7();
  const { kind: actorKind, id: actorId } = origin.actor;
  await tx.accountStatusChange.create({
    data: {
      ...change,
      id: changeId,
      tenantId,
      accountId: id,
      at: now,
      toStatus: "CREATED",
      actorKind,
      actorId,
    },
  });
  await announce(tx, origin, accountStatusChanged, {
    ...change,
    ...reach,
    changeId,
    accountId: id,
    from: null,
    to: "CREATED",
    group: group ?? null,
  });
  await audit(tx, domain, origin, {
    action: "account.created",
    resourceType: "account",
    resourceId: id,
    changes: changesBetween({}, { name, corpId, group, tags, autoRecover, ...reach }),
  });
  return id;
}

function newHealth(now: Date) {
  const { score, parts } = healthOf({
    now,
    createdAt: now,
    onlineMs: 0,
    lastOnlineAt: null,
    lastErrorAt: null,
    heartbeatRatio: null,
    sendRatio: null,
    callbackDelayMs: null,
  });
  return { healthScore: score, healthParts: parts.map((part) => ({ ...part })), healthComputedAt: now };
}
