import type { Prisma } from "@wegraph/db-wecom/client";
import { oneOf } from "@wegraph/kit/codes";
import { addWayOf, contactStatuses, contactTypes, genders } from "./contact.enums.ts";
import type { ContactFollower, WecomContact } from "./contact.model.ts";

export function contactViewOf(row: Prisma.ContactGetPayload<object>): WecomContact {
  return {
    ...row,
    type: contactTypes[row.type - 1] ?? "WECHAT",
    gender: genders[row.gender] ?? "UNKNOWN",
    status: oneOf(contactStatuses, row.status),
  };
}

export function followerViewOf(row: Prisma.ContactFollowGetPayload<object>): ContactFollower {
  const { contactId, corpId, userId, remark, description, remarkCorpName, addedAt, endedAt, tagIds, state } =
    row;
  return {
    contactId,
    corpId,
    userId,
    remark,
    description,
    remarkCorpName,
    addedAt,
    endedAt,
    tagIds,
    state,
    mobiles: row.mobilesMasked,
    status: oneOf(contactStatuses, row.status),
    addWay: addWayOf(row.addWay),
  };
}
