import type { Corp } from "../corp.ts";
import type { Fields } from "../callbacks/xml.ts";
import { versionOf } from "../calls/groups.ts";
import type { Customer, CustomerGroup, GroupMember, Member } from "../world/entities.ts";
import { newCustomer, newFollow } from "../world/generate.ts";

type Announce = (fields: Fields) => void;

const sys = { FromUserName: "sys", MsgType: "event" } as const;

/** What people do in their clients, each with the event WeCom makes of it. What an API changes makes none. */
export class Changes {
  private number = 0;

  constructor(
    private readonly corp: Corp,
    private readonly announce: Announce,
  ) {}

  putMember(given: Partial<Member> & { userid: string }): Member {
    const known = this.corp.members.get(given.userid.toLowerCase());
    const fresh = {
      name: given.userid,
      department: [1],
      position: "",
      status: 1,
      avatar: "https://wework.qpic.cn/wwhead/0",
      isLicensed: true,
    };
    const member: Member = { ...(known ?? fresh), ...given };
    this.corp.members.set(member.userid.toLowerCase(), member);
    this.contact(known ? "update_user" : "create_user", {
      UserID: member.userid,
      Name: member.name,
      Department: member.department.join(","),
      Status: member.status,
    });
    return member;
  }

  removeMember(userid: string): void {
    const member = this.corp.memberOf(userid);
    this.corp.members.delete(userid.toLowerCase());
    this.contact("delete_user", { UserID: member.userid });
  }

  addCustomer(userid: string, state: string): Customer {
    const { corp } = this;
    const member = corp.memberOf(userid);
    const name = `added ${++this.number} ${corp.customers.size}`;
    const customer = newCustomer(corp.seed, name, newFollow(member.userid, corp.nowSeconds, { state }));
    corp.customers.set(customer.external_userid, customer);
    corp.customersChanged();
    this.customer("add_external_contact", member.userid, customer.external_userid, {
      ...(state !== "" && { State: state }),
      WelcomeCode: corp.welcomes.issue(customer.external_userid),
    });
    return customer;
  }

  editCustomer(externalUserId: string, userid: string, remark: string): void {
    const follow = this.corp.customerOf(externalUserId).follows.get(userid.toLowerCase());
    if (follow) follow.remark = remark;
    this.customer("edit_external_contact", userid, externalUserId, {});
  }

  /** The customer deletes the member, or the member the customer. */
  part(externalUserId: string, userid: string, by: "customer" | "member"): void {
    const customer = this.corp.customerOf(externalUserId);
    // Deleted by the customer, the member still sees him; deleted by the member, he is gone.
    if (by === "member") customer.follows.delete(userid.toLowerCase());
    if (customer.follows.size === 0) this.corp.customers.delete(externalUserId);
    this.corp.customersChanged();
    const change = by === "member" ? "del_external_contact" : "del_follow_user";
    this.customer(change, userid, externalUserId, {});
  }

  joinGroup(group: CustomerGroup, externalUserIds: readonly string[]): void {
    const before = versionOf(group);
    for (const id of externalUserIds) group.members.set(id, this.groupMember(id));
    group.version++;
    this.group(group, "update", {
      UpdateDetail: "add_member",
      JoinScene: 3,
      ...this.membersChanged(externalUserIds),
      LastMemVer: before,
      CurMemVer: versionOf(group),
    });
  }

  leaveGroup(group: CustomerGroup, ids: readonly string[]): void {
    const before = versionOf(group);
    for (const id of ids) group.members.delete(id);
    group.version++;
    this.group(group, "update", {
      UpdateDetail: "del_member",
      QuitScene: 0,
      ...this.membersChanged(ids),
      LastMemVer: before,
      CurMemVer: versionOf(group),
    });
  }

  changeGroup(
    group: CustomerGroup,
    to: { name?: string | undefined; owner?: string | undefined; notice?: string | undefined },
  ): void {
    if (to.name !== undefined) {
      group.name = to.name;
      this.group(group, "update", { UpdateDetail: "change_name" });
    }
    if (to.owner !== undefined) {
      group.owner = this.corp.memberOf(to.owner).userid;
      this.group(group, "update", { UpdateDetail: "change_owner" });
    }
    if (to.notice !== undefined) {
      group.notice = to.notice;
      this.group(group, "update", { UpdateDetail: "change_notice" });
    }
  }

  dismissGroup(group: CustomerGroup): void {
    this.corp.groups.delete(group.chat_id);
    this.group(group, "dismiss", {});
  }

  createGroup(owner: string, name: string, externalUserIds: readonly string[]): CustomerGroup {
    const { corp } = this;
    const member = corp.memberOf(owner);
    const chat_id = `wr${Buffer.from(`${corp.corpId} ${++this.number} ${corp.groups.size}`)
      .toString("hex")
      .slice(-30)}`;
    const group: CustomerGroup = {
      chat_id,
      name,
      owner: member.userid,
      create_time: corp.nowSeconds,
      notice: "",
      status: 0,
      members: new Map(externalUserIds.map((id) => [id, this.groupMember(id)])),
      admins: [],
      version: 1,
    };
    corp.groups.set(chat_id, group);
    this.group(group, "create", {});
    return group;
  }

  /** As by an administrator in the console: by API it would call nobody back. */
  tagChanged(change: "create" | "update" | "delete", id: string, tagType: "tag" | "tag_group"): void {
    this.announce({ ...sys, Event: "change_external_tag", Id: id, TagType: tagType, ChangeType: change });
  }

  private contact(change: string, more: Fields): void {
    this.announce({ ...sys, Event: "change_contact", ChangeType: change, ...more });
  }

  private customer(change: string, userid: string, externalUserId: string, more: Fields): void {
    const who = { UserID: userid, ExternalUserID: externalUserId };
    this.announce({ ...sys, Event: "change_external_contact", ChangeType: change, ...who, ...more });
  }

  private group({ chat_id }: CustomerGroup, change: string, more: Fields): void {
    this.announce({ ...sys, Event: "change_external_chat", ChatId: chat_id, ChangeType: change, ...more });
  }

  private membersChanged(ids: readonly string[]): Fields {
    return { MemChangeCnt: ids.length, MemChangeList: { Item: ids } };
  }

  private groupMember(externalUserId: string): GroupMember {
    const { unionid, name } = this.corp.customerOf(externalUserId);
    const join = { join_time: this.corp.nowSeconds, join_scene: 3, invitor: undefined };
    return { userid: externalUserId, type: 2, unionid, name, ...join };
  }
}
