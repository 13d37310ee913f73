import { Box } from "@mui/material";
import { useTranslation } from "react-i18next";
import { solid } from "../../theme/tones.ts";

interface Day {
  day: string;
  joined: number;
  left: number;
}

const height = 120;

/** Who came, upwards, and who went, downwards, day by day. */
export function ActivityBars({ days }: { days: readonly Day[] }) {
  const { t } = useTranslation("contacts");
  const most = Math.max(1, ...days.map(({ joined, left }) => Math.max(joined, left)));
  const middle = height / 2;
  const scale = (count: number) => (count === 0 ? 0 : Math.max(2, (count / most) * (middle - 2)));
  return (
    <Box
      component="svg"
      role="img"
      aria-label={t("group.activity")}
      viewBox={`0 0 ${days.length * 10} ${height}`}
      preserveAspectRatio="none"
      sx={{ width: "100%", height, display: "block" }}
    >
      <line x1="0" x2={days.length * 10} y1={middle} y2={middle} stroke="currentColor" strokeOpacity="0.25" />
      {days.map(({ day, joined, left }, i) => (
        <g key={day}>
          <title>{t("group.day", { day, joined, left })}</title>
          <rect
            x={i * 10 + 2}
            width="6"
            y={middle - scale(joined)}
            height={scale(joined)}
            fill={solid("positive")}
          />
          <rect x={i * 10 + 2} width="6" y={middle} height={scale(left)} fill={solid("attention")} />
        </g>
      ))}
    </Box>
  );
}
