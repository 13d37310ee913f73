import ConsentIcon from "@mui/icons-material/HowToRegOutlined";
import NoConsentIcon from "@mui/icons-material/PersonOffOutlined";
import AskConsentIcon from "@mui/icons-material/HelpOutlineRounded";
import ActiveIcon from "@mui/icons-material/FavoriteBorderRounded";
import InactiveIcon from "@mui/icons-material/PauseCircleOutlineRounded";
import DeceasedIcon from "@mui/icons-material/RemoveCircleOutlineRounded";
import ArchivedIcon from "@mui/icons-material/Inventory2Outlined";
import { Box, Chip } from "@mui/material";
import { useTranslation } from "react-i18next";
import type { PatientConsent, PatientSex, PatientStatus } from "../../gql/graphql.ts";
import { wordOr } from "../../i18n/wordOr.ts";
import { StatusLabel, type StatusLook } from "../../status/StatusLabel.tsx";

const consentLook: Readonly<Record<PatientConsent, StatusLook>> = {
  GRANTED: { tone: "positive", icon: ConsentIcon },
  NONE: { tone: "attention", icon: AskConsentIcon },
  WITHDRAWN: { tone: "neutral", icon: NoConsentIcon },
};

const statusLook: Readonly<Record<PatientStatus, StatusLook>> = {
  ACTIVE: { tone: "positive", icon: ActiveIcon },
  INACTIVE: { tone: "neutral", icon: InactiveIcon },
  DECEASED: { tone: "neutral", icon: DeceasedIcon },
};

export function ConsentChip({ consent }: { consent: PatientConsent }) {
  const { t } = useTranslation("patients");
  return <StatusLabel {...consentLook[consent]}>{t(`consent.${consent}`)}</StatusLabel>;
}

/** Says nothing of who is being looked after as usual. */
export function StandingChip(props: { status: PatientStatus; archivedAt: string | null }) {
  const { t } = useTranslation("patients");
  if (props.archivedAt !== null)
    return (
      <StatusLabel tone="neutral" icon={ArchivedIcon}>
        {t("archived")}
      </StatusLabel>
    );
  if (props.status === "ACTIVE") return null;
  return <StatusLabel {...statusLook[props.status]}>{t(`status.${props.status}`)}</StatusLabel>;
}

/** Groups that mean something to the platform: its rules and advice are for some of them. */
export const platformGroups = ["hypertension", "diabetes", "heart-failure", "copd"] as const;

/** Groups that the platform's own rules name have words of their own; the others are the tenant's. */
export function useGroupName(): (group: string) => string {
  const { i18n } = useTranslation("patients");
  return (group) => wordOr(i18n, "patients", `group.${group}`, group);
}

export function GroupChips({ groups }: { groups: readonly string[] }) {
  const nameOf = useGroupName();
  return (
    <Box component="span" sx={{ display: "inline-flex", gap: 0.5, flexWrap: "wrap", alignItems: "center" }}>
      {groups.map((group) => (
        <Chip
          key={group}
          component="span"
          label={nameOf(group)}
          variant="outlined"
          sx={{ height: 20, fontSize: "0.75rem" }}
        />
      ))}
    </Box>
  );
}

/** "Female · 67": what people ask first. */
export function useSexAndAge(): (patient: { sex: PatientSex; age: number }) => string {
  const { t } = useTranslation("patients");
  return ({ sex, age }) => `${t(`sex.${sex}`)} · ${t("years", { count: age })}`;
}
