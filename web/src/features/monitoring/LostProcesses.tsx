import { useMutation } from "@apollo/client/react";
import { Alert, Button } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
import { useNow } from "../../ui/useNow.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { forgetProcessMutation, type SystemNode } from "./systemQuery.ts";
import { usePartNames } from "./usePartNames.ts";

interface LostProcessesProps {
  nodes: readonly SystemNode[];
  onForgotten: () => void;
}

const silentMs = 90_000;

/** Processes that are heard of no more: for each, that it may have been switched off on purpose. */
export function LostProcesses({ nodes, onForgotten }: LostProcessesProps) {
  const { t } = useTranslation("monitoring");
  const formats = useFormats();
  const now = useNow();
  const { nodeName } = usePartNames();
  const [forget, { loading, error }] = useMutation(forgetProcessMutation, { onCompleted: onForgotten });
  const lost = nodes.filter(
    ({ kind, status, lastSeenAt }) =>
      kind === "PROCESS" && status === "DOWN" && Date.parse(lastSeenAt) < now - silentMs,
  );
  return (
    <>
      {error && <ErrorNotice error={error} />}
      {lost.map(({ lastSeenAt, componentIds: [componentId = ""], ...node }) => (
        <Alert
          key={node.id}
          severity="error"
          action={
            <Button
              color="inherit"
              disabled={loading}
              onClick={() => void forget({ variables: { input: { componentId } } }).catch(() => undefined)}
            >
              {t("map.forget")}
            </Button>
          }
        >
          {t("map.lost", { name: nodeName(node), time: formats.dateTime(lastSeenAt) })}
        </Alert>
      ))}
    </>
  );
}
