import type { WecomDatabase } from "../../wecom.database.ts";
import {
  markFollowers,
  sweepMembers,
  writeDepartments,
  writeMembers,
  writeTags,
} from "../directory.store.ts";
import { firstCursor } from "./sync.rules.ts";
import type { SyncReader } from "./sync.reader.ts";
import type { Step, StepContext } from "./sync.step.ts";

/** Departments, members, who may have contacts, and tags. */
export class DirectorySteps {
  constructor(
    private readonly db: WecomDatabase,
    private readonly reader: SyncReader,
    private readonly clock: () => Date,
  ) {}

  /** An application need not see the directory to read contacts: then their employees are known by user id alone. */
  async departments(context: StepContext): Promise<Step> {
    const asOf = this.clock();
    const read = await this.reader.optional(context, "department/list", ({ api, app }) =>
      api.members.departments(app),
    );
    if (read.kind === "refused")
      return {
        phase: "FOLLOWERS",
        cursor: firstCursor,
        counts: { failed: 1 },
        failures: [{ kind: "DEPARTMENTS", id: "", code: read.code }],
      };
    return {
      phase: "MEMBERS",
      cursor: { ...firstCursor, after: "0", since: asOf.toISOString() },
      write: async (tx, place) => {
        await writeDepartments(tx, place, read.value, asOf);
        return {};
      },
    };
  }

  /** Department by department; members of several are read several times, which changes nothing. */
  async members(context: StepContext): Promise<Step> {
    const { cursor, run } = context;
    const department = await this.db.tenant.department.findFirst({
      where: { corpId: run.corpId, deletedAt: null, departmentId: { gt: Number(cursor.after) } },
      orderBy: { departmentId: "asc" },
    });
    const since = new Date(cursor.since ?? run.createdAt);
    if (!department)
      return {
        phase: "FOLLOWERS",
        cursor: firstCursor,
        write: async (tx, place) => {
          if (!cursor.isIncomplete) await sweepMembers(tx, place, since);
          return {};
        },
      };
    const asOf = this.clock();
    const { departmentId } = department;
    const read = await this.reader.optional(context, "user/list", ({ api, app }) =>
      api.members.members(app, departmentId),
    );
    const next = { ...cursor, after: String(departmentId) };
    if (read.kind === "refused")
      return {
        cursor: { ...next, isIncomplete: true },
        counts: { failed: 1 },
        failures: [{ kind: "DEPARTMENT", id: String(departmentId), code: read.code }],
      };
    return {
      cursor: next,
      write: async (tx, place) => {
        await writeMembers(tx, place, read.value, asOf);
        return {};
      },
    };
  }

  async followers(context: StepContext): Promise<Step> {
    const asOf = this.clock();
    const users = await this.reader.needed(context, "externalcontact/get_follow_user_list", ({ api, app }) =>
      api.customers.followUsers(app),
    );
    return {
      phase: "TAGS",
      cursor: firstCursor,
      totals: { membersTotal: new Set(users.map((user) => user.toLowerCase())).size },
      write: async (tx, place) => {
        await markFollowers(tx, place, users, asOf);
        return {};
      },
    };
  }

  async tags(context: StepContext): Promise<Step> {
    const asOf = this.clock();
    const groups = await this.reader.needed(context, "externalcontact/get_corp_tag_list", ({ api, app }) =>
      api.groups.tags(app),
    );
    return {
      phase: "CONTACTS",
      cursor: firstCursor,
      write: async (tx, place) => {
        await writeTags(tx, place, groups, asOf);
        return {};
      },
    };
  }
}
