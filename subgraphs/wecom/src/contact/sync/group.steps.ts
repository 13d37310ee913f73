import { v7 } from "uuid";
import type { GroupDetail, GroupPage } from "../../serverApi/calls/groups.ts";
import type { Tx, WecomDatabase } from "../../wecom.database.ts";
import { dismissGroup, writeGroup } from "../group.store.ts";
import type { WritePlace } from "../contact.store.ts";
import { firstCursor } from "./sync.rules.ts";
import type { SyncFailure } from "./sync.rules.ts";
import type { SyncReader } from "./sync.reader.ts";
import type { Counts, Step, StepContext } from "./sync.step.ts";

const atOnce = 5;
const nowhere = "00000000-0000-0000-0000-000000000000";

/** All groups by their ids, then each of them with its members; a short run reads those it did not know. */
export class GroupSteps {
  constructor(
    private readonly db: WecomDatabase,
    private readonly reader: SyncReader,
    private readonly clock: () => Date,
  ) {}

  async list(context: StepContext): Promise<Step> {
    const { cursor, run } = context;
    const since = cursor.since ?? this.clock().toISOString();
    const read = await this.reader.optional(context, "externalcontact/groupchat/list", ({ api, app }) =>
      api.groups.groups(app, { cursor: cursor.page }),
    );
    // Not every application may see groups; its contacts are read all the same.
    if (read.kind === "refused")
      return {
        phase: "DONE",
        cursor: firstCursor,
        counts: { failed: 1 },
        failures: [{ kind: "GROUPS", id: "", code: read.code }],
      };
    const { groups, nextCursor } = read.value;
    const write = (tx: Tx, place: WritePlace) => note(tx, place, groups, new Date(since));
    if (nextCursor !== undefined) return { cursor: { ...cursor, page: nextCursor, since }, write };
    return {
      phase: "GROUPS",
      cursor: { ...firstCursor, after: nowhere, since },
      write: async (tx, place) => {
        await write(tx, place);
        const groupsRemoved = await dismissUnseen(tx, place, new Date(since));
        await tx.contactSyncRun.update({
          where: { id: run.id },
          data: { groupsTotal: await tx.customerGroup.count({ where: toRead(run) }) },
        });
        return { groupsRemoved };
      },
    };
  }

  async details(context: StepContext): Promise<Step> {
    const { cursor, run } = context;
    const rows = await this.db.tenant.customerGroup.findMany({
      where: { ...toRead(run), id: { gt: cursor.after } },
      orderBy: { id: "asc" },
      select: { id: true, chatId: true },
      take: atOnce,
    });
    const last = rows.at(-1);
    if (!last) return { phase: "DONE", cursor: firstCursor };
    const failures: SyncFailure[] = [];
    const reads: { detail: GroupDetail; asOf: Date }[] = [];
    await Promise.all(
      rows.map(async ({ chatId }) => {
        const asOf = this.clock();
        const read = await this.reader.one(context, "externalcontact/groupchat/get", ({ api, app }) =>
          api.groups.group(app, chatId),
        );
        if (read.kind === "refused") failures.push({ kind: "GROUP", id: chatId, code: read.code });
        else reads.push({ detail: read.value, asOf });
      }),
    );
    return {
      cursor: { ...cursor, after: last.id },
      failures,
      counts: { groupsDone: rows.length, failed: failures.length },
      write: async (tx, place) => {
        const counts = { groupsNew: 0, groupsChanged: 0 };
        for (const { detail, asOf } of reads.toSorted((a, b) =>
          a.detail.chatId < b.detail.chatId ? -1 : 1,
        )) {
          const written = await writeGroup(tx, place, detail, asOf);
          if (written === "CREATED") counts.groupsNew += 1;
          if (written === "CHANGED") counts.groupsChanged += 1;
        }
        return counts;
      },
    };
  }
}

function toRead({ id, corpId, kind }: StepContext["run"]) {
  return { corpId, seenRun: id, dismissedAt: null, ...(kind === "INCREMENTAL" && { memberVersion: null }) };
}

/** That a group is there; one we did not know is kept by its id until it is read. */
async function note(
  tx: Tx,
  { tenantId, corpId, runId, now }: WritePlace,
  groups: GroupPage["groups"],
  asOf: Date,
): Promise<Counts> {
  const rows = groups
    .map(({ chatId, status }) => ({ id: v7(), chatId, status }))
    .toSorted((a, b) => (a.chatId < b.chatId ? -1 : 1));
  await tx.$executeRaw`
    INSERT INTO wework_groups AS g (id, tenant_id, corp_id, chat_id, name, owner_id, owner_key, notice, owner_status, search_text,
      created_at, updated_at, as_of, seen_run)
    SELECT r.id, ${tenantId}::uuid, ${corpId}::uuid, r."chatId", '', '', '', '', r.status, '', ${now}, ${now}, ${asOf}, ${runId ?? null}::uuid
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (id uuid, "chatId" text, status smallint)
    ON CONFLICT (corp_id, chat_id) DO UPDATE SET owner_status = excluded.owner_status, seen_run = excluded.seen_run`;
  return {};
}

async function dismissUnseen(tx: Tx, place: WritePlace, since: Date): Promise<number> {
  const unseen = await tx.customerGroup.findMany({
    where: {
      corpId: place.corpId,
      dismissedAt: null,
      asOf: { lt: since },
      OR: [{ seenRun: null }, { seenRun: { not: place.runId ?? null } }],
    },
    select: { chatId: true },
    orderBy: { chatId: "asc" },
  });
  let dismissed = 0;
  for (const { chatId } of unseen) if (await dismissGroup(tx, place, chatId, place.now)) dismissed += 1;
  return dismissed;
}
