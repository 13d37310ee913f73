import { useMutation } from "@apollo/client/react";
import SendIcon from "@mui/icons-material/SendRounded";
import { Box, Button, Step, StepButton, Stepper, useMediaQuery } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { UnsavedGuard } from "../../forms/UnsavedGuard.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Page } from "../../ui/Page.tsx";
import { text } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { sendBatchMutation } from "./messageOperations.ts";
import { usePlan } from "./usePlan.ts";
import { useWizard, wizardSteps } from "./useWizard.ts";
import { WizardFile } from "./WizardFile.tsx";
import { WizardMapping } from "./WizardMapping.tsx";
import { WizardMessage } from "./WizardMessage.tsx";
import { WizardSend } from "./WizardSend.tsx";

const viewState = { template: text };

/** From a file of recipients to a batch: file, message, what column means what, and a look at the plan. */
export function BatchWizardPage() {
  const { t } = useTranslation(["messages", "common"]);
  const navigate = useNavigate();
  const narrow = useMediaQuery((theme) => theme.breakpoints.down("sm"));
  const [{ template }] = useUrlState(viewState);
  const wizard = useWizard(template);
  const [at, setAt] = useState(0);
  const [key] = useState(() => crypto.randomUUID());
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [sent, setSent] = useState(false);
  const [send] = useMutation(sendBatchMutation);
  const step = wizardSteps[at] ?? "file";
  const last = at === wizardSteps.length - 1;
  const plan = usePlan(last && wizard.recipients.length > 0 ? planJson(wizard.order()) : "null");
  const { plan: known } = plan;
  const refused = known && (known.overflow > 0 || (known.later > 0 && !wizard.sending.maySpread));
  /** A step may be gone to when all before it are complete. */
  const reachable = (index: number) => wizardSteps.slice(0, index).every((one) => wizard.ready[one]);

  const go = () => {
    setBusy(true);
    setError(null);
    send({ variables: { input: { ...wizard.order(), idempotencyKey: `${key} ${hashOf(wizard.order())}` } } })
      .then(async ({ data }) => {
        if (!data) return;
        setSent(true);
        await navigate(`/messages/batches/${data.sendMessageBatch.messageBatch.id}`);
      })
      .catch(setError)
      .finally(() => setBusy(false));
  };

  return (
    <Page title={t("batch.new")}>
      <UnsavedGuard dirty={!busy && !sent && wizard.table !== null} />
      <Stepper
        activeStep={at}
        nonLinear
        alternativeLabel={narrow}
        sx={{ mb: 2, maxWidth: 900, "& .MuiStepLabel-label": { fontSize: "0.8125rem" } }}
      >
        {wizardSteps.map((one, index) => (
          <Step key={one} completed={index < at && wizard.ready[one]} disabled={!reachable(index)}>
            <StepButton onClick={() => setAt(index)}>{t(`wizard.step.${one}`)}</StepButton>
          </Step>
        ))}
      </Stepper>
      {step === "file" && <WizardFile wizard={wizard} />}
      {step === "message" && <WizardMessage wizard={wizard} />}
      {step === "mapping" && <WizardMapping wizard={wizard} />}
      {step === "send" && <WizardSend wizard={wizard} plan={plan} />}
      {error !== null && (
        <Box sx={{ mt: 2 }}>
          <ErrorNotice error={error} />
        </Box>
      )}
      <Box sx={{ display: "flex", gap: 1, mt: 2 }}>
        <Button color="inherit" disabled={at === 0} onClick={() => setAt(at - 1)}>
          {t("wizard.back")}
        </Button>
        {last ? (
          <Button
            variant="contained"
            startIcon={<SendIcon />}
            disabled={busy || !wizard.ready.send || !known || refused === true || !reachable(at)}
            onClick={go}
          >
            {t("compose.sendTo", { count: wizard.recipients.length })}
          </Button>
        ) : (
          <Button variant="contained" disabled={!wizard.ready[step]} onClick={() => setAt(at + 1)}>
            {t("wizard.next")}
          </Button>
        )}
      </Box>
    </Page>
  );
}

/** What a plan is asked about: without what only the order itself needs. */
function planJson({
  name: _name,
  maySpread: _maySpread,
  ...order
}: ReturnType<ReturnType<typeof useWizard>["order"]>) {
  return JSON.stringify(order);
}

/** So that a second press sends nothing twice, and a changed order is another one. */
function hashOf(order: object): string {
  let hash = 0;
  for (const char of JSON.stringify(order)) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) | 0;
  return (hash >>> 0).toString(36);
}
