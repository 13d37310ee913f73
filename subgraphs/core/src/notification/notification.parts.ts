import type { Logger } from "@wegraph/kit/log";
import { Repeating } from "@wegraph/kit/repeating";
import type { SecretBox } from "@wegraph/kit/secrets";
import { assembleChannels } from "../channel/channel.parts.ts";
import type { ChannelSettings } from "../channel/channel.parts.ts";
import type { CoreDatabase } from "../database.ts";
import { Dispatcher } from "./dispatcher.ts";
import { NoticeBoard } from "./noticeBoard.ts";
import { NotificationService } from "./notification.service.ts";
import { PreferenceService } from "./preference.service.ts";
import { Renderer } from "./renderer.ts";
import { TemplateService } from "./template.service.ts";

export interface NotificationOptions {
  db: CoreDatabase;
  secrets: SecretBox;
  clock: () => Date;
  log: Logger;
  settings: ChannelSettings;
}

export type Notifications = ReturnType<typeof assembleNotifications>;

/** What was posted is looked for this often: a process that commits a notice need not be the one that tells people. */
const dispatchEveryMs = 500;

/** Telling people: their notifications, the channels, and the work between. */
export function assembleNotifications({ db, secrets, clock, log, settings }: NotificationOptions) {
  const notices = new NoticeBoard(clock);
  const renderer = new Renderer(settings.publicUrl);
  const channels = assembleChannels({ db, secrets, notices, renderer, clock, log, settings });
  const dispatcher = new Dispatcher({ db, writer: channels.writer, wake: channels.wake, clock, log });
  const dispatching = new Repeating({
    work: () => dispatcher.round(),
    everyMs: Math.min(settings.sweepMs ?? dispatchEveryMs, dispatchEveryMs),
    isMore: (count) => count > 0,
    complaint: "notices not dispatched",
    log,
  });

  return {
    notices,
    dispatcher,
    channels,
    inbox: new NotificationService(db, clock),
    preferences: new PreferenceService(db, channels.vault, clock),
    templates: new TemplateService(db, settings.publicUrl, clock),
    start(): void {
      channels.start();
      dispatching.start();
    },
    async stop(): Promise<void> {
      await dispatching.stop();
      await channels.stop();
    },
  };
}
