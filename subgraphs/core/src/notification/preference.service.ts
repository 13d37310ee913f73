import { audit } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { invalidInput } from "@wegraph/kit/errors";
import { originOf } from "@wegraph/kit/outbox";
import { personOf } from "../caller.ts";
import { channelKindFacts } from "../channel/channel.kinds.ts";
import type { ChannelVault } from "../channel/channel.vault.ts";
import { enabledChannels } from "../channel/enabledChannels.ts";
import { domain } from "../database.ts";
import type { CoreDatabase, Tx } from "../database.ts";
import { personalChannels } from "./dispatch.rules.ts";
import type { PersonalChannel } from "./dispatch.rules.ts";
import { noticeKindNames, noticeKinds } from "./notice.kinds.ts";
import type { NotificationPreferences } from "./notification.model.ts";

export interface PreferenceChange {
  kind: string;
  channel: PersonalChannel;
  isEnabled: boolean;
}

const mutedMaxMs = 30 * 24 * 3_600_000;
const shownDigits = 4;

/** How a person wants to be told, in the tenant they are signed in to. */
export class PreferenceService {
  constructor(
    private readonly db: CoreDatabase,
    private readonly vault: ChannelVault,
    private readonly clock: () => Date,
  ) {}

  own(context: RequestContext): Promise<NotificationPreferences> {
    return this.db.tenant.$transaction((tx) => this.read(tx, context));
  }

  /** @throws AppError INVALID_INPUT (NOTIFICATION_MANDATORY) for what has to be seen. */
  async update(
    context: RequestContext,
    changes: readonly PreferenceChange[],
  ): Promise<NotificationPreferences> {
    const { userId, tenantId } = personOf(context);
    const at = changes.findIndex(
      ({ kind, channel, isEnabled }) =>
        channel === "IN_APP" &&
        !isEnabled &&
        noticeKindNames.some((each) => each === kind && noticeKinds[each].isMandatory),
    );
    if (at >= 0)
      throw invalidInput(
        [
          {
            path: ["input", "changes", at, "isEnabled"],
            message: "this kind always stands in notifications",
          },
        ],
        "NOTIFICATION_MANDATORY",
      );
    return this.changed(context, async (tx) => {
      for (const { kind, channel, isEnabled } of changes)
        await tx.notificationPreference.upsert({
          where: { tenantId_userId_kind_channel: { tenantId, userId, kind, channel } },
          create: { tenantId, userId, kind, channel, isEnabled },
          update: { isEnabled },
        });
      return changes.map(({ kind, channel, isEnabled }) => ({
        field: `${kind}.${channel}`,
        after: isEnabled,
      }));
    });
  }

  async mute(context: RequestContext, until: Date | null): Promise<NotificationPreferences> {
    const now = this.clock().getTime();
    if (until !== null && (until.getTime() <= now || until.getTime() > now + mutedMaxMs))
      throw invalidInput([{ path: ["input", "until"], message: "in the future, at most 30 days ahead" }]);
    return this.changed(context, async (tx) => {
      await this.set(tx, context, { mutedUntil: until });
      return [{ field: "mutedUntil", after: until?.toISOString() ?? null }];
    });
  }

  async setPhone(context: RequestContext, phone: string | null): Promise<NotificationPreferences> {
    const { userId, tenantId } = personOf(context);
    return this.changed(context, async (tx) => {
      await this.set(tx, context, {
        phone: phone === null ? null : this.vault.sealPhone(tenantId, userId, phone),
        phoneEnd: phone?.slice(-shownDigits) ?? null,
      });
      return [{ field: "phone" }];
    });
  }

  private changed(
    context: RequestContext,
    change: (tx: Tx) => Promise<{ field: string; after?: unknown }[]>,
  ): Promise<NotificationPreferences> {
    return this.db.tenant.$transaction(async (tx) => {
      const changes = await change(tx);
      await audit(tx, domain, originOf(context), {
        action: "notification-preferences.changed",
        resourceType: "user",
        resourceId: personOf(context).userId,
        changes,
      });
      return this.read(tx, context);
    });
  }

  private async set(
    tx: Tx,
    context: RequestContext,
    data: { mutedUntil?: Date | null; phone?: string | null; phoneEnd?: string | null },
  ): Promise<void> {
    const { userId, tenantId } = personOf(context);
    await tx.notificationSettings.upsert({
      where: { tenantId_userId: { tenantId, userId } },
      create: { tenantId, userId, ...data },
      update: data,
    });
  }

  private async read(tx: Tx, context: RequestContext): Promise<NotificationPreferences> {
    const { userId, tenantId } = personOf(context);
    const settings = await tx.notificationSettings.findUnique({
      where: { tenantId_userId: { tenantId, userId } },
    });
    const off = await tx.notificationPreference.findMany({
      where: { tenantId, userId, isEnabled: false },
      select: { kind: true, channel: true },
    });
    const reaches = (await enabledChannels(tx, tenantId)).map(({ kind }) => channelKindFacts[kind].reach);
    return {
      kinds: noticeKindNames.map((kind) => ({
        kind,
        ...noticeKinds[kind],
        enabled: personalChannels.filter(
          (channel) => !off.some((each) => each.kind === kind && each.channel === channel),
        ),
      })),
      available: personalChannels.filter(
        (channel) => channel === "IN_APP" || reaches.some((reach) => reach === channel),
      ),
      mutedUntil: settings?.mutedUntil && settings.mutedUntil > this.clock() ? settings.mutedUntil : null,
      phone: settings?.phoneEnd == null ? null : `•••• ${settings.phoneEnd}`,
    };
  }
}
