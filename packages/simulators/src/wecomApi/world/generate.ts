import { createHash } from "node:crypto";
import { type Random, randomOf } from "../../random.ts";
import type { Customer, CustomerGroup, Department, Follow, Member, TagGroup } from "./entities.ts";
import {
  companyName,
  customerName,
  departmentName,
  groupName,
  personName,
  positionName,
  tagNames,
} from "./names.ts";

export interface Sizes {
  readonly members: number;
  readonly departments: number;
  readonly customers: number;
  readonly groups: number;
}

export interface People {
  readonly departments: Department[];
  readonly members: Member[];
  readonly customers: Customer[];
  readonly groups: CustomerGroup[];
  readonly tagGroups: TagGroup[];
}

/** 2026-01-01: what is generated happened in the months before. */
const epoch = 1_767_225_600;
const day = 86_400;

/** A corp's people: always the same ones for the same seed and sizes; a larger corp begins with the smaller one's. */
export function generate(seed: string, sizes: Sizes): People {
  const departments = departmentsOf(sizes.departments);
  const tagGroups = tagGroupsOf(seed);
  const members = Array.from({ length: sizes.members }, (_, index) => memberOf(seed, index, departments));
  const tagIds = tagGroups.flatMap(({ tags }) => tags.map(({ id }) => id));
  const customers =
    members.length === 0
      ? []
      : Array.from({ length: sizes.customers }, (_, index) => customerOf(seed, index, members, tagIds));
  const groups =
    members.length === 0
      ? []
      : Array.from({ length: sizes.groups }, (_, index) => groupOf(seed, index, members, customers));
  return { departments, members, customers, groups, tagGroups };
}

export function idOf(prefix: string, seed: string, name: string): string {
  const digest = createHash("sha256").update(`${seed}\n${prefix}\n${name}`).digest("base64url");
  return prefix + digest.replaceAll("-", "A").slice(0, 32 - prefix.length);
}

export function newCustomer(seed: string, name: string, follow: Follow): Customer {
  const random = randomOf(seed, `customer ${name}`);
  const isOfWecom = random.chance(0.1);
  return {
    external_userid: idOf(isOfWecom ? "wo" : "wm", seed, `customer ${name}`),
    name: customerName(random),
    avatar: `https://wx.qlogo.cn/mmhead/${idOf("a", seed, name)}/0`,
    type: isOfWecom ? 2 : 1,
    gender: Math.floor(random.between(0, 3)),
    unionid: isOfWecom ? undefined : idOf("o", seed, `union ${name}`),
    corp_name: isOfWecom ? companyName(random) : undefined,
    follows: new Map([[follow.userid.toLowerCase(), follow]]),
    sends: 0,
    sendsMonth: "",
  };
}

export function newFollow(userid: string, createtime: number, more: Partial<Follow> = {}): Follow {
  const base = { userid, createtime, remark: "", description: "", corpName: "", tags: new Set<string>() };
  return { ...base, mobiles: [], addWay: 1, state: "", ...more };
}

function departmentsOf(count: number): Department[] {
  const root = { id: 1, name: "总公司", parentid: 0, order: 100_000_000, department_leader: [] };
  const others = Array.from({ length: Math.max(0, count - 1) }, (_, index) => ({
    id: index + 2,
    name: departmentName(index),
    // A tree three levels deep, as corps have them.
    parentid: index < 13 ? 1 : 2 + (index % 13),
    order: 100_000 - index,
    department_leader: [],
  }));
  return [root, ...others];
}

function memberOf(seed: string, index: number, departments: readonly Department[]): Member {
  const random = randomOf(seed, `member ${index}`);
  const { name, latin } = personName(random);
  const home = departments[Math.floor(random.next() * departments.length)] ?? departments[0];
  return {
    userid: `${latin.slice(0, 1).toUpperCase()}${latin.slice(1)}${String(index + 1).padStart(4, "0")}`,
    name,
    department: [home?.id ?? 1],
    position: positionName(random),
    // The first is always there, so that a small corp has somebody to talk to.
    status: index === 0 || random.chance(0.95) ? 1 : 4,
    avatar: `https://wework.qpic.cn/wwhead/${idOf("a", seed, `member ${index}`)}/0`,
    isLicensed: true,
  };
}

function customerOf(
  seed: string,
  index: number,
  members: readonly Member[],
  tagIds: readonly string[],
): Customer {
  const random = randomOf(seed, `follow ${index}`);
  const first = followOf(random, members[index % members.length], tagIds);
  const customer = newCustomer(seed, String(index), first);
  // Some customers know two members of the corp.
  if (members.length > 1 && random.chance(0.1)) {
    const other = members[(index + 1 + Math.floor(random.next() * (members.length - 1))) % members.length];
    const second = followOf(random, other, tagIds);
    customer.follows.set(second.userid.toLowerCase(), second);
  }
  return customer;
}

function followOf(random: Random, member: Member | undefined, tagIds: readonly string[]): Follow {
  const tags = tagIds.filter(() => random.chance(0.12));
  return newFollow(member?.userid ?? "", Math.floor(epoch - random.between(0, 400 * day)), {
    tags: new Set(tags),
    remark: random.chance(0.4) ? personName(random).name : "",
    addWay: random.pick([1, 1, 2, 3, 4, 16]),
    state: random.chance(0.3) ? `channel-${Math.floor(random.between(1, 20))}` : "",
    mobiles: random.chance(0.2)
      ? [`138${String(Math.floor(random.between(0, 100_000_000))).padStart(8, "0")}`]
      : [],
  });
}

function groupOf(
  seed: string,
  index: number,
  members: readonly Member[],
  customers: readonly Customer[],
): CustomerGroup {
  const random = randomOf(seed, `group ${index}`);
  const owner = members[index % members.length];
  const created = Math.floor(epoch - random.between(0, 300 * day));
  const group: CustomerGroup = {
    chat_id: idOf("wr", seed, `group ${index}`),
    name: groupName(random, index + 1),
    owner: owner?.userid ?? "",
    create_time: created,
    notice: random.chance(0.3) ? "请大家文明交流" : "",
    status: 0,
    members: new Map(),
    admins: [],
    version: 1,
  };
  const join = { join_time: created, join_scene: 1, invitor: owner?.userid };
  if (owner)
    group.members.set(owner.userid, {
      userid: owner.userid,
      type: 1,
      unionid: undefined,
      name: owner.name,
      ...join,
    });
  const size = Math.min(customers.length, Math.floor(random.between(5, 60)));
  const start = Math.floor(random.next() * customers.length);
  for (let offset = 0; offset < size; offset++) {
    const customer = customers[(start + offset * 7) % customers.length];
    if (!customer) continue;
    const { external_userid: userid, unionid, name } = customer;
    group.members.set(userid, { userid, type: 2, unionid, name, ...join, join_scene: random.pick([1, 3]) });
  }
  return group;
}

function tagGroupsOf(seed: string): TagGroup[] {
  return Object.entries(tagNames).map(([group_name, names], order) => ({
    group_id: idOf("et", seed, `tag group ${group_name}`),
    group_name,
    create_time: epoch,
    order,
    tags: names.map((name, index) => ({
      id: idOf("et", seed, `tag ${group_name} ${name}`),
      name,
      create_time: epoch,
      order: index,
    })),
  }));
}
