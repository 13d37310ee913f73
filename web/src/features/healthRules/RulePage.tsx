import { useMutation, useQuery } from "@apollo/client/react";
import CopyIcon from "@mui/icons-material/ContentCopyRounded";
import ResetIcon from "@mui/icons-material/RestartAltRounded";
import DeleteIcon from "@mui/icons-material/DeleteOutlineRounded";
import { Box, Button, Chip } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { useOwnLanguage } from "../../alerting/useMeasured.ts";
import { RecordTrail } from "../../audit/RecordTrail.tsx";
import { seriousError } from "../../session/refusal.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { GonePage } from "../../ui/GonePage.tsx";
import { LoadingPage } from "../../ui/LoadingPage.tsx";
import { Page } from "../../ui/Page.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import { RuleEditor } from "./RuleEditor.tsx";
import { RuleSwitch } from "./RuleSwitch.tsx";
import { conditionOf, reachOf, valuesOf } from "./ruleForm.ts";
import { namesOf } from "./ruleNames.ts";
import { deleteRule, resetRule, ruleQuery, updateRule } from "./ruleQueries.ts";
import type { RuleData } from "./ruleQueries.ts";

/** One rule: what it says, whom it is for, what it would have done. */
export function RulePage() {
  const { t } = useTranslation(["healthRules", "common"]);
  const { id = "" } = useParams();
  const own = useOwnLanguage();
  const can = useCan();
  const toaster = useToaster();
  const mayManage = can("health-rule:manage");
  const { data, loading, error, refetch } = useQuery(ruleQuery, {
    variables: { id, people: can("patient:read") },
    fetchPolicy: "cache-and-network",
  });
  const [update] = useMutation(updateRule);
  const rule = data?.healthRule;
  const problem = seriousError(error);
  if (!rule && (loading || problem !== undefined))
    return <LoadingPage title={t("read")} problem={problem} onRetry={() => void refetch()} />;
  if (!rule)
    return (
      <GonePage title={t("gone.title")} list={{ path: "/health/rules", text: t("gone.list") }}>
        {t("gone.text")}
      </GonePage>
    );
  const title = own({ zh: rule.nameZh, en: rule.nameEn });
  return (
    <Page
      personal={rule.reach.patientIds.length > 0}
      title={title}
      context={
        <Box component="span" sx={{ display: "inline-flex", gap: 1, alignItems: "center", flexWrap: "wrap" }}>
          {t(`kinds.${rule.kind}`)}
          {rule.shippedKey !== null && <Chip size="small" label={t("shipped")} />}
          {rule.shippedKey !== null && !rule.isAsShipped && <Chip size="small" label={t("changed")} />}
          <RuleSwitch rule={rule} mayManage={mayManage} />
        </Box>
      }
      actions={mayManage && <Actions rule={rule} />}
    >
      <RuleEditor
        key={`${rule.id} ${rule.version}`}
        initial={valuesOf(rule, namesOf(rule.reach.patients, rule.reach.exceptPatients))}
        isNew={false}
        mayManage={mayManage}
        mayTest={can("vital-sign:read")}
        onSubmit={async (values) => {
          const { nameZh, nameEn, adviceZh, adviceEn, source } = values;
          const words = { nameZh, nameEn, adviceZh, adviceEn, source };
          await update({
            variables: {
              input: {
                ...words,
                ruleId: rule.id,
                expectedVersion: rule.version,
                condition: conditionOf(values),
                reach: reachOf(values),
              },
            },
          });
          toaster.done(t("saved"));
          await refetch();
        }}
      />
      {can("audit:read") && (
        <Box sx={{ mt: 2 }}>
          <RecordTrail
            key={rule.version}
            title={t("history")}
            resourceType="health-rule"
            resourceId={rule.id}
          />
        </Box>
      )}
    </Page>
  );
}

function Actions({ rule }: { rule: RuleData }) {
  const { t } = useTranslation("healthRules");
  const navigate = useNavigate();
  const toaster = useToaster();
  const [asked, setAsked] = useState<"reset" | "delete" | null>(null);
  const [reset] = useMutation(resetRule);
  const [remove] = useMutation(deleteRule, { refetchQueries: ["HealthRules"] });
  const variables = { input: { ruleId: rule.id, expectedVersion: rule.version } };
  return (
    <>
      <Button
        color="inherit"
        startIcon={<CopyIcon />}
        component={Link}
        to={`/health/rules/new?copy=${rule.id}`}
      >
        {t("copy")}
      </Button>
      {rule.shippedKey !== null && !rule.isAsShipped && (
        <Button color="inherit" startIcon={<ResetIcon />} onClick={() => setAsked("reset")}>
          {t("reset")}
        </Button>
      )}
      {rule.shippedKey === null && (
        <Button color="error" startIcon={<DeleteIcon />} onClick={() => setAsked("delete")}>
          {t("delete")}
        </Button>
      )}
      {asked === "reset" && (
        <ConfirmDialog
          title={t("resetTitle")}
          confirmText={t("reset")}
          onClose={() => setAsked(null)}
          onConfirm={async () => {
            await reset({ variables });
            toaster.done(t("resetDone"));
          }}
        >
          {t("resetText")}
        </ConfirmDialog>
      )}
      {asked === "delete" && (
        <ConfirmDialog
          danger
          title={t("deleteTitle")}
          confirmText={t("delete")}
          onClose={() => setAsked(null)}
          onConfirm={async () => {
            await remove({ variables });
            toaster.done(t("deleted"));
            await navigate("/health/rules", { replace: true });
          }}
        >
          {t("deleteText")}
        </ConfirmDialog>
      )}
    </>
  );
}
