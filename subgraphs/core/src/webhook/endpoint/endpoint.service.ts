import { v7 } from "uuid";
import { changesBetween, recorderOf } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, invalidInput, notFound } from "@wegraph/kit/errors";
import { once } from "@wegraph/kit/idempotency";
import { originOf } from "@wegraph/kit/outbox";
import type { Prisma } from "@wegraph/db-core/client";
import { domain } from "../../database.ts";
import type { CoreDatabase, Tx } from "../../database.ts";
import type { Authority } from "../../role/authority.ts";
import { webhookEventType } from "../catalogue/catalogue.ts";
import { targetOf, urlProblems } from "../outbound/url.rules.ts";
import { freshSecret } from "../signature.ts";
import { disableEndpoint } from "./disable.ts";
import { endpointsMax, maxConcurrentDefault, maxPerSecondDefault, withoutQuery } from "./endpoint.rules.ts";
import { endpointColumns } from "./endpointRow.ts";
import type { EndpointRow } from "./endpointRow.ts";
import { mergedHeaders } from "./headers.ts";
import type { HeaderWish } from "./headers.ts";
import type { EndpointVault } from "./vault.ts";

const record = recorderOf(domain, "webhook-endpoint");

export interface EndpointFields {
  url: string;
  eventTypes: string[];
  description?: string | null | undefined;
  accountIds?: string[] | null | undefined;
  headers?: HeaderWish[] | null | undefined;
  maxPerSecond?: number | null | undefined;
  maxConcurrent?: number | null | undefined;
}

export interface NewEndpoint extends EndpointFields {
  idempotencyKey?: string | null | undefined;
}

export type EndpointChange = {
  [Field in keyof EndpointFields]?: EndpointFields[Field] | null | undefined;
} & {
  endpointId: string;
};

export interface EndpointWithSecret {
  endpoint: EndpointRow;
  secret: string;
}

export interface EndpointServiceOptions {
  /** Origins of the operator's own network that endpoints may be at. */
  trustedOrigins: readonly string[];
  clock: () => Date;
}

/** Where a tenant is told of events. Whoever decides that must be allowed to see the events in the whole tenant. */
export class EndpointService {
  constructor(
    private readonly db: CoreDatabase,
    private readonly authority: Authority,
    private readonly vault: EndpointVault,
    private readonly options: EndpointServiceOptions,
  ) {}

  /** A repeat with the same idempotency key gets the same endpoint and secret. */
  async create(
    context: RequestContext,
    { idempotencyKey: key, ...input }: NewEndpoint,
  ): Promise<EndpointWithSecret> {
    const { tenantId } = context.principal;
    this.mustLeadOutside(input.url);
    this.mustSee(context, input.eventTypes);
    return this.db.tenant.$transaction(async (tx) => {
      const { id, sealed } = await once(tx, { tenantId, scope: "createWebhookEndpoint", key, input }, () =>
        this.insert(tx, context, input),
      );
      return { endpoint: await rowOf(tx, id), secret: this.vault.openSecret(id, sealed) };
    });
  }

  async update(
    context: RequestContext,
    { endpointId: id, headers, ...change }: EndpointChange,
  ): Promise<EndpointRow> {
    if (change.url != null) this.mustLeadOutside(change.url);
    return this.db.tenant.$transaction(async (tx) => {
      const before = await lockedRow(tx, id);
      const wanted = given(change);
      this.mustSee(context, wanted.eventTypes ?? before.eventTypes);
      const data: Prisma.WebhookEndpointUncheckedUpdateInput = { ...wanted };
      if (headers != null) Object.assign(data, await this.headersOf(tx, id, headers));
      const changes = changesBetween(
        { ...before, url: withoutQuery(before.url) },
        { ...data, headers: undefined, ...(wanted.url && { url: withoutQuery(wanted.url) }) },
      );
      const isSameUrl = wanted.url === undefined || wanted.url === before.url;
      if (changes.length === 0 && isSameUrl && headers == null) return before;
      await tx.webhookEndpoint.updateMany({
        where: { id },
        data: { ...data, updatedAt: this.options.clock() },
      });
      await record(tx, context, "updated", id, [
        ...changes,
        ...(headers == null ? [] : [{ field: "headers" }]),
      ]);
      return rowOf(tx, id);
    });
  }

  /** What waits for it is cancelled; what was sent stays in the log as long as any. */
  async remove(context: RequestContext, id: string): Promise<string> {
    await this.db.tenant.$transaction(async (tx) => {
      const before = await lockedRow(tx, id);
      const now = this.options.clock();
      await tx.webhookEndpoint.updateMany({
        where: { id },
        data: {
          deletedAt: now,
          updatedAt: now,
          secret: null,
          previousSecret: null,
          previousSecretUntil: null,
          headers: null,
        },
      });
      await tx.webhookDelivery.updateMany({
        where: { endpointId: id, status: { in: ["PENDING", "SENDING"] } },
        data: { status: "CANCELLED", dueAt: null, finishedAt: now },
      });
      await tx.webhookReplay.updateMany({
        where: { endpointId: id, status: "RUNNING" },
        data: { status: "CANCELLED", finishedAt: now },
      });
      await record(tx, context, "deleted", id, [{ field: "url", before: withoutQuery(before.url) }]);
    });
    return id;
  }

  /** Enabling what is enabled is no error. It begins afresh: what it failed at before is forgotten. */
  async enable(context: RequestContext, id: string): Promise<EndpointRow> {
    return this.db.tenant.$transaction(async (tx) => {
      const before = await lockedRow(tx, id);
      this.mustSee(context, before.eventTypes);
      if (before.status === "ENABLED") return before;
      await tx.webhookEndpoint.updateMany({
        where: { id },
        data: {
          status: "ENABLED",
          disabledReason: null,
          disabledAt: null,
          failingSince: null,
          pausedUntil: null,
          updatedAt: this.options.clock(),
        },
      });
      await record(tx, context, "enabled", id, [{ field: "status", before: "DISABLED", after: "ENABLED" }]);
      return rowOf(tx, id);
    });
  }

  async disable(context: RequestContext, id: string): Promise<EndpointRow> {
    return this.db.tenant.$transaction(async (tx) => {
      await lockedRow(tx, id);
      await disableEndpoint(tx, originOf(context), { id, reason: "BY_USER", now: this.options.clock() });
      return rowOf(tx, id);
    });
  }

  /** Until the overlap is over, deliveries carry a signature by each of the two. */
  async rotateSecret(context: RequestContext, id: string, overlapHours: number): Promise<EndpointWithSecret> {
    return this.db.tenant.$transaction(async (tx) => {
      await lockedRow(tx, id);
      const { secret: previousSecret } = await tx.webhookEndpoint.findUniqueOrThrow({
        where: { id },
        select: { secret: true },
      });
      const secret = freshSecret();
      const now = this.options.clock();
      const previousSecretUntil =
        overlapHours === 0 ? null : new Date(now.getTime() + overlapHours * 3_600_000);
      await tx.webhookEndpoint.updateMany({
        where: { id },
        data: {
          secret: this.vault.sealSecret(id, secret),
          previousSecret: previousSecretUntil === null ? null : previousSecret,
          previousSecretUntil,
          updatedAt: now,
        },
      });
      await record(tx, context, "secret-rotated", id, [
        { field: "secret" },
        { field: "previousSecretUntil", after: previousSecretUntil?.toISOString() ?? null },
      ]);
      return { endpoint: await rowOf(tx, id), secret };
    });
  }

  private async insert(
    tx: Tx,
    context: RequestContext,
    input: EndpointFields,
  ): Promise<{ id: string; sealed: string }> {
    const { tenantId, kind, id: actorId } = context.principal;
    // Two at once must not both be the last one allowed.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`webhooks ${tenantId}`}, 0))`;
    if ((await tx.webhookEndpoint.count({ where: { deletedAt: null } })) >= endpointsMax)
      throw new AppError(
        "CONFLICT",
        "WEBHOOK_ENDPOINTS_TOO_MANY",
        `A tenant has at most ${endpointsMax} webhook endpoints.`,
      );
    const id = v7();
    const now = this.options.clock();
    const sealed = this.vault.sealSecret(id, freshSecret());
    const headers = mergedHeaders({}, input.headers ?? []);
    await tx.webhookEndpoint.createMany({
      data: {
        id,
        tenantId,
        url: input.url,
        description: input.description ?? "",
        eventTypes: input.eventTypes,
        accountIds: input.accountIds ?? [],
        headerNames: Object.keys(headers),
        headers: this.vault.sealHeaders(id, headers),
        secret: sealed,
        maxPerSecond: input.maxPerSecond ?? maxPerSecondDefault,
        maxConcurrent: input.maxConcurrent ?? maxConcurrentDefault,
        createdById: kind === "USER" ? actorId : null,
        createdAt: now,
        updatedAt: now,
      },
    });
    await record(tx, context, "created", id, [
      { field: "url", after: withoutQuery(input.url) },
      { field: "eventTypes", after: input.eventTypes },
      { field: "accountIds", after: input.accountIds ?? [] },
    ]);
    return { id, sealed };
  }

  private async headersOf(tx: Tx, id: string, wishes: readonly HeaderWish[]) {
    const { headers: sealed } = await tx.webhookEndpoint.findUniqueOrThrow({
      where: { id },
      select: { headers: true },
    });
    const headers = mergedHeaders(this.vault.openHeaders(id, sealed), wishes);
    return { headerNames: Object.keys(headers), headers: this.vault.sealHeaders(id, headers) };
  }

  private mustLeadOutside(url: string): void {
    const target = targetOf(url, this.options.trustedOrigins);
    if (typeof target === "string")
      throw invalidInput([{ path: ["input", "url"], message: urlProblems[target] }], target);
  }

  private mustSee(context: RequestContext, eventTypes: readonly string[]): void {
    const rights = eventTypes
      .map((type) => webhookEventType(type)?.requires)
      .filter((right) => right != null);
    this.authority.mustHold(
      context,
      [...new Set(rights)].map((permission) => ({ permission, scope: "TENANT" as const })),
    );
  }
}

/** @throws AppError NOT_FOUND; otherwise nobody else changes it until the transaction ends. */
export async function lockedRow(tx: Tx, id: string): Promise<EndpointRow> {
  await tx.$queryRaw`SELECT FROM saas_webhook_endpoints WHERE id = ${id}::uuid FOR UPDATE`;
  const row = await tx.webhookEndpoint.findFirst({ where: { id, deletedAt: null }, select: endpointColumns });
  if (!row) throw notFound("webhook endpoint", id);
  return row;
}

function rowOf(tx: Tx, id: string): Promise<EndpointRow> {
  return tx.webhookEndpoint.findUniqueOrThrow({ where: { id }, select: endpointColumns });
}

/** What a client left out or set to null stays as it is. */
function given({
  url,
  description,
  eventTypes,
  accountIds,
  maxPerSecond,
  maxConcurrent,
}: Omit<EndpointChange, "endpointId">) {
  return {
    ...(url != null && { url }),
    ...(description != null && { description }),
    ...(eventTypes != null && { eventTypes }),
    ...(accountIds != null && { accountIds }),
    ...(maxPerSecond != null && { maxPerSecond }),
    ...(maxConcurrent != null && { maxConcurrent }),
  };
}
