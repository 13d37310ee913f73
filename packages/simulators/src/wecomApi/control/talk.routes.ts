import { randomInt } from "node:crypto";
import { type Asked, Refusal, type Route } from "../../http/answer.ts";
import { parse } from "../../http/parse.ts";
import type { CallbackSender } from "../callbacks/sender.ts";
import type { Field, Fields } from "../callbacks/xml.ts";
import type { CorpRegistry } from "../corpRegistry.ts";
import { controlRoute, corpOf } from "./route.ts";
import { eventRules, kfFailRules, kfSayRules, sayRules, servicerRules, tapRules } from "./rules.ts";

/** What people say and tap: messages to the application, cards, 微信客服, and any event by its fields. */
export function talkRoutes(corps: CorpRegistry, sender: CallbackSender): Route[] {
  const kfIdOf = (asked: Asked, wanted: string | undefined): string =>
    wanted ?? [...corpOf(corps, asked).kf.accounts.keys()][0] ?? "";
  const announceKf = (asked: Asked, openKfId: string, token: string) =>
    sender.announce(corpOf(corps, asked), {
      FromUserName: "sys",
      MsgType: "event",
      Event: "kf_msg_or_event",
      Token: token,
      OpenKfId: openKfId,
    });

  return [
    controlRoute("POST", "/corps/:corpId/say", (asked) => {
      const { agentId, from, msgType, fields, count } = parse(sayRules, asked.body);
      const corp = corpOf(corps, asked);
      const { userid } = corp.memberOf(from);
      const ids = Array.from({ length: count }, newMsgId);
      for (const MsgId of ids)
        sender.announce(corp, { FromUserName: userid, MsgType: msgType, ...fields, MsgId }, agentId);
      return { msgIds: ids.slice(0, 1_000) };
    }),
    controlRoute("POST", "/corps/:corpId/events", (asked) => {
      const { agentId, fields } = parse(eventRules, asked.body);
      const all = { FromUserName: "sys", MsgType: "event", ...fieldsOf(fields) };
      return { announced: sender.announce(corpOf(corps, asked), all, agentId) };
    }),
    controlRoute("POST", "/corps/:corpId/tap", (asked) => {
      const { agentId, userId, taskId, eventKey, selected } = parse(tapRules, asked.body);
      const corp = corpOf(corps, asked);
      const tapped = corp.messages.tap(agentId, taskId, userId);
      if (!tapped) throw new Refusal(409, "NO_CARD", "This member has no such card.");
      const items = selected.map(({ questionKey, optionIds }) => ({
        QuestionKey: questionKey,
        OptionIds: { OptionId: optionIds },
      }));
      const card: Fields = {
        FromUserName: corp.memberOf(userId).userid,
        MsgType: "event",
        Event: "template_card_event",
        EventKey: eventKey,
        TaskId: taskId,
        CardType: tapped.cardType,
        ResponseCode: tapped.responseCode,
        ...(items.length > 0 && { SelectedItems: { SelectedItem: items } }),
      };
      sender.announce(corp, card, agentId);
      return { responseCode: tapped.responseCode };
    }),

    controlRoute("POST", "/corps/:corpId/kf/say", (asked) => {
      const { openKfId: wanted, externalUserId, text } = parse(kfSayRules, asked.body);
      const openKfId = kfIdOf(asked, wanted);
      const heard = corpOf(corps, asked).kf.hear(openKfId, externalUserId, "text", { content: text });
      announceKf(asked, openKfId, heard.token);
      return { openKfId, msgId: heard.msgid };
    }),
    controlRoute("POST", "/corps/:corpId/kf/fail", (asked) => {
      const { openKfId: wanted, externalUserId, msgId, failType } = parse(kfFailRules, asked.body);
      const openKfId = kfIdOf(asked, wanted);
      announceKf(asked, openKfId, corpOf(corps, asked).kf.fail(openKfId, externalUserId, msgId, failType));
      return {};
    }),
    controlRoute("PUT", "/corps/:corpId/kf/servicers", (asked) => {
      const { openKfId, userIds } = parse(servicerRules, asked.body);
      const corp = corpOf(corps, asked);
      const { servicers } = corp.kf.account(kfIdOf(asked, openKfId));
      servicers.clear();
      for (const id of userIds) servicers.add(corp.memberOf(id).userid);
      return { servicers: [...servicers] };
    }),
  ];
}

/** Too long for a JavaScript number, as WeCom's are: whoever parses it as one loses digits. */
function newMsgId(): string {
  return `${randomInt(1_000_000_000, 9_999_999_999)}${randomInt(100_000_000, 999_999_999)}`;
}

function fieldsOf(values: object): Fields {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]: [string, unknown]) => [name, fieldOf(value)]),
  );
}

function fieldOf(value: unknown): Field {
  if (typeof value === "string" || typeof value === "number") return value;
  if (Array.isArray(value)) return value.map(fieldOf);
  return typeof value === "object" && value !== null ? fieldsOf(value) : String(value);
}
