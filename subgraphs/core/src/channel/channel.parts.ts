import type { Logger } from "@wegraph/kit/log";
import type { SecretBox } from "@wegraph/kit/secrets";
import type { CoreDatabase } from "../database.ts";
import { DeliveryWriter } from "../notification/deliveryWriter.ts";
import type { Notices } from "../notification/notice.ts";
import type { Renderer } from "../notification/renderer.ts";
import { Poster } from "../webhook/outbound/poster.ts";
import type { Resolve } from "../webhook/outbound/publicLookup.ts";
import { Lanes } from "../webhook/sending/lanes.ts";
import { adapters } from "./adapters/adapters.ts";
import { MailServers } from "./adapters/mailServer.ts";
import { ChannelReader } from "./channel.reader.ts";
import { ChannelService } from "./channel.service.ts";
import { ChannelVault } from "./channel.vault.ts";
import { NotificationDeliveryReader } from "./delivery/delivery.reader.ts";
import { NotificationDeliveryService } from "./delivery/delivery.service.ts";
import { Addresses } from "./sending/addresses.ts";
import { ChannelStanding } from "./sending/channelStanding.ts";
import { ChannelClaims } from "./sending/claims.ts";
import { FallOver } from "./sending/fallOver.ts";
import { Results } from "./sending/results.ts";
import { ChannelSender } from "./sending/sender.ts";

export interface ChannelSettings {
  /** Origins of the operator's own network that channels may lead to: "http://10.0.0.5:8080", "smtp://10.0.0.6:25". */
  trustedOrigins: readonly string[];
  /** Of the console, without a slash at the end: where links in notices lead. */
  publicUrl: string;
  /** Looks names up; by default the name servers are asked. */
  resolve?: Resolve;
  timeoutMs?: number;
  /** How often what is due is looked for. */
  sweepMs?: number;
}

export interface ChannelOptions {
  db: CoreDatabase;
  secrets: SecretBox;
  notices: Notices;
  renderer: Renderer;
  clock: () => Date;
  log: Logger;
  settings: ChannelSettings;
}

/** Answers of vendors' lists of what was sent are longer than what a webhook's log keeps. */
const answerMaxBytes = 65_536;

/** Where notices go, and the work of getting them there. */
export function assembleChannels(options: ChannelOptions) {
  const { db, secrets, notices, renderer, clock, log, settings } = options;
  const { trustedOrigins, resolve, timeoutMs, sweepMs, publicUrl } = settings;
  const vault = new ChannelVault(secrets);
  const poster = new Poster({
    trustedOrigins,
    answerMaxBytes,
    ...(resolve && { resolve }),
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
  const writer = new DeliveryWriter(renderer);
  const wake = (channelId: string): void => lanes.wake(channelId);
  const sender = new ChannelSender({
    adapters: adapters(poster, new MailServers(trustedOrigins, resolve), clock),
    vault,
    addresses: new Addresses(db, vault),
    results: new Results({
      db,
      standing: new ChannelStanding(notices, clock),
      fallOver: new FallOver(writer, clock),
      wake,
      clock,
    }),
    publicUrl,
  });
  const lanes = new Lanes(new ChannelClaims(db, clock), sender, log, sweepMs);

  return {
    vault,
    writer,
    wake,
    lanes,
    channels: new ChannelService(db, vault, { trustedOrigins, clock }),
    channelReader: new ChannelReader(db),
    deliveries: new NotificationDeliveryService(db, wake, clock),
    deliveryReader: new NotificationDeliveryReader(db),
    start(): void {
      lanes.start();
    },
    async stop(): Promise<void> {
      await lanes.stop();
      await poster.close();
    },
  };
}
