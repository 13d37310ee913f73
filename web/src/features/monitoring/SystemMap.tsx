import { Box } from "@mui/material";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { solid } from "../../theme/tones.ts";
import { componentLook } from "./componentLook.ts";
import { curveOf, layoutOf, nodeSize } from "./mapLayout.ts";
import { SystemNodeCard } from "./SystemNodeCard.tsx";
import type { LoadSeries, SystemHealth } from "./systemQuery.ts";

interface SystemMapProps {
  health: SystemHealth;
  load: readonly LoadSeries[];
}

/** Who needs what, from left to right. */
export function SystemMap({ health, load }: SystemMapProps) {
  const { t } = useTranslation("monitoring");
  const { nodes, edges } = health;
  const { placed, width, height } = useMemo(() => layoutOf(nodes, edges), [nodes, edges]);
  const byId = new Map(placed.map((one) => [one.node.id, one]));
  return (
    <Box tabIndex={0} role="group" aria-label={t("map.title")} sx={{ overflow: "auto", p: 2 }}>
      <Box sx={{ position: "relative", width, height, mx: "auto" }}>
        <svg width={width} height={height} aria-hidden="true" style={{ position: "absolute", inset: 0 }}>
          {edges.map(({ from, to, status, isCritical }) => {
            const [start, end] = [byId.get(from), byId.get(to)];
            if (!start || !end) return null;
            return (
              <path
                key={`${from} ${to}`}
                d={curveOf(start, end)}
                fill="none"
                stroke={status === "UP" ? "var(--field-edge)" : solid(componentLook[status].tone)}
                strokeWidth={status === "UP" ? 1.25 : 2.5}
                {...(isCritical ? {} : { strokeDasharray: "5 4" })}
              />
            );
          })}
        </svg>
        <Box component="ul" sx={{ listStyle: "none", m: 0, p: 0 }}>
          {placed.map(({ node, x, y }) => (
            <Box
              component="li"
              key={node.id}
              sx={{ position: "absolute", width: nodeSize.width, height: nodeSize.height }}
              style={{ left: x, top: y }}
            >
              <SystemNodeCard node={node} load={load} />
            </Box>
          ))}
        </Box>
      </Box>
    </Box>
  );
}
