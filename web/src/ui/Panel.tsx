import { Box, Paper, Typography } from "@mui/material";
import { type ReactNode, useId } from "react";
import { ErrorBoundary, type FallbackProps } from "react-error-boundary";
import { ErrorNotice } from "./ErrorNotice.tsx";

interface PanelProps {
  title?: string | undefined;
  note?: ReactNode;
  actions?: ReactNode;
  /** No inner padding: a list or a grid fills the panel. */
  flush?: boolean;
  children: ReactNode;
}

/** One subject of a page. A panel that breaks says so and leaves the rest of the page alone. */
export function Panel({ title, note, actions, flush = false, children }: PanelProps) {
  const titleId = useId();
  return (
    <Paper
      component="section"
      variant="outlined"
      {...(title ? { "aria-labelledby": titleId } : {})}
      sx={{ display: "flex", flexDirection: "column", minWidth: 0, overflow: "hidden" }}
    >
      {(title ?? actions) && (
        <Box
          sx={{
            display: "flex",
            // Without actions the note goes below a title that needs the width of a phone.
            flexWrap: actions ? "nowrap" : "wrap",
            alignItems: "center",
            columnGap: 1,
            px: 2,
            pt: 1.25,
            pb: flush ? 1 : 0.5,
          }}
        >
          <Typography variant="h2" id={titleId} noWrap>
            {title}
          </Typography>
          {note && (
            <Typography variant="caption" color="textSecondary" component="div" noWrap>
              {note}
            </Typography>
          )}
          <Box sx={{ flex: 1 }} />
          {actions}
        </Box>
      )}
      <Box sx={{ flex: 1, minHeight: 0, p: flush ? 0 : 2, pt: flush ? 0 : title ? 1 : 2 }}>
        <ErrorBoundary FallbackComponent={Broken}>{children}</ErrorBoundary>
      </Box>
    </Paper>
  );
}

function Broken({ error, resetErrorBoundary }: FallbackProps) {
  return (
    <Box sx={{ p: 2 }}>
      <ErrorNotice error={error} onRetry={resetErrorBoundary} />
    </Box>
  );
}
