import { useMutation } from "@apollo/client/react";
import { useState } from "react";
import { sendMutation } from "./conversationOperations.ts";
import type { Said } from "./thread.ts";

/** An answer that the server has not accepted yet. */
export interface PendingReply {
  /** Also the idempotency key: sent again, it is the same message. */
  key: string;
  at: string;
  text: string;
  /** Undefined while it is under way. */
  error: unknown;
}

export interface Replies {
  pending: readonly PendingReply[];
  send: (text: string) => void;
  retry: (key: string) => void;
  discard: (key: string) => void;
}

/** Sends answers; each is shown from the moment it is given, and stays until it is accepted or discarded. */
export function useReplies(conversationId: string, onAccepted: (message: Said) => void): Replies {
  const [pending, setPending] = useState<readonly PendingReply[]>([]);
  const [mutate] = useMutation(sendMutation);
  const settle = (key: string, error?: unknown) =>
    setPending((known) =>
      error === undefined
        ? known.filter((each) => each.key !== key)
        : known.map((each) => (each.key === key ? { ...each, error } : each)),
    );

  const deliver = async ({ key, text }: PendingReply) => {
    try {
      const content = { type: "TEXT" as const, text };
      const { data } = await mutate({
        variables: { input: { conversationId, content, idempotencyKey: key } },
      });
      if (data) onAccepted(data.sendConversationMessage.message);
      settle(key);
    } catch (error) {
      settle(key, error);
    }
  };

  return {
    pending,
    send(text) {
      const reply = { key: crypto.randomUUID(), at: new Date().toISOString(), text, error: undefined };
      setPending((known) => [...known, reply]);
      void deliver(reply);
    },
    retry(key) {
      const reply = pending.find((each) => each.key === key);
      if (!reply) return;
      setPending((known) => known.map((each) => (each.key === key ? { ...each, error: undefined } : each)));
      void deliver(reply);
    },
    discard: (key) => settle(key),
  };
}
