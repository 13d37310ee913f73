import { Box } from "@mui/material";
import { SystemNodeCard } from "./SystemNodeCard.tsx";
import type { ComponentStatus } from "../../gql/graphql.ts";
import type { LoadSeries, SystemHealth } from "./systemQuery.ts";

const urgency: Readonly<Record<ComponentStatus, number>> = { DOWN: 0, DEGRADED: 1, UP: 2 };

/** The map for a narrow screen: what is not well first. */
export function SystemList({ health, load }: { health: SystemHealth; load: readonly LoadSeries[] }) {
  const nodes = health.nodes.toSorted((a, b) => urgency[a.status] - urgency[b.status]);
  return (
    <Box component="ul" sx={{ listStyle: "none", m: 0, p: 1.5, display: "grid", gap: 1 }}>
      {nodes.map((node) => (
        <li key={node.id}>
          <SystemNodeCard node={node} load={load} />
        </li>
      ))}
    </Box>
  );
}
