import { z } from "zod";
import { ApiError } from "../apiError.ts";
import { bodyOf, type Call, loose } from "../call.ts";

const rules = z.looseObject({
  touser: loose.text.default(""),
  toparty: loose.text.default(""),
  totag: loose.text.default(""),
});

export interface Recipients {
  /** Ids in lower case, as WeCom answers them. */
  readonly users: readonly string[];
  /** As they were asked for. */
  readonly to: string;
  readonly answer: object;
}

/** Whom a message reaches, and whom not (WeCom path/90236): part of them missing is no error, all of them is. */
export function recipientsOf(call: Call, msgtype: string): Recipients {
  const { touser, toparty, totag } = bodyOf(rules, call);
  const to = [touser, toparty && `party:${toparty}`, totag && `tag:${totag}`].filter(Boolean).join(" ");
  if (to === "") throw new ApiError(82001);
  if (touser === "@all") return everybody(call, msgtype, to);
  const users = split(touser);
  const parties = split(toparty);
  const tags = split(totag);
  if (users.length > 1000 || parties.length > 100 || tags.length > 100) throw new ApiError(40032);

  const { members, departments } = call.corp;
  const found = new Set<string>();
  const invalid: string[] = [];
  const unlicensed: string[] = [];
  for (const user of users) {
    const id = user.toLowerCase();
    const member = members.get(id);
    if (!member || member.status === 2 || member.status === 5) invalid.push(id);
    else if (member.isLicensed) found.add(id);
    else unlicensed.push(id);
  }
  const invalidParties = parties.filter((id) => !departments.has(Number(id)));
  for (const id of parties)
    for (const { userid, isLicensed } of call.corp.membersBelow(Number(id)))
      if (isLicensed) found.add(userid.toLowerCase());
  // Tags of members are not simulated: none exists.
  if (found.size === 0 && unlicensed.length === 0) throw new ApiError(81013);
  return {
    users: [...found],
    to,
    answer: {
      ...(invalid.length > 0 && { invaliduser: invalid.join("|") }),
      ...(invalidParties.length > 0 && { invalidparty: invalidParties.join("|") }),
      ...(tags.length > 0 && { invalidtag: tags.join("|") }),
      ...(unlicensed.length > 0 && { unlicenseduser: unlicensed.join("|") }),
    },
  };
}

function everybody({ corp }: Call, msgtype: string, to: string): Recipients {
  if (msgtype === "miniprogram_notice") throw new ApiError(40058, "miniprogram_notice not support @all");
  const members = [...corp.members.values()].filter(({ isLicensed, status }) => isLicensed && status !== 2);
  return { users: members.map(({ userid }) => userid.toLowerCase()), to, answer: {} };
}

function split(list: string): string[] {
  return list
    .split("|")
    .map((id) => id.trim())
    .filter(Boolean);
}
