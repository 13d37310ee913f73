import { invalidInput } from "@wegraph/kit/errors";
import { v7 } from "uuid";
import type { Tx } from "../../wecom.database.ts";
import { corpsOf } from "../acceptance/customers.ts";
import type { Draft } from "../acceptance/drafts.ts";
import { hashOf } from "../message.insert.ts";
import type { Route } from "../routing/message.router.ts";
import { grouped, groupSendsPerOrderMax } from "./groupSend.rules.ts";
import type { GroupedMessage } from "./groupSend.rules.ts";

interface Given {
  tenantId: string;
  batchId: string | null;
  createdById: string | null;
  createdAt: Date;
  drafts: readonly Draft[];
  routes: readonly Route[];
  dueAts: readonly (Date | null)[];
}

/**
 * Makes the group sends that take an order's messages to customers along, in its transaction.
 *
 * @returns by index of the message the group send it belongs to.
 * @throws AppError INVALID_INPUT (TOO_MANY_GROUP_SENDS) where employees would have to confirm too many.
 */
export async function insertGroupSends(tx: Tx, given: Given): Promise<Map<number, string>> {
  const { tenantId, batchId, createdById, createdAt } = given;
  const groups = grouped(messagesOf(given));
  const byIndex = new Map<number, string>();
  if (groups.length === 0) return byIndex;
  if (groups.length > groupSendsPerOrderMax)
    throw invalidInput(
      [
        {
          path: ["input", "recipients"],
          message: `employees would have to confirm ${groups.length} group sends; at most ${groupSendsPerOrderMax}: give them the same words`,
        },
      ],
      "TOO_MANY_GROUP_SENDS",
    );
  const corpOf = await corpsOf(
    tx,
    groups.flatMap(([first]) => (first ? [first.accountId] : [])),
  );
  const rows = groups.flatMap((messages) => {
    const [first] = messages;
    const corpId = first && corpOf.get(first.accountId);
    if (!first || corpId === undefined) return [];
    const id = v7();
    for (const { index } of messages) byIndex.set(index, id);
    const { accountId, employeeId, content, contentHash, dueAt } = first;
    return [
      {
        id,
        tenantId,
        accountId,
        corpId,
        batchId,
        employeeId,
        content,
        contentHash: new Uint8Array(Buffer.from(contentHash, "hex")),
        status: "PENDING",
        total: messages.length,
        scheduledAt: dueAt,
        createdAt,
        dueAt: dueAt ?? createdAt,
        confirmations: [],
        createdById,
      },
    ];
  });
  await tx.groupSend.createMany({ data: rows });
  return byIndex;
}

function messagesOf({ drafts, routes, dueAts }: Given): GroupedMessage[] {
  return drafts.flatMap(({ recipient, content }, index) => {
    const route = routes[index];
    if (recipient.kind !== "CUSTOMER" || !route) return [];
    return [
      {
        index,
        accountId: route.accountId,
        employeeId: recipient.employeeId ?? null,
        content,
        // Of the words alone: WeCom does not tell by the recipients.
        contentHash: hashOf({ type: content.type, recipientKind: "CUSTOMER", recipient: "", content }),
        recipient: recipient.id,
        dueAt: dueAts[index] ?? null,
      },
    ];
  });
}
