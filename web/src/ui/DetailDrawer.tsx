import CloseIcon from "@mui/icons-material/CloseRounded";
import NextIcon from "@mui/icons-material/KeyboardArrowDownRounded";
import PreviousIcon from "@mui/icons-material/KeyboardArrowUpRounded";
import { Box, Drawer, IconButton, Skeleton, Tooltip, Typography } from "@mui/material";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNotice } from "./ErrorNotice.tsx";

interface Steps {
  id: string;
  /** The rows of the list, to go from one to the next. */
  neighbours: readonly string[];
  onOpen: (id: string) => void;
  previous: string;
  next: string;
}

interface DetailDrawerProps {
  title: ReactNode;
  /** Beside the title. */
  status?: ReactNode;
  steps?: Steps;
  /** Why it could not be read. */
  problem: unknown;
  onRetry: () => void;
  isLoading: boolean;
  /** Said when it was read and there is none. */
  gone: string | false;
  /** At the foot, always in sight. */
  actions?: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

/** One record beside its list. */
export function DetailDrawer(props: DetailDrawerProps) {
  const { title, status, steps, problem, onRetry, isLoading, gone, actions, onClose, children } = props;
  const { t } = useTranslation("common");
  const titleId = useId();
  return (
    <Drawer
      anchor="right"
      open
      onClose={onClose}
      aria-labelledby={titleId}
      slotProps={{ paper: { role: "dialog", sx: { width: { xs: "100%", sm: 520 } } } }}
    >
      <Box
        sx={{
          display: "flex",
          alignItems: "center",
          gap: 0.5,
          px: 2,
          py: 1,
          borderBottom: 1,
          borderColor: "divider",
        }}
      >
        <Typography
          variant="h2"
          id={titleId}
          component={typeof title === "string" ? "h2" : "div"}
          sx={{ flex: 1, minWidth: 0 }}
        >
          {title}
        </Typography>
        {status}
        {steps && <StepButtons {...steps} />}
        <IconButton aria-label={t("close")} onClick={onClose}>
          <CloseIcon fontSize="small" />
        </IconButton>
      </Box>
      <Box
        sx={{
          flex: 1,
          p: 2,
          display: "grid",
          gap: 2,
          overflow: "auto",
          gridTemplateColumns: "minmax(0,1fr)",
          // Panels clip what does not fit: here they are as tall as what they hold, and the whole scrolls.
          gridAutoRows: "max-content",
          alignContent: "start",
        }}
      >
        {problem !== undefined && <ErrorNotice error={problem} onRetry={onRetry} />}
        {isLoading && problem === undefined && <Skeleton variant="rounded" height={320} />}
        {gone !== false && <Typography color="textSecondary">{gone}</Typography>}
        {children}
      </Box>
      {actions && (
        <Box
          sx={{
            display: "flex",
            gap: 1,
            justifyContent: "flex-end",
            p: 1.5,
            borderTop: 1,
            borderColor: "divider",
          }}
        >
          {actions}
        </Box>
      )}
    </Drawer>
  );
}

function StepButtons({ id, neighbours, onOpen, previous, next }: Steps) {
  const at = neighbours.indexOf(id);
  return (
    <>
      <Step label={previous} to={neighbours[at - 1]} onOpen={onOpen}>
        <PreviousIcon fontSize="small" />
      </Step>
      <Step label={next} to={at < 0 ? undefined : neighbours[at + 1]} onOpen={onOpen}>
        <NextIcon fontSize="small" />
      </Step>
    </>
  );
}

interface StepProps {
  label: string;
  to: string | undefined;
  onOpen: (id: string) => void;
  children: ReactNode;
}

function Step({ label, to, onOpen, children }: StepProps) {
  return (
    <Tooltip title={label}>
      <span>
        <IconButton aria-label={label} disabled={to === undefined} onClick={() => to && onOpen(to)}>
          {children}
        </IconButton>
      </span>
    </Tooltip>
  );
}
