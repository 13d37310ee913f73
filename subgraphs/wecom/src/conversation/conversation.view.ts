import { oneOf } from "@wegraph/kit/codes";
import { messageStatuses } from "../message/message.machine.ts";
import { messageErrorOf } from "../message/message.reader.ts";
import { conversationKinds, conversationStates, directions, kfStates } from "./conversation.enums.ts";
import type { Conversation } from "./conversation.model.ts";
import type { ConversationRow } from "./conversation.reach.ts";
import { isHeard } from "./conversation.rules.ts";
import type { ConversationMessage } from "./conversationMessage.model.ts";

export function conversationViewOf(row: ConversationRow): Conversation {
  const kind = oneOf(conversationKinds, row.kind);
  const { lastMessageId, lastDirection, lastType } = row;
  return {
    ...row,
    kind,
    state: oneOf(conversationStates, row.state),
    isHeard: isHeard(kind),
    kfState: row.kfState === null ? null : (kfStates[row.kfState] ?? null),
    lastMessage:
      lastMessageId === null || lastDirection === null
        ? null
        : {
            messageId: lastMessageId,
            at: row.lastMessageAt,
            direction: oneOf(directions, lastDirection),
            type: lastType ?? "OTHER",
            preview: row.lastPreview,
          },
  };
}

interface MessageRow {
  id: string;
  createdAt: Date;
  direction: string;
  type: string;
  content: unknown;
  status: string;
  errorCode: string | null;
  recalledAt: Date | null;
  createdById: string | null;
}

export function messageViewOf(row: MessageRow): ConversationMessage {
  const { id, createdAt, type, content, recalledAt, createdById } = row;
  const direction = oneOf(directions, row.direction);
  const isOurs = direction === "OUT";
  return {
    id,
    direction,
    type,
    content,
    recalledAt,
    createdById,
    at: createdAt,
    text: fieldOf(content, "text"),
    status: isOurs ? oneOf(messageStatuses, row.status) : null,
    error: isOurs && row.errorCode !== null ? messageErrorOf(row.errorCode) : null,
    servicerId: direction === "SERVICER" ? fieldOf(content, "servicerId") : null,
  };
}

function fieldOf(content: unknown, field: string): string | null {
  if (typeof content !== "object" || content === null || !(field in content)) return null;
  const value: unknown = Reflect.get(content, field);
  return typeof value === "string" ? value : null;
}
