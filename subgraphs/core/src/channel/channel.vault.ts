import { z } from "zod";
import type { SecretBox } from "@wegraph/kit/secrets";
import type { Settings } from "./adapter.ts";

const values = z.record(z.string(), z.string());

/** Seals what is not to be read: the secret settings of channels, and people's phone numbers. */
export class ChannelVault {
  constructor(private readonly box: SecretBox) {}

  seal(channelId: string, secrets: Settings): string | null {
    return Object.keys(secrets).length === 0
      ? null
      : this.box.seal(JSON.stringify(secrets), channelPlace(channelId));
  }

  open(channelId: string, sealed: string | null): Record<string, string> {
    return sealed === null ? {} : values.parse(JSON.parse(this.box.open(sealed, channelPlace(channelId))));
  }

  /** All settings, as an adapter takes them. */
  settingsOf({ id, settings, secrets }: { id: string; settings: unknown; secrets: string | null }): Settings {
    return { ...values.parse(settings), ...this.open(id, secrets) };
  }

  sealPhone(tenantId: string, userId: string, phone: string): string {
    return this.box.seal(phone, phonePlace(tenantId, userId));
  }

  openPhone(tenantId: string, userId: string, sealed: string): string {
    return this.box.open(sealed, phonePlace(tenantId, userId));
  }
}

function channelPlace(channelId: string): string {
  return `saas_notification_channels|secrets|${channelId}`;
}

function phonePlace(tenantId: string, userId: string): string {
  return `saas_notification_settings|phone|${tenantId}|${userId}`;
}
