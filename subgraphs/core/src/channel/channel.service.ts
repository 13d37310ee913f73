import { v7 } from "uuid";
import { changesBetween, recorderOf } from "@wegraph/kit/audit";
import { oneOf } from "@wegraph/kit/codes";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, invalidInput, notFound } from "@wegraph/kit/errors";
import { once } from "@wegraph/kit/idempotency";
import type { Prisma } from "@wegraph/db-core/client";
import { domain } from "../database.ts";
import type { CoreDatabase, Tx } from "../database.ts";
import type { Severity } from "../notification/notice.ts";
import type { Language } from "./adapter.ts";
import { channelKindFacts, channelKinds } from "./channel.kinds.ts";
import type { ChannelKind } from "./channel.kinds.ts";
import type { ChannelVault } from "./channel.vault.ts";
import { channelColumns } from "./channelRow.ts";
import type { ChannelRow } from "./channelRow.ts";
import type { DeliveryReason } from "./delivery/delivery.status.ts";
import { checkedSettings, targetShown } from "./settings.rules.ts";
import type { CheckedSettings, SettingWish, Trust } from "./settings.rules.ts";

const record = recorderOf(domain, "notification-channel");

export interface NewChannel {
  kind: ChannelKind;
  name: string;
  settings: SettingWish[];
  severities?: Severity[] | null | undefined;
  language?: Language | null | undefined;
  position?: number | null | undefined;
  idempotencyKey?: string | null | undefined;
}

export interface ChannelChange {
  channelId: string;
  name?: string | null | undefined;
  settings?: SettingWish[] | null | undefined;
  severities?: Severity[] | null | undefined;
  language?: Language | null | undefined;
  position?: number | null | undefined;
}

const channelsMax = 20;

/** A channel that was changed or tried out has a new chance. */
const afresh = { failuresInRow: 0, failingSince: null, sickSince: null, pausedUntil: null } as const;

/** Where a tenant's notices go. */
export class ChannelService {
  constructor(
    private readonly db: CoreDatabase,
    private readonly vault: ChannelVault,
    private readonly options: Trust & { clock: () => Date },
  ) {}

  async create(context: RequestContext, { idempotencyKey: key, ...input }: NewChannel): Promise<ChannelRow> {
    const { tenantId } = context.principal;
    const checked = checkedSettings(input.kind, {}, input.settings, this.options);
    mustBeRight(checked);
    return this.db.tenant.$transaction(async (tx) => {
      const id = await once(tx, { tenantId, scope: "createNotificationChannel", key, input }, () =>
        this.insert(tx, context, input, checked),
      );
      return rowOf(tx, id);
    });
  }

  async update(
    context: RequestContext,
    { channelId: id, settings, ...change }: ChannelChange,
  ): Promise<ChannelRow> {
    return this.db.tenant.$transaction(async (tx) => {
      const before = await lockedChannel(tx, id);
      const data: Prisma.NotificationChannelUncheckedUpdateInput = given(change);
      const changes = changesBetween({ ...before }, { ...data });
      if (settings != null && settings.length > 0) {
        const kind = oneOf(channelKinds, before.kind);
        const { secrets } = await tx.notificationChannel.findUniqueOrThrow({
          where: { id },
          select: { secrets: true },
        });
        const known = this.vault.settingsOf({ id, settings: before.settings, secrets });
        const checked = checkedSettings(kind, known, settings, this.options);
        mustBeRight(checked);
        Object.assign(data, this.stored(id, kind, checked), afresh);
        // Names alone: of a robot the address itself is the key.
        for (const { name } of settings) changes.push({ field: `settings.${name}` });
      }
      if (changes.length === 0) return before;
      await tx.notificationChannel.updateMany({
        where: { id },
        data: { ...data, updatedAt: this.options.clock() },
      });
      await record(tx, context, "updated", id, changes);
      return rowOf(tx, id);
    });
  }

  /** Enabling what is enabled is no error. */
  async enable(context: RequestContext, id: string): Promise<ChannelRow> {
    return this.db.tenant.$transaction(async (tx) => {
      const before = await lockedChannel(tx, id);
      if (before.status === "ENABLED") return before;
      await tx.notificationChannel.updateMany({
        where: { id },
        data: { status: "ENABLED", ...afresh, updatedAt: this.options.clock() },
      });
      await record(tx, context, "enabled", id, [{ field: "status", before: "DISABLED", after: "ENABLED" }]);
      return rowOf(tx, id);
    });
  }

  /** What waits for it is not sent. */
  async disable(context: RequestContext, id: string): Promise<ChannelRow> {
    return this.db.tenant.$transaction(async (tx) => {
      const before = await lockedChannel(tx, id);
      if (before.status === "DISABLED") return before;
      const now = this.options.clock();
      await tx.notificationChannel.updateMany({
        where: { id },
        data: { status: "DISABLED", updatedAt: now },
      });
      await skipWaiting(tx, id, "CHANNEL_DISABLED", now);
      await record(tx, context, "disabled", id, [{ field: "status", before: "ENABLED", after: "DISABLED" }]);
      return rowOf(tx, id);
    });
  }

  /** Its log stays, its secrets do not. */
  async remove(context: RequestContext, id: string): Promise<string> {
    await this.db.tenant.$transaction(async (tx) => {
      const { name, kind } = await lockedChannel(tx, id);
      const now = this.options.clock();
      await tx.notificationChannel.updateMany({
        where: { id },
        data: { deletedAt: now, updatedAt: now, secrets: null },
      });
      await skipWaiting(tx, id, "CHANNEL_DELETED", now);
      await record(tx, context, "deleted", id, [
        { field: "name", before: name },
        { field: "kind", before: kind },
      ]);
    });
    return id;
  }

  private async insert(
    tx: Tx,
    context: RequestContext,
    input: Omit<NewChannel, "idempotencyKey">,
    checked: CheckedSettings,
  ): Promise<string> {
    const { tenantId, kind: actor, id: actorId } = context.principal;
    // Two at once must not both be the last one allowed.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`channels ${tenantId}`}, 0))`;
    const { _count: count, _max: max } = await tx.notificationChannel.aggregate({
      where: { deletedAt: null },
      _count: { _all: true },
      _max: { position: true },
    });
    if (count._all >= channelsMax)
      throw new AppError(
        "CONFLICT",
        "NOTIFICATION_CHANNELS_TOO_MANY",
        `A tenant has at most ${channelsMax} notification channels.`,
      );
    const id = v7();
    const now = this.options.clock();
    const { name, kind, language, severities, position } = input;
    await tx.notificationChannel.createMany({
      data: {
        id,
        tenantId,
        kind,
        name,
        language: language ?? "zh",
        severities: [...(severities ?? channelKindFacts[kind].severities)],
        position: position ?? Math.min((max.position ?? 0) + 1, 1_000),
        ...this.stored(id, kind, checked),
        createdById: actor === "USER" ? actorId : null,
        createdAt: now,
        updatedAt: now,
      },
    });
    await record(tx, context, "created", id, [
      { field: "name", after: name },
      { field: "kind", after: kind },
    ]);
    return id;
  }

  private stored(id: string, kind: ChannelKind, { open, secret }: CheckedSettings) {
    return {
      settings: open,
      secrets: this.vault.seal(id, secret),
      target: targetShown(kind, { ...open, ...secret }),
    };
  }
}

/** @throws AppError NOT_FOUND; otherwise nobody else changes it until the transaction ends. */
export async function lockedChannel(tx: Tx, id: string): Promise<ChannelRow> {
  await tx.$queryRaw`SELECT FROM saas_notification_channels WHERE id = ${id}::uuid FOR UPDATE`;
  const row = await tx.notificationChannel.findFirst({
    where: { id, deletedAt: null },
    select: channelColumns,
  });
  if (!row) throw notFound("notification channel", id);
  return row;
}

function rowOf(tx: Tx, id: string): Promise<ChannelRow> {
  return tx.notificationChannel.findUniqueOrThrow({ where: { id }, select: channelColumns });
}

function mustBeRight({ issues }: CheckedSettings): void {
  if (issues.length > 0) throw invalidInput(issues, "NOTIFICATION_CHANNEL_SETTING_REFUSED");
}

async function skipWaiting(tx: Tx, channelId: string, reason: DeliveryReason, now: Date): Promise<void> {
  await tx.notificationDelivery.updateMany({
    where: { channelId, status: "PENDING" },
    data: { status: "SKIPPED", reason, dueAt: null, finishedAt: now },
  });
}

/** What a client left out or set to null stays as it is. */
function given({ name, severities, language, position }: Omit<ChannelChange, "channelId" | "settings">) {
  return {
    ...(name != null && { name }),
    ...(severities != null && { severities }),
    ...(language != null && { language }),
    ...(position != null && { position }),
  };
}
