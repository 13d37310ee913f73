import { mapOf } from "./edges.rules.ts";
import type { ComponentUptime, SystemHealth, SystemNode } from "./uptime.model.ts";
import type { ComponentRow, UptimeRow } from "./uptime.reader.ts";

export function asSystemHealth(components: ComponentRow[], at: Date): SystemHealth {
  const { nodes, edges } = mapOf(components);
  const byId = new Map(components.map((component) => [component.id, component]));
  const shown = nodes.map((node): SystemNode => {
    const seen = node.componentIds.flatMap((id) => byId.get(id) ?? []);
    const [process] = node.kind === "PROCESS" ? seen : [];
    return {
      ...node,
      lastSeenAt: new Date(Math.max(...seen.map(({ lastBeatAt }) => lastBeatAt.getTime()))),
      version: process?.version ?? null,
      startedAt: process?.startedAt ?? null,
    };
  });
  const ofProcesses = nodes.flatMap(({ kind, status }) => (kind === "PROCESS" ? [status] : []));
  const status = ofProcesses.includes("DOWN") ? "DOWN" : ofProcesses.includes("DEGRADED") ? "DEGRADED" : "UP";
  return { status, at, nodes: shown, edges };
}

export function asUptime(component: ComponentRow, rows: readonly UptimeRow[]): ComponentUptime {
  const { id, service, instance, part, status, since } = component;
  const own = rows.filter(({ componentId, watchedSeconds }) => componentId === id && watchedSeconds > 0);
  return {
    componentId: id,
    service,
    instance,
    part,
    status,
    since,
    uptime: own.map(({ days, upSeconds, watchedSeconds }) => ({
      days,
      ratio: upSeconds / watchedSeconds,
      watchedSeconds,
    })),
  };
}
