import { randomBytes } from "node:crypto";
import { ApiError } from "./apiError.ts";
import { Faults } from "./faults.ts";
import { Frequency } from "./frequency.ts";
import { GroupSends } from "./groupSends.ts";
import { KfDesk } from "./kfDesk.ts";
import { MessageDesk } from "./calls/messages.ts";
import { Welcomes } from "./welcomes.ts";
import { Ledger } from "./ledger.ts";
import type {
  App,
  Chat,
  Customer,
  CustomerGroup,
  Department,
  Media,
  Member,
  TagGroup,
} from "./world/entities.ts";
import { generate, type People, type Sizes } from "./world/generate.ts";

export interface NewApp {
  readonly agentId: number;
  readonly secret: string;
  readonly name?: string | undefined;
}

const tokenLifeMs = 7_200_000;

/** One corp: its people, its applications, and everything that was done in its name. In memory only. */
export class Corp {
  readonly departments = new Map<number, Department>();
  /** By id in lower case: WeCom tells no capitals apart. */
  readonly members = new Map<string, Member>();
  readonly customers = new Map<string, Customer>();
  readonly groups = new Map<string, CustomerGroup>();
  readonly tagGroups = new Map<string, TagGroup>();
  readonly apps = new Map<number, App>();
  readonly media = new Map<string, Media>();
  readonly chats = new Map<string, Chat>();
  readonly robots = new Set<string>();
  readonly ledger = new Ledger();
  readonly faults: Faults;
  readonly frequency: Frequency;
  readonly groupSends: GroupSends;
  readonly kf: KfDesk;
  readonly messages: MessageDesk;
  readonly welcomes: Welcomes;
  /** Calls by API and outcome: "ok", an errcode, or a fault. */
  readonly calls = new Map<string, number>();
  readonly running = new Map<string, number>();
  tokenLifeMs = tokenLifeMs;
  private byMember: Map<string, Customer[]> | undefined;

  constructor(
    readonly corpId: string,
    readonly name: string,
    readonly seed: string,
    /** How many people it began with. */
    readonly sizes: Sizes,
    readonly now: () => number,
  ) {
    this.faults = new Faults(`${seed} ${corpId}`);
    this.frequency = new Frequency(now);
    this.groupSends = new GroupSends(this);
    this.kf = new KfDesk(this);
    this.messages = new MessageDesk(this);
    this.welcomes = new Welcomes(this);
    this.settle(generate(seed, sizes));
  }

  get nowSeconds(): number {
    return Math.floor(this.now() / 1000);
  }

  putApp({ agentId, secret, name = `应用${agentId}` }: NewApp): App {
    const known = this.apps.get(agentId);
    const isSame = known?.secret === secret;
    const app: App = {
      agentId,
      secret,
      name,
      isClosed: false,
      callback: known?.callback,
      token: isSame ? known.token : undefined,
    };
    this.apps.set(agentId, app);
    return app;
  }

  /** The same token as long as it is good; what remains of its life goes with it (WeCom path/91039). */
  tokenFor(app: App): { readonly text: string; readonly expiresIn: number; readonly isNew: boolean } {
    const now = this.now();
    const isNew = app.token === undefined || app.token.expiresAt <= now;
    const token =
      app.token && !isNew
        ? app.token
        : { text: randomBytes(48).toString("base64url"), expiresAt: now + this.tokenLifeMs };
    app.token = token;
    return { text: token.text, expiresIn: Math.max(1, Math.ceil((token.expiresAt - now) / 1000)), isNew };
  }

  memberOf(userid: string): Member {
    const member = this.members.get(userid.toLowerCase());
    if (!member) throw new ApiError(60111);
    return member;
  }

  customerOf(externalUserId: string): Customer {
    const customer = this.customers.get(externalUserId);
    if (!customer) throw new ApiError(40096);
    return customer;
  }

  /** Of one member, in the order they were added, for cursors. */
  customersOf(userid: string): readonly Customer[] {
    this.byMember ??= this.indexCustomers();
    return this.byMember.get(userid.toLowerCase()) ?? [];
  }

  /** To be called after customers or who follows them have changed. */
  customersChanged(): void {
    this.byMember = undefined;
  }

  /** Of a department and all below it. */
  membersBelow(departmentId: number): Member[] {
    const below = this.departmentsBelow(departmentId);
    return [...this.members.values()].filter(({ department }) => department.some((id) => below.has(id)));
  }

  departmentsBelow(departmentId: number): ReadonlySet<number> {
    const found = new Set<number>(this.departments.has(departmentId) ? [departmentId] : []);
    let size = -1;
    while (size !== found.size) {
      size = found.size;
      for (const { id, parentid } of this.departments.values()) if (found.has(parentid)) found.add(id);
    }
    return found;
  }

  count(api: string, outcome: string): void {
    const key = `${api} ${outcome}`;
    this.calls.set(key, (this.calls.get(key) ?? 0) + 1);
  }

  private indexCustomers(): Map<string, Customer[]> {
    const index = new Map<string, Customer[]>();
    for (const customer of this.customers.values())
      for (const userid of customer.follows.keys()) {
        const list = index.get(userid) ?? [];
        if (list.length === 0) index.set(userid, list);
        list.push(customer);
      }
    return index;
  }

  private settle({ departments, members, customers, groups, tagGroups }: People): void {
    for (const department of departments) this.departments.set(department.id, department);
    for (const member of members) this.members.set(member.userid.toLowerCase(), member);
    for (const customer of customers) this.customers.set(customer.external_userid, customer);
    for (const group of groups) this.groups.set(group.chat_id, group);
    for (const group of tagGroups) this.tagGroups.set(group.group_id, group);
  }
}
