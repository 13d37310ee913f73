import OnlineIcon from "@mui/icons-material/CheckCircleOutlineRounded";
import BrokenIcon from "@mui/icons-material/ErrorOutlineRounded";
import HealthIcon from "@mui/icons-material/MonitorHeartOutlined";
import WaitingIcon from "@mui/icons-material/QrCodeScannerRounded";
import { Box } from "@mui/material";
import { useTranslation } from "react-i18next";
import type { AccountStatus } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { type Counts, countOf } from "./liveSummary.ts";
import { StatTile } from "./StatTile.tsx";

const waiting: readonly AccountStatus[] = ["WAITING_QR", "WAITING_CONFIRM", "VERIFYING"];
const broken: readonly AccountStatus[] = ["ERROR", "RECOVERING"];

/** The four figures somebody wants at a glance; each leads to the accounts it counts. */
export function Tiles({ counts, averageHealth }: { counts: Counts; averageHealth: number | null }) {
  const { t } = useTranslation("overview");
  const formats = useFormats();
  const online = countOf(counts, "ONLINE");
  return (
    <Box
      sx={{
        display: "grid",
        gap: 2,
        gridTemplateColumns: { xs: "repeat(2, minmax(0,1fr))", lg: "repeat(4, 1fr)" },
      }}
    >
      <StatTile
        tone="positive"
        icon={<OnlineIcon />}
        label={t("tile.online")}
        value={formats.number(online)}
        note={t("tile.onlineOf", {
          total: formats.number(counts.total),
          share: formats.percent(counts.total === 0 ? 0 : online / counts.total),
        })}
        to="/accounts?statuses=ONLINE"
      />
      <StatTile
        tone="attention"
        icon={<WaitingIcon />}
        label={t("tile.waiting")}
        value={formats.number(countOf(counts, ...waiting))}
        note={t("tile.waitingNote")}
        to={`/accounts?statuses=${waiting.join(",")}`}
      />
      <StatTile
        tone="negative"
        icon={<BrokenIcon />}
        label={t("tile.broken")}
        value={formats.number(countOf(counts, "ERROR"))}
        note={t("tile.brokenNote", { count: countOf(counts, "RECOVERING") })}
        to={`/accounts?statuses=${broken.join(",")}`}
      />
      <StatTile
        tone="progress"
        icon={<HealthIcon />}
        label={t("tile.health")}
        value={averageHealth === null ? "–" : formats.number(averageHealth, 1)}
        note={t("tile.healthNote")}
        to="/accounts?order=HEALTH_SCORE"
      />
    </Box>
  );
}
