import type { ConversationHead_ConversationFragment } from "../../gql/graphql.ts";

export type Obstacle = "noRight" | "accountGone" | "windowOver" | "sessionEnded";

/** Why nothing can be written in a conversation; undefined if something can. The server decides all the same. */
export function obstacleOf(
  conversation: Pick<ConversationHead_ConversationFragment, "window" | "kfState">,
  given: { mayReply: boolean; isAccountGone: boolean; now: number },
): Obstacle | undefined {
  const { window, kfState } = conversation;
  if (!given.mayReply) return "noRight";
  if (given.isAccountGone) return "accountGone";
  if (kfState === "ENDED") return "sessionEnded";
  if (!window) return undefined;
  const isOver =
    window.endsAt === null || Date.parse(window.endsAt) <= given.now || window.messagesLeft === 0;
  return isOver ? "windowOver" : undefined;
}
