import LowIcon from "@mui/icons-material/CheckCircleOutlineRounded";
import UnknownIcon from "@mui/icons-material/HelpOutlineRounded";
import ModerateIcon from "@mui/icons-material/InfoOutlined";
import VeryHighIcon from "@mui/icons-material/ReportGmailerrorredRounded";
import HighIcon from "@mui/icons-material/WarningAmberRounded";
import { useTranslation } from "react-i18next";
import type { RiskLevel } from "../../gql/graphql.ts";
import { StatusLabel } from "../../status/StatusLabel.tsx";
import type { StatusLook } from "../../status/StatusLabel.tsx";

const riskLooks: Readonly<Record<RiskLevel, StatusLook>> = {
  LOW: { tone: "positive", icon: LowIcon },
  MODERATE: { tone: "attention", icon: ModerateIcon },
  HIGH: { tone: "negative", icon: HighIcon },
  VERY_HIGH: { tone: "negative", icon: VeryHighIcon },
};

/** How high a risk is; a word for why it is not known, where it is not. */
export function RiskLevelLabel({
  level,
  unknown,
}: {
  level: RiskLevel | null | undefined;
  unknown: "unknown" | "notApplicable";
}) {
  const { t } = useTranslation("healthAnalysis");
  if (!level)
    return (
      <StatusLabel tone="neutral" icon={UnknownIcon}>
        {t(`risk.${unknown}`)}
      </StatusLabel>
    );
  return <StatusLabel {...riskLooks[level]}>{t(`risk.level.${level}`)}</StatusLabel>;
}
