import ArchiveIcon from "@mui/icons-material/Inventory2Outlined";
import ConsentIcon from "@mui/icons-material/HowToRegOutlined";
import EditIcon from "@mui/icons-material/EditOutlined";
import ExportIcon from "@mui/icons-material/FileDownloadOutlined";
import MoreIcon from "@mui/icons-material/MoreVertRounded";
import RestoreIcon from "@mui/icons-material/UnarchiveOutlined";
import RevealIcon from "@mui/icons-material/VisibilityOutlined";
import StatusIcon from "@mui/icons-material/FavoriteBorderRounded";
import TeamIcon from "@mui/icons-material/GroupsOutlined";
import { Box, Button, ListItemIcon, ListItemText, MenuItem, type SvgIcon } from "@mui/material";
import { useTranslation } from "react-i18next";
import { MenuButton } from "../../ui/MenuButton.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import { News2Badge } from "../vitals/News2Badge.tsx";
import { ConsentChip, GroupChips, StandingChip, useSexAndAge } from "./patientCells.tsx";
import type { PatientData } from "./patientQuery.ts";
import type { Measured } from "./usePatientStream.ts";

export const patientDialogs = [
  "edit",
  "consent",
  "team",
  "status",
  "reveal",
  "archive",
  "restore",
  "export",
] as const;
export type PatientDialog = (typeof patientDialogs)[number];

interface HeaderProps {
  patient: PatientData;
  /** What was measured since the file was read. */
  measured: Measured | undefined;
}

function Title({ patient, measured }: HeaderProps) {
  const news2 = measured ? measured.news2 : patient.news2;
  const risk = measured ? measured.news2Risk : patient.news2Risk;
  return (
    <Box component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 1.25, maxWidth: "100%" }}>
      <Box component="span" sx={{ overflow: "hidden", textOverflow: "ellipsis" }}>
        {patient.name}
      </Box>
      {news2 !== null && risk && <News2Badge score={news2} risk={risk} />}
      <StandingChip status={patient.status} archivedAt={patient.archivedAt} />
    </Box>
  );
}

function Context({ patient }: { patient: PatientData }) {
  const sexAndAge = useSexAndAge();
  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", columnGap: 1, rowGap: 0.5 }}>
      <span>
        <code>{patient.recordNumber}</code> · {sexAndAge(patient)}
        {patient.department && ` · ${patient.department}`}
      </span>
      <ConsentChip consent={patient.consent} />
      <GroupChips groups={patient.groups} />
    </Box>
  );
}

interface Choice {
  dialog: PatientDialog;
  icon: typeof SvgIcon;
  requires: string;
  isOffered: boolean;
}

function Actions({ patient, open }: { patient: PatientData; open: (dialog: PatientDialog) => void }) {
  const { t } = useTranslation("patients");
  const can = useCan();
  const isInUse = patient.archivedAt === null;
  const choices: readonly Choice[] = [
    { dialog: "consent", icon: ConsentIcon, requires: "patient:write", isOffered: isInUse },
    { dialog: "team", icon: TeamIcon, requires: "patient:write", isOffered: isInUse },
    { dialog: "status", icon: StatusIcon, requires: "patient:write", isOffered: isInUse },
    { dialog: "reveal", icon: RevealIcon, requires: "patient:reveal", isOffered: true },
    { dialog: "export", icon: ExportIcon, requires: "patient:export", isOffered: true },
    { dialog: "archive", icon: ArchiveIcon, requires: "patient:write", isOffered: isInUse },
    { dialog: "restore", icon: RestoreIcon, requires: "patient:write", isOffered: !isInUse },
  ];
  const offered = choices.filter(({ requires, isOffered }) => isOffered && can(requires));
  return (
    <>
      {can("patient:write") && isInUse && (
        <Button variant="outlined" startIcon={<EditIcon />} onClick={() => open("edit")}>
          {t("action.edit")}
        </Button>
      )}
      {offered.length > 0 && (
        <MenuButton label={t("action.more")} icon={<MoreIcon />}>
          {(close) =>
            offered.map(({ dialog, icon: Icon }) => (
              <MenuItem
                key={dialog}
                onClick={() => {
                  close();
                  open(dialog);
                }}
              >
                <ListItemIcon>
                  <Icon fontSize="small" />
                </ListItemIcon>
                <ListItemText>{t(`action.${dialog}`)}</ListItemText>
              </MenuItem>
            ))
          }
        </MenuButton>
      )}
    </>
  );
}

/** The head of a patient's page. */
export const PatientHeader = { Title, Context, Actions };
