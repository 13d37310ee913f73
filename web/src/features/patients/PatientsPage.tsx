import { useQuery } from "@apollo/client/react";
import NoMatchIcon from "@mui/icons-material/FilterAltOffOutlined";
import EmptyIcon from "@mui/icons-material/PersonSearchOutlined";
import AddIcon from "@mui/icons-material/PersonAddAltOutlined";
import ImportIcon from "@mui/icons-material/UploadFileRounded";
import { Button } from "@mui/material";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Page } from "../../ui/Page.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { firstPage } from "../../ui/paging.ts";
import { ServerGrid } from "../../ui/ServerGrid.tsx";
import { TableTools } from "../../ui/TableTools.tsx";
import { useNow } from "../../ui/useNow.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useMayNamePeople } from "../../viewer/useMayNamePeople.ts";
import { useCan, useViewer } from "../../viewer/ViewerContext.ts";
import { ExportPatients } from "./ExportPatients.tsx";
import { PatientCard } from "./PatientCard.tsx";
import { PatientFilters } from "./PatientFilters.tsx";
import { isFiltered, listState, listVariables, noFilter, patientsQuery } from "./patientListQuery.ts";
import { RegisterPatientDialog } from "./RegisterPatientDialog.tsx";
import { usePatientColumns } from "./usePatientColumns.tsx";
import { useMeasured, usePatientChanges } from "./usePatientStream.ts";

const gridName = "patients";

/** The patients one may see, with what was measured of them last, live. */
export function PatientsPage() {
  const { t } = useTranslation(["patients", "common"]);
  const can = useCan();
  const { user } = useViewer();
  const [state, change] = useUrlState(listState);
  const people = useMayNamePeople();
  const now = useNow("halfMinute");
  const { data, previousData, loading, error, refetch } = useQuery(patientsQuery, {
    variables: listVariables(state, { id: user?.id ?? "", now, people }),
    fetchPolicy: "cache-and-network",
  });
  const list = (data ?? previousData)?.patients;
  usePatientChanges(null, (changes) => {
    // What is written on a timeline is not in the list.
    if ([...changes].some((each) => each !== "RECORDED")) void refetch();
  });
  const measured = useMeasured(null, can("vital-sign:read"));
  const rows = useMemo(
    () => list?.nodes.map((row) => ({ ...row, ...measured.get(row.id) })),
    [list?.nodes, measured],
  );
  const columns = usePatientColumns(people);
  const registerButton = can("patient:write") && (
    <>
      <Button
        component={Link}
        to="/health/patients/import"
        color="inherit"
        startIcon={<ImportIcon />}
        sx={{ mr: 1 }}
      >
        {t("import.open")}
      </Button>
      <Button
        variant="contained"
        startIcon={<AddIcon />}
        onClick={() => change({ dialog: "register" }, "push")}
      >
        {t("register.open")}
      </Button>
    </>
  );

  return (
    <Page fill personal title={t("title")} context={t("context")} actions={registerButton}>
      <PatientFilters
        state={state}
        change={change}
        tools={
          <>
            <ExportPatients state={state} />
            <TableTools name={gridName} columns={columns} />
          </>
        }
      />
      <ServerGrid
        name={gridName}
        label={t("title")}
        columns={columns}
        rows={rows}
        loading={loading && !list}
        error={seriousError(error)}
        onRetry={() => void refetch()}
        order={state.order}
        onOrder={(order) => change({ order, ...firstPage })}
        renderCard={(row) => <PatientCard patient={row} />}
        empty={
          isFiltered(state) ? (
            <EmptyState
              icon={<NoMatchIcon />}
              title={t("common:noMatch.title")}
              action={
                <Button onClick={() => change({ ...noFilter, ...firstPage })}>
                  {t("common:clearFilters")}
                </Button>
              }
            >
              {t("noMatchHint")}
            </EmptyState>
          ) : (
            <EmptyState icon={<EmptyIcon />} title={t("empty.title")} action={registerButton}>
              {t("empty.text")}
            </EmptyState>
          )
        }
        footer={
          <Pager
            paging={state}
            pageInfo={list?.pageInfo}
            total={list?.totalCount}
            onPage={(paging) => change(paging, "push")}
          />
        }
      />
      {state.dialog === "register" && can("patient:write") && (
        <RegisterPatientDialog onClose={() => change({ dialog: null })} />
      )}
    </Page>
  );
}
