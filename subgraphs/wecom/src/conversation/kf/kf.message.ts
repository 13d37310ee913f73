import { z } from "zod";
import type { KfMessage } from "../../serverApi/calls/kf.ts";
import { storable, webOnly } from "../incoming.content.ts";
import type { KeptContent } from "../incoming.content.ts";

/** What an entry of `kf/sync_msg` means for us (WeCom path/94670). */
export type KfFact =
  | {
      kind: "message";
      direction: "IN" | "SERVICER";
      externalUserId: string;
      content: KeptContent;
      servicerId: string | undefined;
    }
  /** The session has come to another state; `state` as `service_state`. */
  | { kind: "state"; externalUserId: string; state: number; servicerId: string | null }
  /** A message of ours that WeCom took did not arrive after all. */
  | { kind: "failed"; externalUserId: string; messageId: string; failType: number }
  /** The customer took a message back. */
  | { kind: "recalled"; externalUserId: string; messageId: string }
  | { kind: "nothing" };

const fromCustomer = 3;
const fromServicer = 5;
const ofEvent = 4;

export function factOf(message: KfMessage): KfFact {
  const { origin, externalUserId, content, type, servicerUserId } = message;
  if (origin === ofEvent || type === "event") return eventOf(content);
  if (externalUserId === undefined || (origin !== fromCustomer && origin !== fromServicer))
    return { kind: "nothing" };
  const direction = origin === fromCustomer ? "IN" : "SERVICER";
  const kept = contents[type]?.(content) ?? { type: "OTHER", wecomType: type.slice(0, 40) };
  return { kind: "message", direction, externalUserId, content: kept, servicerId: servicerUserId };
}

const eventShape = z.looseObject({
  event_type: z.string(),
  external_userid: z.string().default(""),
  change_type: z.int().default(0),
  new_servicer_userid: z.string().default(""),
  fail_msgid: z.string().default(""),
  fail_type: z.int().default(0),
  recall_msgid: z.string().default(""),
});

const served = 3;
const ended = 4;

function eventOf(content: unknown): KfFact {
  const parsed = eventShape.safeParse(content);
  if (!parsed.success || parsed.data.external_userid === "") return { kind: "nothing" };
  const event = parsed.data;
  const externalUserId = event.external_userid;
  switch (event.event_type) {
    case "session_status_change":
      // 1 taken from the pool, 2 handed over, 3 ended, 4 taken up again.
      if (event.change_type === 3) return { kind: "state", externalUserId, state: ended, servicerId: null };
      // Put into the pool: it has nobody yet.
      if (event.new_servicer_userid === "") return { kind: "nothing" };
      return { kind: "state", externalUserId, state: served, servicerId: event.new_servicer_userid };
    case "msg_send_fail":
      return { kind: "failed", externalUserId, messageId: event.fail_msgid, failType: event.fail_type };
    case "user_recall_msg":
      return { kind: "recalled", externalUserId, messageId: event.recall_msgid };
    default:
      return { kind: "nothing" };
  }
}

type Read = (content: unknown) => KeptContent | undefined;

const string = z.string().optional().catch(undefined);

function reader<Shape extends z.ZodRawShape>(
  shape: Shape,
  keep: (fields: z.output<z.ZodObject<Shape>>) => KeptContent,
): Read {
  const rules = z.object(shape);
  return (content) => {
    const parsed = rules.safeParse(content);
    return parsed.success ? keep(parsed.data) : undefined;
  };
}

const clean = (text: string | undefined) => (text ? storable(text) : undefined);
const media = { media_id: z.string().min(1) };

const contents: Readonly<Record<string, Read>> = {
  text: reader({ content: z.string() }, ({ content }) => ({ type: "TEXT", text: storable(content) })),
  image: reader(media, ({ media_id }) => ({ type: "IMAGE", mediaId: media_id })),
  voice: reader(media, ({ media_id }) => ({ type: "VOICE", mediaId: media_id })),
  video: reader(media, ({ media_id }) => ({ type: "VIDEO", mediaId: media_id })),
  file: reader(media, ({ media_id }) => ({ type: "FILE", mediaId: media_id })),
  location: reader(
    { latitude: z.number(), longitude: z.number(), name: string, address: string },
    ({ latitude, longitude, name, address }) => ({
      type: "LOCATION",
      latitude,
      longitude,
      name: clean(name),
      address: clean(address),
    }),
  ),
  link: reader({ title: string, desc: string, url: string }, ({ title, desc, url }) => ({
    type: "LINK",
    title: storable(title ?? ""),
    url: webOnly(url),
    description: clean(desc),
  })),
  miniprogram: reader({ title: string, appid: string, pagepath: string }, ({ title, appid, pagepath }) => ({
    type: "MINIPROGRAM",
    title: storable(title ?? ""),
    appId: appid,
    page: pagepath,
  })),
};
