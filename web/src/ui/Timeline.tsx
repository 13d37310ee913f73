import { Box, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { Time } from "./Time.tsx";

/** What happened, line by line, in the order it is given in. */
export function Timeline({ children }: { children: ReactNode }) {
  return (
    <Box component="ol" sx={{ m: 0, p: 0, listStyle: "none" }}>
      {children}
    </Box>
  );
}

interface TimelineEntryProps {
  at: string;
  /** What happened, in a few words or chips. */
  title: ReactNode;
  /** What is to be said of it besides. */
  children?: ReactNode;
  /** Who did it. */
  actor: ReactNode;
  /** How wide the titles of this timeline become. */
  titleWidth?: number;
}

/** Stands in one line where there is room, and in four on a phone. */
export function TimelineEntry({ at, title, children, actor, titleWidth = 260 }: TimelineEntryProps) {
  return (
    <Box
      component="li"
      sx={{
        display: "grid",
        gridTemplateColumns: { xs: "minmax(0,1fr)", md: `160px ${titleWidth}px minmax(0,1fr) 160px` },
        gap: { xs: 0.25, md: 2 },
        alignItems: "center",
        px: 2,
        py: 0.75,
        minHeight: 40,
        borderTop: 1,
        borderColor: "divider",
        "&:first-of-type": { borderTop: 0 },
      }}
    >
      <Typography variant="body2" color="textSecondary">
        <Time at={at} />
      </Typography>
      <Box sx={{ display: "flex", alignItems: "center", gap: 0.5, typography: "body2", fontWeight: 540 }}>
        {title}
      </Box>
      <Typography variant="body2" sx={{ overflowWrap: "anywhere" }}>
        {children}
      </Typography>
      <Typography variant="body2" color="textSecondary" noWrap>
        {actor}
      </Typography>
    </Box>
  );
}
