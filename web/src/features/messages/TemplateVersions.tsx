import { useMutation } from "@apollo/client/react";
import { Box, Button, ButtonBase, TextField, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MessageTemplateDecision } from "../../gql/graphql.ts";
import { contentOf } from "../../messages/content/contentState.ts";
import { Backdrop } from "../../messages/preview/Backdrop.tsx";
import { MessageBubble } from "../../messages/preview/MessageBubble.tsx";
import { templateStateLook } from "../../status/messageStatus.ts";
import { StatusLabel } from "../../status/StatusLabel.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Time } from "../../ui/Time.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import { decideTemplateMutation, type TemplateVersion } from "./templateQuery.ts";
import { VersionDiff } from "./VersionDiff.tsx";

interface TemplateVersionsProps {
  templateId: string;
  versions: readonly TemplateVersion[];
  chosen: number;
  onChoose: (version: number) => void;
}

/** The versions, newest first; the chosen one as it looks, and against the one before it. */
export function TemplateVersions({ templateId, versions, chosen, onChoose }: TemplateVersionsProps) {
  const { t } = useTranslation(["messages", "status"]);
  const version = versions.find((one) => one.version === chosen) ?? versions[0];
  if (!version) return null;
  const before = versions.find((one) => one.version === version.version - 1);
  const content = contentOf(version.content);
  return (
    <Box
      sx={{
        display: "grid",
        gap: 2,
        alignItems: "start",
        gridTemplateColumns: { xs: "minmax(0,1fr)", lg: "300px minmax(0,1fr) minmax(0,1fr)" },
      }}
    >
      <Panel title={t("template.versions")} flush>
        <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none", maxHeight: 520, overflow: "auto" }}>
          {versions.map((one) => (
            <li key={one.version}>
              <ButtonBase
                aria-current={one.version === version.version}
                onClick={() => onChoose(one.version)}
                sx={{
                  display: "grid",
                  gridTemplateColumns: "minmax(0,1fr) auto",
                  gap: 0.5,
                  width: "100%",
                  textAlign: "left",
                  px: 2,
                  py: 1,
                  borderTop: 1,
                  borderColor: "divider",
                  bgcolor: one.version === version.version ? "action.selected" : "transparent",
                }}
              >
                <Typography variant="body2" sx={{ fontWeight: 560 }}>
                  {t("template.versionNo", { version: one.version })}
                </Typography>
                <StatusLabel {...templateStateLook[one.state]}>
                  {t(`status:messageTemplate.${one.state}`)}
                </StatusLabel>
                <Typography variant="caption" color="textSecondary">
                  <Time at={one.createdAt} />
                </Typography>
              </ButtonBase>
            </li>
          ))}
        </Box>
      </Panel>
      <Panel title={t("preview.label")} note={t(`type.${version.type}`)}>
        <Box sx={{ display: "grid", gap: 1.5 }}>
          {content && (
            <Backdrop>
              <MessageBubble content={content} sender={t("preview.sender")} />
            </Backdrop>
          )}
          <Typography variant="body2" color="textSecondary">
            {version.variables.length > 0
              ? t("wizard.variables", { names: version.variables.join(", ") })
              : t("wizard.noVariables")}
          </Typography>
          {version.reason && (
            <Typography variant="body2">
              {t("template.reason")}: {version.reason}
            </Typography>
          )}
          {version.state === "DRAFT" && <Decision templateId={templateId} version={version.version} />}
        </Box>
      </Panel>
      <Panel title={t("template.diff")} note={before && t("template.against", { version: before.version })}>
        <VersionDiff before={before?.content ?? null} after={version.content} />
      </Panel>
    </Box>
  );
}

/** Approve or reject, once, with a word to whoever wrote it. */
function Decision({ templateId, version }: { templateId: string; version: number }) {
  const { t } = useTranslation("messages");
  const can = useCan();
  const toaster = useToaster();
  const [reason, setReason] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [decide, { loading }] = useMutation(decideTemplateMutation);
  if (!can("message-template:approve"))
    return (
      <Typography variant="body2" color="textSecondary">
        {t("template.waits")}
      </Typography>
    );
  const go = (decision: MessageTemplateDecision) => {
    setError(null);
    decide({
      variables: {
        input: { templateId, version, decision, ...(reason.trim() ? { reason: reason.trim() } : {}) },
      },
    }).then(
      () => toaster.done(t(`template.decided.${decision}`)),
      (problem: unknown) => setError(problem),
    );
  };
  return (
    <Box sx={{ display: "grid", gap: 1.5 }}>
      <TextField
        label={t("template.reason")}
        value={reason}
        onChange={(event) => setReason(event.target.value.slice(0, 500))}
      />
      {error !== null && <ErrorNotice error={error} />}
      <Box sx={{ display: "flex", gap: 1, justifyContent: "flex-end" }}>
        <Button color="error" disabled={loading || reason.trim() === ""} onClick={() => go("REJECT")}>
          {t("template.decide.REJECT")}
        </Button>
        <Button variant="contained" disabled={loading} onClick={() => go("APPROVE")}>
          {t("template.decide.APPROVE")}
        </Button>
      </Box>
    </Box>
  );
}
