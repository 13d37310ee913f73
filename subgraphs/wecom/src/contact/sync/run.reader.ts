import { oneOf } from "@wegraph/kit/codes";
import { inOrder } from "@wegraph/kit/context";
import type { RequestContext } from "@wegraph/kit/context";
import { keysetPage } from "@wegraph/kit/page";
import type { Page, PageArgs } from "@wegraph/kit/page";
import { z } from "zod";
import type { WecomDatabase } from "../../wecom.database.ts";
import { contactAdviceOf } from "../contact.advice.ts";
import type { ContactSyncProblem, ContactSyncRun } from "./sync.model.ts";
import { failureShape, syncCauses, syncKinds, syncPhases, syncStatuses } from "./sync.rules.ts";
import type { RunRow } from "./sync.step.ts";

const failures = z.array(failureShape).catch([]);

/** Runs concern whole corporations: whoever may see contacts sees how they were read. */
export class RunReader {
  constructor(private readonly db: WecomDatabase) {}

  page(corpId: string | null, args: PageArgs): Promise<Page<ContactSyncRun>> {
    const where = corpId === null ? {} : { corpId };
    const { contactSyncRun } = this.db.tenant;
    return keysetPage(
      args,
      [
        { field: "createdAt", kind: "date", direction: "desc" },
        { field: "id", kind: "uuid", direction: "desc" },
      ],
      async (query) =>
        (await contactSyncRun.findMany({ ...query, where: { AND: [where, query.where] } })).map(runViewOf),
      () => contactSyncRun.count({ where }),
    );
  }

  find(context: RequestContext, id: string): Promise<ContactSyncRun | null> {
    return context.loader(this.load).load(id);
  }

  /** Read again after a change. */
  fresh(context: RequestContext, id: string): Promise<ContactSyncRun | null> {
    return context.loader(this.load).clear(id).load(id);
  }

  private readonly load = async (ids: readonly string[]) => {
    const rows = await this.db.tenant.contactSyncRun.findMany({ where: { id: { in: [...ids] } } });
    return inOrder(ids, rows.map(runViewOf));
  };
}

function runViewOf(row: RunRow): ContactSyncRun {
  const code = row.errorCode ?? row.waitingCode;
  return {
    ...row,
    kind: oneOf(syncKinds, row.kind),
    cause: oneOf(syncCauses, row.cause),
    status: oneOf(syncStatuses, row.status),
    phase: oneOf(syncPhases, row.phase),
    failures: failures
      .parse(row.failures)
      .map(({ code: why, ...failure }) => ({ ...failure, problem: problemOf(why) })),
    problem: code === null ? null : problemOf(code),
  };
}

function problemOf(code: string): ContactSyncProblem {
  const advice = contactAdviceOf(code);
  return {
    code,
    meaning: advice?.en.meaning ?? null,
    action: advice?.en.action ?? null,
    meaningZh: advice?.zh.meaning ?? null,
    actionZh: advice?.zh.action ?? null,
  };
}
