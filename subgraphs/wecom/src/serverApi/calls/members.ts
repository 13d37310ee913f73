import { z } from "zod";
import type { Caller, CallOptions } from "../caller.ts";
import { endpoint } from "../endpoint.ts";
import type { ApiOutcome } from "../outcome.ts";
import type { AppAccess } from "../tokenSource.ts";

const member = z
  .object({
    userid: z.string().min(1),
    name: z.string().default(""),
    department: z.array(z.int()).default([]),
    status: z.int().optional(),
    position: z.string().optional(),
    avatar: z.string().optional(),
  })
  .transform(({ userid, department, ...rest }) => ({ ...rest, userId: userid, departments: department }));

/** `status`: 1 activated, 2 disabled, 4 not activated, 5 left. Details are missing where the application may not see them. */
export type Member = z.output<typeof member>;

const department = z
  .object({
    id: z.int(),
    name: z.string().default(""),
    parentid: z.int().default(0),
    order: z.number().default(0),
    department_leader: z.array(z.string()).default([]),
  })
  .transform(({ parentid, department_leader, ...rest }) => ({
    ...rest,
    parentId: parentid,
    leaders: department_leader,
  }));
export type Department = z.output<typeof department>;

const userList = z.object({ userlist: z.array(member) }).transform(({ userlist }) => userlist);
const getMember = endpoint("GET", "user/get", member);
const members = endpoint("GET", "user/list", userList);
const briefMembers = endpoint("GET", "user/simplelist", userList);
const memberIds = endpoint(
  "POST",
  "user/list_id",
  z
    .object({
      next_cursor: z.string().default(""),
      dept_user: z.array(z.object({ userid: z.string(), department: z.int() })).default([]),
    })
    .transform(({ next_cursor, dept_user }) => ({
      nextCursor: next_cursor || undefined,
      members: dept_user.map(({ userid, department: departmentId }) => ({ userId: userid, departmentId })),
    })),
);
const departments = endpoint(
  "GET",
  "department/list",
  z.object({ department: z.array(department) }).transform((answer) => answer.department),
);
const agent = endpoint(
  "GET",
  "agent/get",
  z
    .object({ agentid: z.coerce.number(), name: z.string().default(""), close: z.int().default(0) })
    .transform(({ agentid, name, close }) => ({ agentId: agentid, name, isDisabled: close === 1 })),
);
const ips = z.object({ ip_list: z.array(z.string()) }).transform(({ ip_list }) => ip_list);
const callbackIps = endpoint("GET", "getcallbackip", ips);
const apiIps = endpoint("GET", "get_api_domain_ip", ips);

/** The corp's own people and the application itself (WeCom path/90196-90208, 90227). All of it only reads. */
export class MemberCalls {
  constructor(private readonly caller: Caller) {}

  departments(app: AppAccess, id?: number, options?: CallOptions): Promise<ApiOutcome<Department[]>> {
    return this.caller.call(app, departments, { ...options, query: { id } });
  }

  member(app: AppAccess, userid: string, options?: CallOptions): Promise<ApiOutcome<Member>> {
    return this.caller.call(app, getMember, { ...options, query: { userid } });
  }

  /** Of one department, without those below it. */
  members(
    app: AppAccess,
    departmentId: number,
    detail: "full" | "brief" = "full",
    options?: CallOptions,
  ): Promise<ApiOutcome<Member[]>> {
    const endpointOf = detail === "full" ? members : briefMembers;
    return this.caller.call(app, endpointOf, { ...options, query: { department_id: departmentId } });
  }

  /** ≤ 10,000 a page; no next cursor at the end. */
  memberIds(
    app: AppAccess,
    page: { cursor?: string | undefined; limit?: number } = {},
    options?: CallOptions,
  ) {
    const { cursor = "", limit = 10_000 } = page;
    return this.caller.call(app, memberIds, { ...options, body: { cursor, limit } });
  }

  /** Whether the application is there and enabled, and we may call from here. */
  probe(app: AppAccess, agentid: number, options?: CallOptions) {
    return this.caller.call(app, agent, { ...options, query: { agentid } });
  }

  /** Where callbacks come from. */
  callbackIps(app: AppAccess, options?: CallOptions): Promise<ApiOutcome<string[]>> {
    return this.caller.call(app, callbackIps, options);
  }

  apiIps(app: AppAccess, options?: CallOptions): Promise<ApiOutcome<string[]>> {
    return this.caller.call(app, apiIps, options);
  }
}
