import { Box } from "@mui/material";
import { createContext, use } from "react";
import { useFormats } from "../i18n/useFormats.ts";
import { useNow } from "./useNow.ts";

/** Who looks at the page; the shell knows. */
export const WatermarkContext = createContext("");

/** The viewer's name and the time across a page with personal data: a photograph of it tells who took it. */
export function Watermark() {
  const who = use(WatermarkContext);
  const formats = useFormats();
  const now = useNow("halfMinute");
  const text = `${who} ${formats.dateTime(now)}`.replaceAll(/[<>&"]/g, " ");
  const tile = `<svg xmlns="http://www.w3.org/2000/svg" width="360" height="200"><text x="20" y="150" transform="rotate(-20 180 100)" font-family="sans-serif" font-size="13" fill="#7f8896" fill-opacity="0.16">${text}</text></svg>`;
  return (
    <Box aria-hidden="true" sx={{ position: "sticky", top: 0, height: 0, zIndex: 1, pointerEvents: "none" }}>
      <Box
        sx={{
          height: "100dvh",
          mx: { xs: -1.5, sm: -3 },
          backgroundImage: `url("data:image/svg+xml,${encodeURIComponent(tile)}")`,
        }}
      />
    </Box>
  );
}
