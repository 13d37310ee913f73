import { readContact } from "./wecomEvent.contact.ts";
import { readCustomer } from "./wecomEvent.customer.ts";
import type { EventBody, IncomingContent, UnknownEvent, WecomEvent } from "./wecomEvent.ts";
import { appEvents, dormancyEvents, noticeEvents } from "./wecomEvent.ts";
import { fieldsOf, itemsOf, numberOf, textOf, timeOf } from "./wecomFields.ts";
import type { XmlFields } from "./wecomXml.ts";

type Read = (fields: XmlFields) => EventBody | undefined;

/** What a verified body says. Missing what its type must have, it is `unknown`: kept and counted, never dropped. */
export function readEvent(fields: XmlFields): WecomEvent {
  const body = readBody(fields) ?? unknownEvent(fields);
  return {
    to: textOf(fields, "ToUserName"),
    from: textOf(fields, "FromUserName"),
    at: timeOf(fields, "CreateTime"),
    agentId: textOf(fields, "AgentID"),
    ...body,
  };
}

function readBody(fields: XmlFields): EventBody | undefined {
  const msgType = textOf(fields, "MsgType") ?? "";
  if (msgType !== "event") return readMessage(msgType, fields);
  return events.get(textOf(fields, "Event") ?? "")?.(fields);
}

const readCard =
  (isMenu: boolean): Read =>
  (fields) => {
    const eventKey = textOf(fields, "EventKey");
    const taskId = textOf(fields, "TaskId");
    if (eventKey === undefined || taskId === undefined) return undefined;
    return {
      kind: "card",
      isMenu,
      eventKey,
      taskId,
      cardType: textOf(fields, "CardType"),
      responseCode: textOf(fields, "ResponseCode"),
      selected: selectedOf(fields),
    };
  };

function selectedOf(fields: XmlFields) {
  return itemsOf(fieldsOf(fields["SelectedItems"])?.["SelectedItem"]).flatMap((item) => {
    const selected = fieldsOf(item);
    const questionKey = selected && textOf(selected, "QuestionKey");
    if (!selected || questionKey === undefined) return [];
    const optionIds = itemsOf(fieldsOf(selected["OptionIds"])?.["OptionId"]).filter(
      (id) => typeof id === "string",
    );
    return [{ questionKey, optionIds }];
  });
}

const readBatchJob: Read = (fields) => {
  const job = fieldsOf(fields["BatchJob"]);
  const jobId = job && textOf(job, "JobId");
  const jobType = job && textOf(job, "JobType");
  if (!job || jobId === undefined || jobType === undefined) return undefined;
  return {
    kind: "batch_job",
    jobId,
    jobType,
    errcode: numberOf(job, "ErrCode") ?? 0,
    errmsg: textOf(job, "ErrMsg") ?? "",
  };
};

const readKf: Read = (fields) => {
  const token = textOf(fields, "Token");
  const openKfId = textOf(fields, "OpenKfId");
  return token === undefined || openKfId === undefined ? undefined : { kind: "kf", token, openKfId };
};

const readAcquisition: Read = (fields) => {
  const change = textOf(fields, "ChangeType");
  if (change === undefined) return undefined;
  return {
    kind: "acquisition",
    change,
    linkId: textOf(fields, "LinkId"),
    userId: textOf(fields, "UserID"),
    externalUserId: textOf(fields, "ExternalUserID"),
  };
};

const events: ReadonlyMap<string, Read> = new Map<string, Read>([
  ...appEvents.map(
    (event) =>
      [event, (fields) => ({ kind: "app", event, eventKey: textOf(fields, "EventKey") })] satisfies [
        string,
        Read,
      ],
  ),
  ...dormancyEvents.map(
    (event) =>
      [
        event,
        (fields) => ({ kind: "dormancy", event, effectiveAt: timeOf(fields, "EffectTime") }),
      ] satisfies [string, Read],
  ),
  ...noticeEvents.map((event) => [event, () => ({ kind: "notice", event })] satisfies [string, Read]),
  ["batch_job_result", readBatchJob],
  ["change_contact", readContact],
  ["change_external_contact", readCustomer.contact],
  ["change_external_chat", readCustomer.group],
  ["change_external_tag", readCustomer.tag],
  ["template_card_event", readCard(false)],
  ["template_card_menu_event", readCard(true)],
  ["kf_msg_or_event", readKf],
  ["customer_acquisition", readAcquisition],
]);

function readMessage(msgType: string, fields: XmlFields): EventBody | undefined {
  const msgId = textOf(fields, "MsgId");
  const content = contents[msgType]?.(fields);
  return msgId === undefined || !content ? undefined : { kind: "message", msgId, content };
}

const contents: Readonly<Record<string, (fields: XmlFields) => IncomingContent | undefined>> = {
  text: (fields) => ({ type: "text", text: textOf(fields, "Content") ?? "" }),
  image: (fields) =>
    withMedia(fields, (mediaId) => ({ type: "image", mediaId, url: textOf(fields, "PicUrl") })),
  voice: (fields) =>
    withMedia(fields, (mediaId) => ({ type: "voice", mediaId, format: textOf(fields, "Format") })),
  video: (fields) =>
    withMedia(fields, (mediaId) => ({
      type: "video",
      mediaId,
      thumbMediaId: textOf(fields, "ThumbMediaId"),
    })),
  location: (fields) => {
    const latitude = numberOf(fields, "Location_X");
    const longitude = numberOf(fields, "Location_Y");
    if (latitude === undefined || longitude === undefined) return undefined;
    const scale = numberOf(fields, "Scale");
    return { type: "location", latitude, longitude, scale, label: textOf(fields, "Label") };
  },
  link: (fields) => ({
    type: "link",
    title: textOf(fields, "Title") ?? "",
    url: textOf(fields, "Url"),
    description: textOf(fields, "Description"),
    pictureUrl: textOf(fields, "PicUrl"),
  }),
};

function withMedia(
  fields: XmlFields,
  make: (mediaId: string) => IncomingContent,
): IncomingContent | undefined {
  const mediaId = textOf(fields, "MediaId");
  return mediaId === undefined ? undefined : make(mediaId);
}

function unknownEvent(fields: XmlFields): UnknownEvent {
  return {
    kind: "unknown",
    msgType: textOf(fields, "MsgType"),
    event: textOf(fields, "Event"),
    changeType: textOf(fields, "ChangeType"),
  };
}
