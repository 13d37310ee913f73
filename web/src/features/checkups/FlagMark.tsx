import NormalIcon from "@mui/icons-material/CheckRounded";
import LowIcon from "@mui/icons-material/ArrowDownwardRounded";
import HighIcon from "@mui/icons-material/ArrowUpwardRounded";
import CriticalLowIcon from "@mui/icons-material/KeyboardDoubleArrowDownRounded";
import CriticalHighIcon from "@mui/icons-material/KeyboardDoubleArrowUpRounded";
import AbnormalIcon from "@mui/icons-material/PriorityHighRounded";
import { useTranslation } from "react-i18next";
import type { CheckupItemFlag } from "../../gql/graphql.ts";
import { StatusLabel } from "../../status/StatusLabel.tsx";
import type { StatusLook } from "../../status/StatusLabel.tsx";

const looks: Readonly<Record<CheckupItemFlag, StatusLook>> = {
  N: { tone: "neutral", icon: NormalIcon },
  L: { tone: "attention", icon: LowIcon },
  H: { tone: "attention", icon: HighIcon },
  LL: { tone: "negative", icon: CriticalLowIcon },
  HH: { tone: "negative", icon: CriticalHighIcon },
  A: { tone: "attention", icon: AbnormalIcon },
};

/** How a result stands to its reference: an arrow and a word. What is normal needs no colour. */
export function FlagMark({ flag }: { flag: CheckupItemFlag | null | undefined }) {
  const { t } = useTranslation("checkups");
  if (!flag) return null;
  return <StatusLabel {...looks[flag]}>{t(`flag.${flag}`)}</StatusLabel>;
}
