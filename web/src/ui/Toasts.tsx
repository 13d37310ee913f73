import CloseIcon from "@mui/icons-material/CloseRounded";
import ErrorIcon from "@mui/icons-material/ErrorOutlineRounded";
import DoneIcon from "@mui/icons-material/TaskAltRounded";
import { Box, Button, IconButton, Paper } from "@mui/material";
import { type CustomContentProps, SnackbarContent, SnackbarProvider, useSnackbar } from "notistack";
import { forwardRef, type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useDescribeRefusal } from "../i18n/useRefusalText.ts";
import { solid } from "../theme/tones.ts";

declare module "notistack" {
  interface VariantOverrides {
    default: { onUndo?: () => void; note?: string };
    error: { note?: string };
  }
}

type ToastProps = CustomContentProps & { onUndo?: () => void; note?: string };

/** A short notice at the edge: read out politely, three at most, gone by itself. */
const Toast = forwardRef<HTMLDivElement, ToastProps>(function Toast(props, ref) {
  const { id, message, variant, onUndo, note } = props;
  const { t } = useTranslation();
  const { closeSnackbar } = useSnackbar();
  const failed = variant === "error";
  return (
    <SnackbarContent ref={ref} role={failed ? "alert" : "status"}>
      <Paper
        elevation={6}
        sx={{
          display: "flex",
          alignItems: "center",
          gap: 1,
          pl: 1.5,
          pr: 0.5,
          py: 0.75,
          minWidth: 280,
          maxWidth: 480,
          border: 1,
          borderColor: "divider",
        }}
      >
        {failed ? (
          <ErrorIcon fontSize="small" sx={{ color: solid("negative") }} />
        ) : (
          <DoneIcon fontSize="small" sx={{ color: solid("positive") }} />
        )}
        <Box sx={{ flex: 1, fontSize: "0.875rem", minWidth: 0 }}>
          {message}
          {note && <Box sx={{ fontSize: "0.75rem", color: "text.secondary" }}>{note}</Box>}
        </Box>
        {onUndo && (
          <Button
            onClick={() => {
              closeSnackbar(id);
              onUndo();
            }}
          >
            {t("undo")}
          </Button>
        )}
        <IconButton aria-label={t("close")} onClick={() => closeSnackbar(id)}>
          <CloseIcon fontSize="small" />
        </IconButton>
      </Paper>
    </SnackbarContent>
  );
});

export function Toasts({ children }: { children: ReactNode }) {
  return (
    <SnackbarProvider
      maxSnack={3}
      preventDuplicate
      autoHideDuration={5_000}
      anchorOrigin={{ vertical: "bottom", horizontal: "right" }}
      Components={{ default: Toast, error: Toast }}
    >
      {children}
    </SnackbarProvider>
  );
}

export interface Toaster {
  done(message: string, onUndo?: () => void): void;
  failed(error: unknown): void;
}

export function useToaster(): Toaster {
  const { enqueueSnackbar } = useSnackbar();
  const describe = useDescribeRefusal();
  return useMemo(
    () => ({
      done: (message, onUndo) => {
        enqueueSnackbar(message, onUndo ? { onUndo, autoHideDuration: 8_000 } : {});
      },
      failed: (error) => {
        const { title, advice, correlationId } = describe(error);
        const note = [advice, correlationId].filter(Boolean).join(" · ");
        enqueueSnackbar(title, { variant: "error", autoHideDuration: 10_000, note });
      },
    }),
    [describe, enqueueSnackbar],
  );
}
