import { Box, type SvgIcon } from "@mui/material";
import type { ReactNode } from "react";
import { ink, tint, type Tone } from "../theme/tones.ts";

export interface StatusLook {
  tone: Tone;
  icon: typeof SvgIcon;
}

/** A state: tone, icon and word together, because colour alone tells some people nothing. */
export function StatusLabel({ tone, icon: Icon, children }: StatusLook & { children: ReactNode }) {
  return (
    <Box
      component="span"
      sx={{
        display: "inline-flex",
        alignItems: "center",
        gap: 0.5,
        height: 22,
        px: 0.75,
        borderRadius: 1,
        bgcolor: tint(tone),
        color: ink(tone),
        fontSize: "0.75rem",
        fontWeight: 560,
        whiteSpace: "nowrap",
        maxWidth: "100%",
      }}
    >
      <Icon sx={{ fontSize: 14 }} aria-hidden="true" />
      <Box component="span" sx={{ overflow: "hidden", textOverflow: "ellipsis" }}>
        {children}
      </Box>
    </Box>
  );
}
