import { oneOf } from "@wegraph/kit/codes";
import { severities } from "../../notification/notice.ts";
import type { LaneSender } from "../../webhook/sending/lanes.ts";
import type { ChannelAdapter, Message, Outcome, Trace } from "../adapter.ts";
import { refused } from "../adapter.ts";
import type { Adapters } from "../adapters/adapters.ts";
import { channelKindFacts } from "../channel.kinds.ts";
import type { ChannelVault } from "../channel.vault.ts";
import type { ClaimedNotice, SendingChannel } from "./claims.ts";
import type { Addresses } from "./addresses.ts";
import type { Results } from "./results.ts";

export interface ChannelSenderOptions {
  adapters: Adapters;
  vault: ChannelVault;
  addresses: Addresses;
  results: Results;
  /** Of the console, without a slash at the end. */
  publicUrl: string;
}

/** Makes one attempt, or asks what became of the last, and writes down what came of it. */
export class ChannelSender implements LaneSender<SendingChannel, ClaimedNotice> {
  constructor(private readonly options: ChannelSenderOptions) {}

  async send(channel: SendingChannel, delivery: ClaimedNotice): Promise<void> {
    const { adapters, vault, results } = this.options;
    const startedAt = performance.now();
    const adapter = adapters[channel.kind];
    const outcome = await this.outcome(adapter, vault.settingsOf(channel), channel, delivery);
    const latencyMs = Math.round(performance.now() - startedAt);
    await results.write(channel, delivery, { outcome, latencyMs, isTraceable: adapter.trace !== undefined });
  }

  private async outcome(
    adapter: ChannelAdapter,
    settings: Readonly<Record<string, string>>,
    channel: SendingChannel,
    delivery: ClaimedNotice,
  ): Promise<Outcome | Trace> {
    const { reach, isRepeatable } = channelKindFacts[channel.kind];
    const to = reach === "GROUP" ? null : await this.options.addresses.of(channel, reach, delivery);
    if (to === undefined) return refused("RECIPIENT_REFUSED");
    const message = this.messageOf(delivery);
    if (!delivery.isUnknown || isRepeatable) return await adapter.send(settings, message, to);
    // It may have been sent by a process that died, or its answer was lost: nobody repeats that.
    if (!adapter.trace) return { kind: "UNKNOWN", failure: "INTERRUPTED", answer: null };
    return await adapter.trace(settings, message, to);
  }

  private messageOf({ id, title, text, severity, language, path, kind, createdAt }: ClaimedNotice): Message {
    return {
      id,
      title,
      text,
      kind,
      severity: oneOf(severities, severity),
      language: language === "en" ? "en" : "zh",
      link: path === null ? null : this.options.publicUrl + path,
      at: createdAt,
    };
  }
}
