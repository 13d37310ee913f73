import { useMutation, useQuery } from "@apollo/client/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { LoadingPage } from "../../ui/LoadingPage.tsx";
import { Page } from "../../ui/Page.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { oneOf, text } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { RuleEditor } from "./RuleEditor.tsx";
import { conditionOf, kinds, reachOf, valuesOf } from "./ruleForm.ts";
import type { RuleValues } from "./ruleForm.ts";
import { namesOf } from "./ruleNames.ts";
import { createRule, namedPatientQuery, ruleQuery } from "./ruleQueries.ts";

/** `copy`: the rule it begins as; `patient`: whom it is for. */
const viewState = { kind: oneOf(kinds, "THRESHOLD"), copy: text, patient: text };

/** A rule of one's own, from nothing or from another one. */
export function NewRulePage() {
  const { t } = useTranslation("healthRules");
  const { t: chinese } = useTranslation("healthRules", { lng: "zh-CN" });
  const { t: english } = useTranslation("healthRules", { lng: "en" });
  const can = useCan();
  const navigate = useNavigate();
  const toaster = useToaster();
  const [state] = useUrlState(viewState);
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const [create] = useMutation(createRule, { refetchQueries: ["HealthRules"] });
  const copied = useQuery(ruleQuery, {
    variables: { id: state.copy, people: can("patient:read") },
    skip: state.copy === "",
  });
  const named = useQuery(namedPatientQuery, { variables: { id: state.patient }, skip: state.patient === "" });
  const problem = copied.error ?? named.error;
  if (copied.loading || named.loading || problem)
    return <LoadingPage title={t("new")} problem={problem} onRetry={() => void copied.refetch()} />;

  const from = copied.data?.healthRule ?? null;
  const blank = valuesOf(from, namesOf(from?.reach.patients, from?.reach.exceptPatients));
  const patient = named.data?.patient;
  const initial: RuleValues = {
    ...blank,
    ...(from
      ? {
          nameZh: chinese("copyOf", { name: from.nameZh }),
          nameEn: english("copyOf", { name: from.nameEn }),
        }
      : { kind: state.kind }),
    ...(patient && { patients: [{ id: patient.id, name: `${patient.name} · ${patient.recordNumber}` }] }),
  };
  return (
    <Page personal title={t("new")} context={t("context")}>
      <RuleEditor
        initial={initial}
        isNew
        mayManage
        mayTest={can("vital-sign:read")}
        onSubmit={async (values) => {
          const { nameZh, nameEn, adviceZh, adviceEn, source } = values;
          const { data } = await create({
            variables: {
              input: {
                nameZh,
                nameEn,
                adviceZh,
                adviceEn,
                source,
                condition: conditionOf(values),
                reach: reachOf(values),
                idempotencyKey,
              },
            },
          });
          toaster.done(t("saved"));
          if (data) await navigate(`/health/rules/${data.createHealthRule.rule.id}`, { replace: true });
        }}
      />
    </Page>
  );
}
