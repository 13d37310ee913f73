import type { EventBody } from "./wecomEvent.ts";
import { idsOf, numberOf, textOf } from "./wecomFields.ts";
import type { XmlFields } from "./wecomXml.ts";

/** `change_contact`: members, departments and tags of the corp's own address book (WeCom path/90970-90972). */
export function readContact(fields: XmlFields): EventBody | undefined {
  const change = textOf(fields, "ChangeType");
  switch (change) {
    case "create_user":
    case "update_user":
    case "delete_user":
      return readMember(change, fields);
    case "create_party":
    case "update_party":
    case "delete_party": {
      const id = numberOf(fields, "Id");
      if (id === undefined) return undefined;
      return {
        kind: "party",
        change,
        id,
        name: textOf(fields, "Name"),
        parentId: numberOf(fields, "ParentId"),
      };
    }
    case "update_tag":
      return readTag(fields);
    case undefined:
    default:
      return undefined;
  }
}

function readMember(
  change: "create_user" | "update_user" | "delete_user",
  fields: XmlFields,
): EventBody | undefined {
  const userId = textOf(fields, "UserID");
  if (userId === undefined) return undefined;
  return {
    kind: "member",
    change,
    userId,
    newUserId: textOf(fields, "NewUserID"),
    name: textOf(fields, "Name"),
    departments: idsOf(fields, "Department").map(Number).filter(Number.isInteger),
    status: numberOf(fields, "Status"),
  };
}

function readTag(fields: XmlFields): EventBody | undefined {
  const tagId = textOf(fields, "TagId");
  if (tagId === undefined) return undefined;
  return {
    kind: "member_tag",
    tagId,
    addedUsers: idsOf(fields, "AddUserItems"),
    removedUsers: idsOf(fields, "DelUserItems"),
    addedParties: idsOf(fields, "AddPartyItems"),
    removedParties: idsOf(fields, "DelPartyItems"),
  };
}
