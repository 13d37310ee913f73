import { Box, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
import { StatusLabel } from "../../status/StatusLabel.tsx";
import { solid } from "../../theme/tones.ts";
import { TimeAgo } from "../../ui/Time.tsx";
import { componentLook } from "./componentLook.ts";
import { loadOf } from "./loadOf.ts";
import type { LoadSeries, SystemNode } from "./systemQuery.ts";
import { usePartNames } from "./usePartNames.ts";

interface SystemNodeCardProps {
  node: SystemNode;
  load: readonly LoadSeries[];
  children?: ReactNode;
}

/** One process, or what processes need: its name, its state as tone, icon and word, and what it carries. */
export function SystemNodeCard({ node, load, children }: SystemNodeCardProps) {
  const { t } = useTranslation("monitoring");
  const formats = useFormats();
  const { nodeName } = usePartNames();
  const look = componentLook[node.status];
  const figures = loadOf(node, load, formats);
  const told = [
    ...(node.latencyMs === null ? [] : [t("map.latency", { ms: formats.number(node.latencyMs) })]),
    ...figures.map(({ name, text }) => `${t(`map.load.${name}`)} ${text}`),
  ];
  return (
    <Box
      sx={{
        height: "100%",
        p: 1,
        borderRadius: 1.5,
        border: "1px solid var(--wg-palette-divider)",
        borderLeft: `4px solid ${solid(look.tone)}`,
        bgcolor: "background.paper",
        overflow: "hidden",
        fontSize: "0.75rem",
      }}
    >
      <Box sx={{ display: "flex", alignItems: "center", gap: 1, minWidth: 0 }}>
        <Typography
          variant="body2"
          component="span"
          noWrap
          title={node.name}
          sx={{ fontWeight: 600, flex: 1 }}
        >
          {nodeName(node)}
        </Typography>
        <StatusLabel {...look}>{t(`status.${node.status}`)}</StatusLabel>
      </Box>
      <Box sx={{ color: "text.secondary", mt: 0.25 }}>
        {node.status === "UP" ? t(`map.kind.${node.kind}`) : t("map.since")}
        {node.status !== "UP" && (
          <>
            {" "}
            <TimeAgo at={node.since} />
          </>
        )}
        {node.version !== null && ` · ${node.version}`}
      </Box>
      <Box sx={{ mt: 0.25, lineHeight: 1.35, display: "flex", flexWrap: "wrap", columnGap: 0.5 }}>
        {told.map((figure, nth) => (
          <Box component="span" key={figure} sx={{ whiteSpace: "nowrap" }}>
            {figure}
            {nth < told.length - 1 && " ·"}
          </Box>
        ))}
      </Box>
      {children}
    </Box>
  );
}
