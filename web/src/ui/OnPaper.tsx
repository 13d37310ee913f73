import PrintIcon from "@mui/icons-material/PrintOutlined";
import { Box, Button, GlobalStyles } from "@mui/material";
import type { ReactNode } from "react";

/** On paper only the document itself, dark on white, whatever the console looks like. */
const styles = {
  "@media print": {
    "body *": { visibility: "hidden" },
    ".on-paper, .on-paper *": {
      visibility: "visible",
      color: "#000 !important",
      background: "#fff !important",
    },
    ".on-paper": { position: "absolute", insetInlineStart: 0, insetBlockStart: 0, width: "100%" },
    ".on-paper .not-on-paper": { display: "none" },
    "@page": { margin: "16mm" },
  },
} as const;

/** Around what a page prints. What has no use there is in a `NotOnPaper`. */
export function OnPaper({ children }: { children: ReactNode }) {
  return (
    <Box className="on-paper">
      <GlobalStyles styles={styles} />
      {children}
    </Box>
  );
}

export function NotOnPaper({ children }: { children: ReactNode }) {
  return (
    <Box className="not-on-paper" sx={{ display: "flex", flexWrap: "wrap", gap: 1 }}>
      {children}
    </Box>
  );
}

export function PrintButton({ label }: { label: string }) {
  return (
    <Button variant="contained" startIcon={<PrintIcon />} onClick={() => globalThis.print()}>
      {label}
    </Button>
  );
}
