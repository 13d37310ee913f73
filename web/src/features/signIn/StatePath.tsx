import { Box, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";

/** The way of an account from new to online, as a picture: what this console is about, before any word. */
const path: readonly { x: number; y: number; colour: string }[] = [
  { x: 40, y: 300, colour: "#8b98ad" },
  { x: 110, y: 226, colour: "#58b8d2" },
  { x: 190, y: 252, colour: "#e2a94f" },
  { x: 262, y: 168, colour: "#e2a94f" },
  { x: 342, y: 190, colour: "#58b8d2" },
  { x: 420, y: 84, colour: "#4cc593" },
];

export function StatePath() {
  const { t } = useTranslation("entry");
  const line = path.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${x} ${y}`).join(" ");
  return (
    <Box
      component="aside"
      sx={{
        display: { xs: "none", md: "flex" },
        flexDirection: "column",
        justifyContent: "center",
        gap: 4,
        p: 6,
        bgcolor: "#131c30",
        color: "#e9eefa",
      }}
    >
      <Box component="svg" viewBox="0 0 460 350" aria-hidden="true" sx={{ width: "100%", maxWidth: 520 }}>
        {[60, 130, 200, 270, 340].map((y) => (
          <line key={y} x1="0" x2="460" y1={y} y2={y} stroke="#ffffff" strokeOpacity="0.05" />
        ))}
        <path d={line} fill="none" stroke="#6f83ad" strokeWidth="2" />
        <path d="M420 84 L442 214 L342 190" fill="none" stroke="#6f83ad" strokeDasharray="4 6" />
        <circle cx="442" cy="214" r="6" fill="#131c30" stroke="#e57a6c" strokeWidth="2.500" />
        {path.map(({ x, y, colour }, index) => (
          <g key={x}>
            {index === path.length - 1 && <circle cx={x} cy={y} r="22" fill={colour} fillOpacity="0.18" />}
            <circle cx={x} cy={y} r={index === path.length - 1 ? 11 : 7} fill={colour} />
          </g>
        ))}
      </Box>
      <Typography sx={{ fontSize: "1.375rem", lineHeight: 1.4, fontWeight: 560, maxWidth: 420 }}>
        {t("tagline")}
      </Typography>
    </Box>
  );
}
