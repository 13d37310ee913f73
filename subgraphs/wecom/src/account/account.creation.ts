import { audit, changesBetween } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { invalidInput, notFound } from "@wegraph/kit/errors";
import { announce, originOf } from "@wegraph/kit/outbox";
import { scopeFor } from "@wegraph/kit/principal";
import { v7 } from "uuid";
import type { AccountApps } from "../app/app.service.ts";
import { healthOf } from "../health/health.rules.ts";
import { domain } from "../wecom.database.ts";
import type { Tx } from "../wecom.database.ts";
import { accountStatusChanged } from "./account.events.ts";
import type { CreateAccountInput } from "./account.input.ts";
import { searchText } from "./account.store.ts";

/** A new account with its drive, the first line of its history, event and audit record. Returns its id. */
export async function insertAccount(
  tx: Tx,
  context: RequestContext,
  input: CreateAccountInput,
  { id, apps, clock }: { id: string; apps: AccountApps; clock: () => Date },
): Promise<string> {
  const now = clock();
  const { principal } = context;
  const origin = originOf(context);
  const { tenantId } = origin;
  const { name, corpId, group, tags, ownerId, boundUserIds } = input;
  const connector = input.connector ?? "INSTANCE";
  const autoRecover = input.autoRecover ?? true;
  const agentId = input.application?.agentId;
  const corp = await tx.corp.findFirst({ where: { id: corpId }, select: { providerUrl: true } });
  if (!corp) throw notFound("corp", corpId);
  if (connector === "INSTANCE" && corp.providerUrl === null)
    throw invalidInput(
      [{ path: ["input", "corpId"], message: "this corporation has no provider of instances" }],
      "CORP_WITHOUT_PROVIDER",
    );

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
  if (input.application) await apps.add(tx, { id, tenantId, corpId }, input.application);

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
    changes: changesBetween({}, { name, corpId, connector, agentId, group, tags, autoRecover, ...reach }),
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
