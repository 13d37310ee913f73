import type { Bus } from "@wegraph/kit/bus";
import type { LiveSettings } from "@wegraph/kit/liveSettings";
import type { Logger } from "@wegraph/kit/log";
import type { WorkQueue } from "@wegraph/kit/queue";
import type { SecretBox } from "@wegraph/kit/secrets";
import type { CoreDatabase } from "../database.ts";
import type { Authority } from "../role/authority.ts";
import { DeliveryReader } from "./delivery/delivery.reader.ts";
import { DeliveryService } from "./delivery/delivery.service.ts";
import { WebhookIntake } from "./delivery/intake.ts";
import { EndpointReader } from "./endpoint/endpoint.reader.ts";
import { EndpointService } from "./endpoint/endpoint.service.ts";
import { EndpointVault } from "./endpoint/vault.ts";
import { Poster } from "./outbound/poster.ts";
import type { PosterOptions } from "./outbound/poster.ts";
import { ReplayService } from "./replay/replay.service.ts";
import { ReplayWorker } from "./replay/replay.worker.ts";
import { Claims } from "./sending/claims.ts";
import { Lanes } from "./sending/lanes.ts";
import { Results } from "./sending/results.ts";
import { Sender } from "./sending/sender.ts";
import { webhookSending } from "./webhook.settings.ts";

export interface WebhookSettings extends PosterOptions {
  /** How often what is due is looked for. */
  sweepMs?: number;
}

export interface WebhookOptions {
  db: CoreDatabase;
  authority: Authority;
  secrets: SecretBox;
  queue: Pick<WorkQueue, "enqueue">;
  clock: () => Date;
  log: Logger;
  settings: WebhookSettings;
  live: LiveSettings;
}

export type Webhooks = ReturnType<typeof assembleWebhooks>;

/** What tells tenants of events: its parts, and its background work. */
export function assembleWebhooks({
  db,
  authority,
  secrets,
  queue,
  clock,
  log,
  settings,
  live,
}: WebhookOptions) {
  const vault = new EndpointVault(secrets);
  const poster = new Poster(settings);
  const sender = new Sender(vault, poster, new Results(db, clock), clock);
  const isSending = () => live.get(webhookSending);
  const lanes = new Lanes(new Claims(db, clock), sender, log, settings.sweepMs, isSending);
  const wake = (endpointId: string) => lanes.wake(endpointId);
  const intake = new WebhookIntake(db, wake, clock);
  const replayWorker = new ReplayWorker(db, wake, clock);
  let listener: { stop(): Promise<void> } | undefined;

  return {
    endpoints: new EndpointService(db, authority, vault, {
      trustedOrigins: settings.trustedOrigins,
      clock,
    }),
    endpointReader: new EndpointReader(db, clock),
    deliveries: new DeliveryService(db, wake, clock),
    deliveryReader: new DeliveryReader(db),
    replays: new ReplayService(db, queue, clock),
    intake,
    replayWorker,
    lanes,
    async start(bus: Bus, workers: WorkQueue): Promise<void> {
      lanes.start();
      await replayWorker.start(workers);
      listener = await intake.listen(bus);
    },
    /** The listener first: what it takes in is sent by the next process. */
    async stop(): Promise<void> {
      await listener?.stop();
      await lanes.stop();
      await poster.close();
    },
  };
}
