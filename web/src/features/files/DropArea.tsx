import { Box } from "@mui/material";
import { type DragEvent, type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

interface DropAreaProps {
  /** Without it nothing can be dropped. */
  onFiles: ((files: readonly File[]) => void) | undefined;
  children: ReactNode;
}

/** Takes files that are dragged onto it; the button beside it does the same for whoever does not drag. */
export function DropArea({ onFiles, children }: DropAreaProps) {
  const { t } = useTranslation("files");
  const [over, setOver] = useState(false);
  // Leaving a child is told as leaving, though one is still within.
  const depth = useRef(0);
  if (!onFiles) return children;
  const ofFiles = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes("Files");
  const leave = () => {
    depth.current = 0;
    setOver(false);
  };
  return (
    <Box
      onDragEnter={(event) => {
        if (!ofFiles(event)) return;
        depth.current += 1;
        setOver(true);
      }}
      onDragLeave={() => {
        depth.current -= 1;
        if (depth.current <= 0) leave();
      }}
      onDragOver={(event) => {
        if (ofFiles(event)) event.preventDefault();
      }}
      onDrop={(event) => {
        if (!ofFiles(event)) return;
        event.preventDefault();
        leave();
        onFiles([...event.dataTransfer.files]);
      }}
      sx={{ position: "relative", display: "flex", flexDirection: "column", flex: 1, minHeight: 0 }}
    >
      {children}
      {over && (
        <Box
          sx={{
            position: "absolute",
            inset: 0,
            zIndex: 2,
            display: "grid",
            placeItems: "center",
            border: 2,
            borderStyle: "dashed",
            borderColor: "primary.main",
            borderRadius: 1.5,
            bgcolor: "background.paper",
            opacity: 0.92,
            pointerEvents: "none",
          }}
        >
          {t("upload.drop")}
        </Box>
      )}
    </Box>
  );
}
