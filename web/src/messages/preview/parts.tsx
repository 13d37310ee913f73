import { Box, Paper } from "@mui/material";
import type { ReactNode } from "react";
import { at } from "../content/contentState.ts";

export function textAt(value: unknown, ...path: string[]): string {
  const found = at(value, path);
  return typeof found === "string" ? found : "";
}

export function Surface({ children, flush = false }: { children: ReactNode; flush?: boolean }) {
  return (
    <Paper
      variant="outlined"
      sx={{
        width: "fit-content",
        minWidth: 96,
        maxWidth: 320,
        p: flush ? 0 : 1.25,
        borderRadius: 2,
        overflow: "hidden",
        fontSize: "0.875rem",
      }}
    >
      {children}
    </Paper>
  );
}

export function Title({ children }: { children: ReactNode }) {
  if (!children) return null;
  return <Box sx={{ fontWeight: 600, overflowWrap: "anywhere" }}>{children}</Box>;
}

export function Note({ children, lines = 3 }: { children: ReactNode; lines?: number }) {
  if (!children) return null;
  return (
    <Box
      sx={{
        mt: 0.25,
        fontSize: "0.8125rem",
        color: "text.secondary",
        whiteSpace: "pre-wrap",
        overflowWrap: "anywhere",
        display: "-webkit-box",
        WebkitLineClamp: lines,
        WebkitBoxOrient: "vertical",
        overflow: "hidden",
      }}
    >
      {children}
    </Box>
  );
}

export function Foot({ children }: { children: ReactNode }) {
  return (
    <Box
      sx={{
        mt: 1,
        pt: 0.75,
        borderTop: 1,
        borderColor: "divider",
        fontSize: "0.75rem",
        color: "text.secondary",
      }}
    >
      {children}
    </Box>
  );
}

export function Pairs({ pairs }: { pairs: readonly (readonly [string, string])[] }) {
  return (
    <Box
      sx={{
        display: "grid",
        gridTemplateColumns: "auto minmax(0,1fr)",
        columnGap: 1.5,
        rowGap: 0.25,
        mt: 0.5,
      }}
    >
      {pairs.map(([name, value], index) => (
        <Box key={index} sx={{ display: "contents", fontSize: "0.8125rem" }}>
          <Box sx={{ color: "text.secondary", fontSize: "0.8125rem" }}>{name}</Box>
          <Box sx={{ fontSize: "0.8125rem", overflowWrap: "anywhere" }}>{value}</Box>
        </Box>
      ))}
    </Box>
  );
}
