import type { EventBody } from "./wecomEvent.ts";
import { customerChanges } from "./wecomEvent.ts";
import { fieldsOf, idsOf, itemsOf, numberOf, textOf } from "./wecomFields.ts";
import type { XmlFields } from "./wecomXml.ts";

/** Customers, their groups and their tags (WeCom path/92130). */
export const readCustomer = { contact, group, tag };

function contact(fields: XmlFields): EventBody | undefined {
  const change = customerChanges.find((known) => known === textOf(fields, "ChangeType"));
  const userId = textOf(fields, "UserID");
  const externalUserId = textOf(fields, "ExternalUserID");
  if (change === undefined || userId === undefined || externalUserId === undefined) return undefined;
  return {
    kind: "customer",
    change,
    userId,
    externalUserId,
    state: textOf(fields, "State"),
    welcomeCode: textOf(fields, "WelcomeCode"),
    source: textOf(fields, "Source"),
    failReason: textOf(fields, "FailReason"),
  };
}

const details = ["add_member", "del_member", "change_owner", "change_name", "change_notice"] as const;

function group(fields: XmlFields): EventBody | undefined {
  const change = (["create", "dismiss", "update"] as const).find(
    (known) => known === textOf(fields, "ChangeType"),
  );
  const chatId = textOf(fields, "ChatId");
  if (change === undefined || chatId === undefined) return undefined;
  return {
    kind: "customer_group",
    change,
    chatId,
    detail: details.find((known) => known === textOf(fields, "UpdateDetail")),
    joinScene: numberOf(fields, "JoinScene"),
    quitScene: numberOf(fields, "QuitScene"),
    memberIds: memberIdsOf(fields),
    lastMemberVersion: textOf(fields, "LastMemVer"),
    memberVersion: textOf(fields, "CurMemVer"),
  };
}

/** Items below the list; a list with a single id may come as its bare text. */
function memberIdsOf(fields: XmlFields): readonly string[] {
  const list = fields["MemChangeList"];
  const items = itemsOf(fieldsOf(list)?.["Item"]).filter((item) => typeof item === "string");
  return items.length > 0 ? items : idsOf(fields, "MemChangeList");
}

function tag(fields: XmlFields): EventBody | undefined {
  const change = (["create", "update", "delete", "shuffle"] as const).find(
    (known) => known === textOf(fields, "ChangeType"),
  );
  if (change === undefined) return undefined;
  const id = textOf(fields, "Id");
  // Only putting in order concerns all of them at once.
  if (id === undefined && change !== "shuffle") return undefined;
  return {
    kind: "customer_tag",
    change,
    id,
    tagType: (["tag", "tag_group"] as const).find((known) => known === textOf(fields, "TagType")),
    strategyId: textOf(fields, "StrategyId"),
  };
}
