import { useMutation } from "@apollo/client/react";
import { useTranslation } from "react-i18next";
import { graphql } from "../gql/gql.ts";
import type { ReplayCallbacksInput } from "../gql/graphql.ts";
import { useFormats } from "../i18n/useFormats.ts";
import { useToaster } from "../ui/Toasts.tsx";

const replayOne = graphql(`
  mutation ReplayCallback($input: ReplayCallbackInput!) {
    replayCallback(input: $input) {
      callback {
        id
        status
        reason
        attempts
        handlers
        handledAt
        dueAt
      }
    }
  }
`);

const replayMany = graphql(`
  mutation ReplayCallbacks($input: ReplayCallbacksInput!) {
    replayCallbacks(input: $input) {
      replayed
      hasMore
    }
  }
`);

/** Has callbacks handled once more, and says how many; what comes of it the live list shows. */
export function useReplay(onDone: () => void) {
  const { t } = useTranslation("callbacks");
  const formats = useFormats();
  const toaster = useToaster();
  const [one, { loading: isReplayingOne }] = useMutation(replayOne);
  const [many, { loading: isReplayingMany }] = useMutation(replayMany);

  return {
    busy: isReplayingOne || isReplayingMany,
    one: (callbackId: string) =>
      one({ variables: { input: { callbackId, idempotencyKey: crypto.randomUUID() } } }).then(
        () => {
          toaster.done(t("replay.done_one", { count: 1 }));
          onDone();
        },
        (error: unknown) => toaster.failed(error),
      ),
    /** @throws what the server refused, for the dialog that asked. */
    many: async (input: Omit<ReplayCallbacksInput, "idempotencyKey">) => {
      const { data } = await many({
        variables: { input: { ...input, idempotencyKey: crypto.randomUUID() } },
      });
      const { replayed, hasMore } = data?.replayCallbacks ?? { replayed: 0, hasMore: false };
      const said = t("replay.done", { count: replayed, formatted: formats.number(replayed) });
      toaster.done(hasMore ? `${said} ${t("replay.more")}` : said);
      onDone();
    },
  };
}
