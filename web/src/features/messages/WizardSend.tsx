import { Box, TextField } from "@mui/material";
import { useTranslation } from "react-i18next";
import { refusalOf } from "../../session/refusal.ts";
import { useIssueText } from "../../messages/content/issueText.ts";
import { Panel } from "../../ui/Panel.tsx";
import { PlanSummary } from "./PlanSummary.tsx";
import { SendingFields } from "./SendingFields.tsx";
import { ServerProblems } from "./ServerProblems.tsx";
import { RowPreview } from "./WizardMapping.tsx";
import type { usePlan } from "./usePlan.ts";
import type { Wizard } from "./useWizard.ts";

/** The last look: who sends, when it ends, and what the server says to each row. */
export function WizardSend({ wizard, plan }: { wizard: Wizard; plan: ReturnType<typeof usePlan> }) {
  const { t } = useTranslation("messages");
  const issueText = useIssueText();
  const { issues = [] } = plan.error ? refusalOf(plan.error).details : {};
  const ofRows = issues.flatMap(({ path, message }) => {
    const at = path.indexOf("recipients");
    const row = wizard.mapped?.good[Number(path[at + 1])];
    return at >= 0 && row ? [{ line: row.line, recipient: row.recipient, text: issueText(message) }] : [];
  });
  return (
    <Box
      sx={{
        display: "grid",
        gap: 2,
        alignItems: "start",
        gridTemplateColumns: { xs: "minmax(0,1fr)", lg: "minmax(0,7fr) minmax(0,5fr)" },
      }}
    >
      <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0,1fr)" }}>
        <Panel title={t("sending.title")}>
          <Box sx={{ display: "grid", gap: 2 }}>
            <TextField
              label={t("batch.name")}
              value={wizard.name}
              required
              helperText={t("batch.nameHint")}
              onChange={(event) => wizard.setName(event.target.value.slice(0, 200))}
            />
            <SendingFields sending={wizard.sending} onChange={wizard.setSending} />
          </Box>
        </Panel>
        <Panel title={t("plan.title")}>
          {ofRows.length > 0 ? (
            <ServerProblems problems={ofRows} />
          ) : (
            <PlanSummary {...plan} maySpread={wizard.sending.maySpread} idle={t("plan.idle")} />
          )}
        </Panel>
      </Box>
      <RowPreview wizard={wizard} />
    </Box>
  );
}
