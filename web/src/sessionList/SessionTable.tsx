import { useMutation } from "@apollo/client/react";
import EndedIcon from "@mui/icons-material/BlockRounded";
import ActiveIcon from "@mui/icons-material/CheckCircleRounded";
import DevicesIcon from "@mui/icons-material/DevicesOutlined";
import { Box, Button, Chip, Link as MuiLink, Tooltip, Typography } from "@mui/material";
import { type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Session_SessionFragment } from "../gql/graphql.ts";
import { StatusLabel } from "../status/StatusLabel.tsx";
import { ConfirmDialog } from "../ui/ConfirmDialog.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { type Column, ServerGrid } from "../ui/ServerGrid.tsx";
import { Time, TimeAgo } from "../ui/Time.tsx";
import { useToaster } from "../ui/Toasts.tsx";
import { useCan } from "../viewer/ViewerContext.ts";
import { endSession } from "./sessionFragment.ts";

type SessionRow = Session_SessionFragment & { user?: { id: string; displayName: string; email: string } };

interface SessionTableProps {
  sessions: readonly SessionRow[] | undefined;
  withUser: boolean;
  /** One's own may always be ended. */
  own?: boolean;
  loading: boolean;
  error: unknown;
  onRetry: () => void;
  footer?: ReactNode;
}

export function SessionTable({ sessions, withUser, own = false, ...rest }: SessionTableProps) {
  const { t } = useTranslation(["sessions", "status"]);
  const can = useCan();
  const toaster = useToaster();
  const [ending, setEnding] = useState<SessionRow | null>(null);
  const [end] = useMutation(endSession);
  const mayEnd = own || can("session:end");
  const columns = useSessionColumns(withUser, mayEnd, setEnding);

  return (
    <>
      <ServerGrid
        name={withUser ? "sessions" : "userSessions"}
        label={t("title")}
        columns={columns}
        rows={sessions}
        {...rest}
        renderCard={(session) => (
          <Box sx={{ display: "flex", gap: 1, alignItems: "center" }}>
            <Box sx={{ flex: 1, minWidth: 0 }}>
              <Typography variant="h3" component="div" noWrap>
                {session.user ? `${session.user.displayName} · ${session.device}` : session.device}
              </Typography>
              <Typography variant="caption" component="div" color="textSecondary">
                {session.address} · <TimeAgo at={session.lastSeenAt} />
              </Typography>
              <Standing session={session} />
            </Box>
            {mayEnd && <EndButton session={session} onEnd={setEnding} />}
          </Box>
        )}
        empty={
          <EmptyState icon={<DevicesIcon />} title={t("empty.title")}>
            {t("empty.text")}
          </EmptyState>
        }
      />
      {ending && (
        <ConfirmDialog
          danger
          title={t("end.title")}
          confirmText={t("end.action")}
          onClose={() => setEnding(null)}
          onConfirm={async () => {
            await end({ variables: { input: { sessionId: ending.id } } });
            toaster.done(t("end.done"));
          }}
        >
          {t("end.text", { device: `${ending.device} (${ending.address})` })}
        </ConfirmDialog>
      )}
    </>
  );
}

function useSessionColumns(
  withUser: boolean,
  mayEnd: boolean,
  onEnd: (session: SessionRow) => void,
): readonly Column<SessionRow>[] {
  const { t } = useTranslation("sessions");
  return useMemo(
    () => [
      ...(withUser
        ? [
            {
              field: "user",
              headerName: t("column.user"),
              flex: 1,
              minWidth: 140,
              renderCell: ({ row }: { row: SessionRow }) =>
                row.user && (
                  <MuiLink component={Link} to={`/users/${row.user.id}`} noWrap>
                    {row.user.displayName}
                  </MuiLink>
                ),
            },
          ]
        : []),
      {
        field: "device",
        headerName: t("column.device"),
        flex: 1.2,
        minWidth: 170,
        renderCell: ({ row }) => (
          <Tooltip title={row.userAgent}>
            <Box sx={{ display: "flex", gap: 1, alignItems: "center", minWidth: 0 }}>
              <Typography variant="body2" noWrap>
                {row.device}
              </Typography>
              {row.current && (
                <Chip label={t("current")} color="primary" variant="outlined" sx={{ height: 20 }} />
              )}
            </Box>
          </Tooltip>
        ),
      },
      { field: "address", headerName: t("column.address"), width: 150 },
      {
        field: "lastSeen",
        headerName: t("column.lastSeen"),
        width: 130,
        renderCell: ({ row }) => <TimeAgo at={row.lastSeenAt} />,
      },
      {
        field: "created",
        headerName: t("column.created"),
        width: 150,
        renderCell: ({ row }) => <Time at={row.createdAt} />,
      },
      {
        field: "status",
        headerName: t("column.status"),
        width: 200,
        renderCell: ({ row }) => <Standing session={row} />,
      },
      ...(mayEnd
        ? [
            {
              field: "actions",
              headerName: t("column.actions"),
              width: 100,
              align: "right" as const,
              headerAlign: "right" as const,
              hideable: false,
              renderCell: ({ row }: { row: SessionRow }) => <EndButton session={row} onEnd={onEnd} />,
            },
          ]
        : []),
    ],
    [mayEnd, onEnd, t, withUser],
  );
}

function Standing({ session }: { session: SessionRow }) {
  const { t } = useTranslation("status");
  if (!session.endedAt)
    return (
      <StatusLabel tone="positive" icon={ActiveIcon}>
        {t("session.active")}
      </StatusLabel>
    );
  return (
    <StatusLabel tone={session.endReason === "REFRESH_REUSE" ? "negative" : "neutral"} icon={EndedIcon}>
      {t(`session.${session.endReason ?? "EXPIRED"}`)}
    </StatusLabel>
  );
}

function EndButton({ session, onEnd }: { session: SessionRow; onEnd: (session: SessionRow) => void }) {
  const { t } = useTranslation("sessions");
  // The session one is in is left by signing out, where the console can say goodbye properly.
  if (session.endedAt || session.current) return null;
  return (
    <Button color="error" onClick={() => onEnd(session)} sx={{ minHeight: 26 }}>
      {t("end.action")}
    </Button>
  );
}
