import { useQuery } from "@apollo/client/react";
import AddIcon from "@mui/icons-material/AddRounded";
import EmptyIcon from "@mui/icons-material/HistoryRounded";
import UndoIcon from "@mui/icons-material/UndoRounded";
import { Box, Button, IconButton, Link as MuiLink, Skeleton, Tooltip } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { FilterMenu } from "../../ui/FilterMenu.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Timeline, TimelineEntry } from "../../ui/Timeline.tsx";
import { manyOf } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useMayNamePeople } from "../../viewer/useMayNamePeople.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { AddRecordDialog } from "./AddRecordDialog.tsx";
import type { PatientTabProps } from "./patientTabs.ts";
import { RetractRecordDialog } from "./RetractRecordDialog.tsx";
import { kindGroups, type RecordData, timelineQuery, writtenKinds } from "./timelineQuery.ts";
import { usePatientChanges } from "./usePatientStream.ts";
import { useRecordText } from "./useRecordText.ts";

const groups = ["written", "alerts", "devices", "file", "results"] as const;
const viewState = { kinds: manyOf(groups) };
const pageSize = 50;

/** What happened to the patient, newest first. */
export function TimelineTab({ patient }: PatientTabProps) {
  const { t } = useTranslation(["patients", "common"]);
  const can = useCan();
  const people = useMayNamePeople();
  const [{ kinds: chosen }, change] = useUrlState(viewState);
  const [dialog, setDialog] = useState<"add" | RecordData | null>(null);
  const { data, previousData, error, loading, refetch, fetchMore } = useQuery(timelineQuery, {
    variables: {
      patientId: patient.id,
      kinds: chosen.length === 0 ? null : chosen.flatMap((group) => [...kindGroups[group]]),
      first: pageSize,
      people,
    },
    fetchPolicy: "cache-and-network",
  });
  const list = (data ?? previousData)?.patientTimeline;
  usePatientChanges(patient.id, () => void refetch());
  const mayWrite = can("patient:write") && patient.archivedAt === null;
  const more = () =>
    fetchMore({
      variables: { after: list?.pageInfo.endCursor ?? null },
      updateQuery: (known, { fetchMoreResult }) => ({
        patientTimeline: {
          ...fetchMoreResult.patientTimeline,
          nodes: [...known.patientTimeline.nodes, ...fetchMoreResult.patientTimeline.nodes],
        },
      }),
    });
  return (
    <>
      <Box sx={{ display: "flex", gap: 1, mb: 1.5, alignItems: "center" }}>
        <FilterMenu
          label={t("timeline.filter")}
          chosen={chosen}
          onChange={(kinds) => change({ kinds })}
          options={groups.map((value) => ({ value, label: t(`timeline.group.${value}`) }))}
        />
        <Box sx={{ flex: 1 }} />
        {mayWrite && (
          <Button variant="contained" startIcon={<AddIcon />} onClick={() => setDialog("add")}>
            {t("timeline.add")}
          </Button>
        )}
      </Box>
      <Panel flush>
        {error && !list && (
          <Box sx={{ p: 2 }}>
            <ErrorNotice error={error} onRetry={() => void refetch()} />
          </Box>
        )}
        {!list && !error && <Skeleton variant="rectangular" height={200} aria-busy="true" />}
        {list?.nodes.length === 0 && <EmptyState icon={<EmptyIcon />} title={t("timeline.empty")} />}
        {list && list.nodes.length > 0 && (
          <Timeline>
            {list.nodes.map((record) => (
              <Entry
                key={record.id}
                record={record}
                onRetract={mayWrite && isWritten(record) ? () => setDialog(record) : undefined}
              />
            ))}
          </Timeline>
        )}
        {list?.pageInfo.hasNextPage && (
          <Box sx={{ p: 1, textAlign: "center", borderTop: 1, borderColor: "divider" }}>
            <Button disabled={loading} onClick={() => void more()}>
              {t("common:more")}
            </Button>
          </Box>
        )}
      </Panel>
      {dialog === "add" && <AddRecordDialog patientId={patient.id} onClose={() => setDialog(null)} />}
      {dialog !== null && dialog !== "add" && (
        <RetractRecordDialog record={dialog} onClose={() => setDialog(null)} />
      )}
    </>
  );
}

function isWritten({ kind, retractedAt }: RecordData): boolean {
  return retractedAt === null && writtenKinds.some((written) => written === kind);
}

function Entry({ record, onRetract }: { record: RecordData; onRetract: (() => void) | undefined }) {
  const { t } = useTranslation("patients");
  const textOf = useRecordText();
  const isGone = record.retractedAt !== null;
  const address = record.subjectType === "alert" ? `/health/alerts/${record.subjectId}` : null;
  return (
    <TimelineEntry
      at={record.occurredAt}
      titleWidth={140}
      title={t(`record.${record.kind}`)}
      actor={
        <Box component="span" sx={{ display: "flex", alignItems: "center", justifyContent: "space-between" }}>
          <span>{record.author?.displayName ?? ""}</span>
          {onRetract && (
            <Tooltip title={t("timeline.retract")}>
              <IconButton size="small" aria-label={t("timeline.retract")} onClick={onRetract}>
                <UndoIcon fontSize="small" />
              </IconButton>
            </Tooltip>
          )}
        </Box>
      }
    >
      <Box
        component="span"
        sx={{
          whiteSpace: "pre-wrap",
          ...(isGone && { textDecoration: "line-through", color: "text.secondary" }),
        }}
      >
        {address ? (
          <MuiLink component={Link} to={address}>
            {textOf(record)}
          </MuiLink>
        ) : (
          textOf(record)
        )}
      </Box>
      {isGone && ` (${t("timeline.retracted")})`}
    </TimelineEntry>
  );
}
