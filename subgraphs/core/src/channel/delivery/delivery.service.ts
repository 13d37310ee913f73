import { v7 } from "uuid";
import { audit } from "@wegraph/kit/audit";
import { oneOf } from "@wegraph/kit/codes";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, notFound } from "@wegraph/kit/errors";
import { once } from "@wegraph/kit/idempotency";
import { announce, originOf } from "@wegraph/kit/outbox";
import { personOf } from "../../caller.ts";
import { domain } from "../../database.ts";
import type { CoreDatabase, Tx } from "../../database.ts";
import { languageOf } from "../../notification/audience.ts";
import { notificationDeliveryChanged } from "../channel.events.ts";
import { channelKindFacts, channelKinds } from "../channel.kinds.ts";
import { lockedChannel } from "../channel.service.ts";
import { deliveryColumns } from "./deliveryRow.ts";
import type { DeliveryRow } from "./deliveryRow.ts";

const testTexts = {
  zh: { title: "测试通知", text: "这是一条测试通知。收到它，说明该渠道可以正常使用。" },
  en: { title: "Test notice", text: "This is a test. That you read it means the channel works." },
} as const;

/** What people ask of single deliveries. */
export class NotificationDeliveryService {
  constructor(
    private readonly db: CoreDatabase,
    private readonly wake: (channelId: string) => void,
    private readonly clock: () => Date,
  ) {}

  /**
   * Sends a test by a channel, disabled or sick as it may be; to whoever asks if it goes to single people.
   * @throws AppError CONFLICT (PHONE_MISSING) by SMS when they have given no number.
   */
  async test(
    context: RequestContext,
    { channelId, idempotencyKey: key }: { channelId: string; idempotencyKey?: string | null | undefined },
  ): Promise<DeliveryRow> {
    const { tenantId } = context.principal;
    const row = await this.db.tenant.$transaction(async (tx) => {
      const id = await once(tx, { tenantId, scope: "testNotificationChannel", key, input: channelId }, () =>
        this.insertTest(tx, context, channelId),
      );
      return tx.notificationDelivery.findUniqueOrThrow({ where: { id }, select: deliveryColumns });
    });
    this.wake(channelId);
    return row;
  }

  /**
   * Sends once more, now, what failed or was skipped.
   * @throws AppError CONFLICT (DELIVERY_NOT_ENDED, DELIVERY_ARRIVED); what may have arrived can be sent again by a person.
   */
  async retry(context: RequestContext, id: string): Promise<DeliveryRow> {
    const row = await this.db.tenant.$transaction(async (tx) => {
      const before = await tx.notificationDelivery.findUnique({ where: { id }, select: deliveryColumns });
      if (!before) throw notFound("notification delivery", id);
      const channel = await lockedChannel(tx, before.channelId);
      if (channel.status !== "ENABLED")
        throw new AppError("CONFLICT", "NOTIFICATION_CHANNEL_DISABLED", "The channel is disabled.");
      const now = this.clock();
      const { count } = await tx.notificationDelivery.updateMany({
        where: { id, status: { in: ["FAILED", "UNKNOWN", "SKIPPED"] } },
        data: {
          status: "PENDING",
          dueAt: now,
          finishedAt: null,
          failures: 0,
          isUnknown: false,
          reason: null,
        },
      });
      if (count === 0)
        throw before.status === "SENT"
          ? new AppError("CONFLICT", "DELIVERY_ARRIVED", "It was sent; nothing has to be repeated.")
          : new AppError("CONFLICT", "DELIVERY_NOT_ENDED", "It is still on its way.");
      const origin = originOf(context);
      await audit(tx, domain, origin, {
        action: "notification-delivery.retried",
        resourceType: "notification-delivery",
        resourceId: id,
        changes: [{ field: "status", before: before.status, after: "PENDING" }],
      });
      await announce(tx, origin, notificationDeliveryChanged, {
        deliveryId: id,
        channelId: before.channelId,
        status: "PENDING",
        attempts: before.attempts,
      });
      return tx.notificationDelivery.findUniqueOrThrow({ where: { id }, select: deliveryColumns });
    });
    this.wake(row.channelId);
    return row;
  }

  private async insertTest(tx: Tx, context: RequestContext, channelId: string): Promise<string> {
    const channel = await lockedChannel(tx, channelId);
    const kind = oneOf(channelKinds, channel.kind);
    const { reach } = channelKindFacts[kind];
    const reader = reach === "GROUP" ? null : await readerOf(tx, context, reach);
    const language = reader?.language ?? (channel.language === "en" ? "en" : "zh");
    const [id, now] = [v7(), this.clock()];
    await tx.notificationDelivery.createMany({
      data: {
        id,
        tenantId: context.principal.tenantId,
        channelId,
        channelKind: kind,
        userId: reader?.userId ?? null,
        severity: "INFO",
        language,
        ...testTexts[language],
        path: `/notification-channels/${channelId}`,
        status: "PENDING",
        dueAt: now,
        createdAt: now,
      },
    });
    await audit(tx, domain, originOf(context), {
      action: "notification-channel.tested",
      resourceType: "notification-channel",
      resourceId: channelId,
    });
    return id;
  }
}

/** Whoever asks, as the one a test is sent to. */
async function readerOf(tx: Tx, context: RequestContext, reach: "EMAIL" | "SMS") {
  const { userId, tenantId } = personOf(context);
  const { locale, notificationSettings } = await tx.user.findUniqueOrThrow({
    where: { id: userId },
    select: { locale: true, notificationSettings: { where: { tenantId }, select: { phone: true } } },
  });
  if (reach === "SMS" && notificationSettings[0]?.phone == null)
    throw new AppError(
      "CONFLICT",
      "PHONE_MISSING",
      "Give your phone number in your notification settings first; the test is sent to it.",
    );
  return { userId, language: languageOf(locale) };
}
