import { useQuery } from "@apollo/client/react";
import { Box, Skeleton, Tab, Tabs } from "@mui/material";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { seriousError } from "../../session/refusal.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { GonePage } from "../../ui/GonePage.tsx";
import { LoadingPage } from "../../ui/LoadingPage.tsx";
import { Page } from "../../ui/Page.tsx";
import { oneOf } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useMayNamePeople } from "../../viewer/useMayNamePeople.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { PatientDialogs } from "./PatientDialogs.tsx";
import { patientDialogs, PatientHeader } from "./PatientHeader.tsx";
import { patientQuery } from "./patientQuery.ts";
import { patientTabs } from "./patientTabs.ts";
import { useMeasured, usePatientChanges } from "./usePatientStream.ts";

const viewState = {
  tab: oneOf(
    patientTabs.map(({ key }) => key),
    "overview",
  ),
  dialog: oneOf(patientDialogs, null),
};

/** A patient's file: who it is on top, and one section at a time below. */
export function PatientPage() {
  const { t } = useTranslation("patients");
  const { id = "" } = useParams();
  const can = useCan();
  const people = useMayNamePeople();
  const [{ tab, dialog }, change] = useUrlState(viewState);
  const {
    data,
    previousData,
    error: problem,
    refetch,
  } = useQuery(patientQuery, {
    variables: { id, people },
    fetchPolicy: "cache-and-network",
  });
  usePatientChanges(id, (changes) => {
    // What is written on the timeline is the timeline's.
    if ([...changes].some((each) => each !== "RECORDED")) void refetch();
  });
  const measured = useMeasured(id, can("vital-sign:read")).get(id);

  const error = seriousError(problem);
  // Another patient's answer must not stand under this one's address while it loads.
  const answer = data ?? (previousData?.patient?.id === id ? previousData : undefined);
  const patient = answer?.patient;
  const tabs = patientTabs.filter(({ requires }) => !requires || can(requires));
  const open = tabs.find(({ key }) => key === tab) ?? tabs[0];

  if (answer && !patient)
    return (
      <GonePage title={t("gone.title")} list={{ path: "/health/patients", text: t("gone.list") }}>
        {t("gone.text")}
      </GonePage>
    );
  if (!patient) return <LoadingPage title={t("title")} problem={error} onRetry={() => void refetch()} />;
  return (
    <Page
      personal
      title={patient.name}
      heading={<PatientHeader.Title patient={patient} measured={measured} />}
      context={<PatientHeader.Context patient={patient} />}
      actions={
        <PatientHeader.Actions patient={patient} open={(which) => change({ dialog: which }, "push")} />
      }
    >
      {error !== undefined && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      <Tabs
        value={open?.key ?? false}
        onChange={(_, next: typeof tab) => change({ tab: next }, "push")}
        variant="scrollable"
        allowScrollButtonsMobile
        sx={{ borderBottom: 1, borderColor: "divider", mb: 2 }}
      >
        {tabs.map(({ key }) => (
          <Tab key={key} value={key} label={t(`tab.${key}`)} />
        ))}
      </Tabs>
      {open && (
        <Box role="tabpanel" aria-label={t(`tab.${open.key}`)}>
          <Suspense fallback={<Skeleton variant="rounded" height={320} aria-busy="true" />}>
            <open.Component patient={patient} />
          </Suspense>
        </Box>
      )}
      {dialog && (
        <PatientDialogs dialog={dialog} patient={patient} onClose={() => change({ dialog: null })} />
      )}
    </Page>
  );
}
