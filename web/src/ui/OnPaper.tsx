import PrintIcon from "@mui/icons-material/PrintOutlined";
import { Box, Button, GlobalStyles } from "@mui/material";
import type { ReactNode } from "react";

/** On paper only the document itself, dark on white, whatever the console looks like. */
const styles = {
  "@media print": {
    "html, body": { background: "#fff !important" },
    // What the document stands in scrolls and is as high as the window; on paper it is as long as the document.
    "*:has(.on-paper)": {
      display: "block !important",
      position: "static !important",
      height: "auto !important",
      minHeight: "0 !important",
      maxHeight: "none !important",
      overflow: "visible !important",
      margin: "0 !important",
      padding: "0 !important",
    },
    "*:has(.on-paper) > *:not(.on-paper):not(:has(.on-paper))": { display: "none !important" },
    // No surface of its own: one that lies over the words, as a watermark does, would hide them.
    ".on-paper, .on-paper *": {
      color: "#000 !important",
      backgroundColor: "transparent !important",
      overflow: "visible !important",
    },
    ".on-paper .not-on-paper": { display: "none !important" },
    ".on-paper thead": { display: "table-header-group" },
    ".on-paper tr": { breakInside: "avoid" },
    "@page": { size: "A4", margin: "16mm" },
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
