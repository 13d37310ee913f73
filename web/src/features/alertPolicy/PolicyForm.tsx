import { useMutation } from "@apollo/client/react";
import { Alert, Box, Button } from "@mui/material";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { UnsavedGuard } from "../../forms/UnsavedGuard.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { refusalOf } from "../../session/refusal.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Page } from "../../ui/Page.tsx";
import { Time } from "../../ui/Time.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import { EscalationPanel } from "./EscalationPanel.tsx";
import { GroupingPanel } from "./GroupingPanel.tsx";
import { InhibitionPanel } from "./InhibitionPanel.tsx";
import { fieldOf, inputOf, policyShape, valuesOf } from "./policyForm.ts";
import type { PolicyValues } from "./policyForm.ts";
import type { PolicyData } from "./policyQueries.ts";
import { updatePolicy } from "./policyQueries.ts";
import { ResetPolicy } from "./ResetPolicy.tsx";
import { QuietHoursPanel } from "./QuietHoursPanel.tsx";

const formId = "alert-policy";

export function PolicyForm({ policy, onReload }: { policy: PolicyData; onReload: () => void }) {
  const { t } = useTranslation(["alerting", "common"]);
  const mayManage = useCan()("silence:manage");
  const toaster = useToaster();
  const [problem, setProblem] = useState<unknown>(null);
  const [update] = useMutation(updatePolicy, {
    refetchQueries: ["AlertPolicy"],
    awaitRefetchQueries: true,
  });
  const form = useForm<PolicyValues>({ resolver: zodResolver(policyShape), defaultValues: valuesOf(policy) });
  const { isDirty, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    setProblem(null);
    try {
      await update({ variables: { input: inputOf(values, policy.version) } });
      form.reset(values);
      toaster.done(t("common:saved"));
    } catch (error) {
      setProblem(placed(error));
    }
  });
  /** Puts the complaints beside their fields; what is left is shown below the title. */
  const placed = (error: unknown): unknown => {
    const { issues = [] } = refusalOf(error).details;
    const left = issues.filter(({ path, message }) => {
      const field = fieldOf(path);
      // What else may be wrong with a value the form has found by itself.
      const said = field?.endsWith(".value") ? "expression" : message;
      if (field) form.setError(field, { type: "server", message: said }, { shouldFocus: true });
      return field === null;
    });
    return issues.length > 0 && left.length === 0 ? null : error;
  };
  const part = { control: form.control, disabled: !mayManage };
  return (
    <Page
      title={t("policy.title")}
      context={
        <>
          {t("policy.context")}{" "}
          {policy.isShipped || policy.updatedAt === null ? (
            t("policy.shipped")
          ) : (
            <>
              {t("policy.changed")} <Time at={policy.updatedAt} />
            </>
          )}
        </>
      }
      actions={
        mayManage && (
          <>
            {!policy.isShipped && <ResetPolicy version={policy.version} onReset={onReload} />}
            <Button
              color="inherit"
              disabled={!isDirty || isSubmitting}
              onClick={() => {
                form.reset();
                setProblem(null);
              }}
            >
              {t("common:discard")}
            </Button>
            <Button type="submit" form={formId} variant="contained" disabled={!isDirty || isSubmitting}>
              {t("common:save")}
            </Button>
          </>
        )
      }
    >
      <UnsavedGuard dirty={isDirty && !isSubmitting} />
      <Box
        component="form"
        id={formId}
        noValidate
        onSubmit={(event) => void submit(event)}
        sx={{ display: "grid", gridTemplateColumns: "minmax(0,1fr)", gap: 2, maxWidth: 1_080 }}
      >
        {problem !== null && (
          // The button stays in reach further down than the notice: it comes into sight by itself.
          <Box ref={(box: HTMLElement | null) => box?.scrollIntoView({ block: "center" })}>
            <ErrorNotice
              error={problem}
              onRetry={refusalOf(problem).code === "CONFLICT" ? onReload : undefined}
            />
          </Box>
        )}
        {!mayManage && <Alert severity="info">{t("policy.readOnly")}</Alert>}
        <GroupingPanel {...part} />
        <QuietHoursPanel {...part} />
        <EscalationPanel {...part} />
        <InhibitionPanel {...part} />
      </Box>
    </Page>
  );
}
