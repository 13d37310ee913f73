import { type Asked, Refusal, type Route } from "../../http/answer.ts";
import { parse } from "../../http/parse.ts";
import type { CallbackSender } from "../callbacks/sender.ts";
import type { Corp } from "../corp.ts";
import type { CorpRegistry } from "../corpRegistry.ts";
import { Changes } from "./changes.ts";
import { controlRoute, corpOf } from "./route.ts";
import {
  addCustomersRules,
  confirmRules,
  editRules,
  groupMembersRules,
  groupRules,
  memberRules,
  newGroupRules,
  partRules,
  tagEventRules,
} from "./rules.ts";

/** What people do: members, customers, groups, tags, confirmed group sends. Each with its event. */
export function peopleRoutes(corps: CorpRegistry, sender: CallbackSender): Route[] {
  const changes = new WeakMap<Corp, Changes>();
  const changesOf = (asked: Asked): Changes => {
    const corp = corpOf(corps, asked);
    const known = changes.get(corp) ?? new Changes(corp, (fields) => void sender.announce(corp, fields));
    changes.set(corp, known);
    return known;
  };
  const group = (asked: Asked) => {
    const found = corpOf(corps, asked).groups.get(asked.params["chatId"] ?? "");
    if (!found) throw new Refusal(404, "GROUP_NOT_FOUND", "There is no such group.");
    return found;
  };
  const param = (asked: Asked, name: string): string => asked.params[name] ?? "";

  return [
    controlRoute("PUT", "/corps/:corpId/members/:userId", (asked) => {
      const given = parse(memberRules, asked.body);
      const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
      return changesOf(asked).putMember({ userid: param(asked, "userId"), ...known });
    }),
    controlRoute("DELETE", "/corps/:corpId/members/:userId", (asked) => {
      changesOf(asked).removeMember(param(asked, "userId"));
      return {};
    }),
    controlRoute("GET", "/corps/:corpId/members", (asked) => ({
      members: [...corpOf(corps, asked).members.values()],
    })),

    controlRoute("POST", "/corps/:corpId/customers", (asked) => {
      const { userId, count, state } = parse(addCustomersRules, asked.body);
      const added = Array.from({ length: count }, () => changesOf(asked).addCustomer(userId, state));
      return { externalUserIds: added.map(({ external_userid }) => external_userid) };
    }),
    controlRoute("PATCH", "/corps/:corpId/customers/:externalUserId", (asked) => {
      const { userId, remark } = parse(editRules, asked.body);
      changesOf(asked).editCustomer(param(asked, "externalUserId"), userId, remark);
      return {};
    }),
    controlRoute("POST", "/corps/:corpId/customers/:externalUserId/part", (asked) => {
      const { userId, by } = parse(partRules, asked.body);
      changesOf(asked).part(param(asked, "externalUserId"), userId, by);
      return {};
    }),

    controlRoute("POST", "/corps/:corpId/groups", (asked) => {
      const { owner, name, members } = parse(newGroupRules, asked.body);
      return { chatId: changesOf(asked).createGroup(owner, name, members).chat_id };
    }),
    controlRoute("POST", "/corps/:corpId/groups/:chatId/join", (asked) => {
      changesOf(asked).joinGroup(group(asked), parse(groupMembersRules, asked.body).ids);
      return { size: group(asked).members.size };
    }),
    controlRoute("POST", "/corps/:corpId/groups/:chatId/leave", (asked) => {
      changesOf(asked).leaveGroup(group(asked), parse(groupMembersRules, asked.body).ids);
      return { size: group(asked).members.size };
    }),
    controlRoute("PATCH", "/corps/:corpId/groups/:chatId", (asked) => {
      changesOf(asked).changeGroup(group(asked), parse(groupRules, asked.body));
      return {};
    }),
    controlRoute("DELETE", "/corps/:corpId/groups/:chatId", (asked) => {
      changesOf(asked).dismissGroup(group(asked));
      return {};
    }),

    controlRoute("POST", "/corps/:corpId/tag-events", (asked) => {
      const { change, id, tagType } = parse(tagEventRules, asked.body);
      changesOf(asked).tagChanged(change, id, tagType);
      return {};
    }),
    controlRoute("GET", "/corps/:corpId/group-sends", (asked) => ({
      groupSends: corpOf(corps, asked)
        .groupSends.all()
        .map(({ msgid, recipients, isCancelled, confirmed }) => ({
          msgid,
          recipients,
          isCancelled,
          confirmed: [...confirmed.keys()],
        })),
    })),
    controlRoute("POST", "/corps/:corpId/group-sends/:msgId/confirm", (asked) => {
      const { userId } = parse(confirmRules, asked.body);
      return corpOf(corps, asked).groupSends.confirm(param(asked, "msgId"), userId);
    }),
  ];
}
