import type { HealthStatus } from "./health.status.ts";

export interface KnownComponent {
  id: string;
  service: string;
  instance: string;
  part: string;
  isCritical: boolean;
  neededBy: string;
  status: HealthStatus;
  latencyMs: number | null;
  since: Date;
  lastBeatAt: Date;
}

export interface MapNode {
  /** "process wegraph@host" or "part database core". */
  id: string;
  kind: "PROCESS" | "PART";
  name: string;
  status: HealthStatus;
  since: Date;
  latencyMs: number | null;
  componentIds: string[];
}

export interface MapEdge {
  from: string;
  to: string;
  status: HealthStatus;
  isCritical: boolean;
  latencyMs: number | null;
}

/**
 * Who needs what. The same dependency of several processes is one node: down for all, degraded when only some of them
 * do not reach it.
 */
export function mapOf(components: readonly KnownComponent[]): { nodes: MapNode[]; edges: MapEdge[] } {
  const processes = components.filter(({ part }) => part === "").map(processNode);
  const byPart = new Map<string, KnownComponent[]>();
  for (const component of components)
    if (component.part !== "") byPart.set(component.part, [...(byPart.get(component.part) ?? []), component]);
  const parts = [...byPart].map(([part, seen]) => partNode(part, seen));
  const edges = new Map<string, MapEdge>();
  for (const component of components) {
    if (component.part === "") continue;
    const { neededBy, part, status, isCritical, latencyMs } = component;
    const from = byPart.has(neededBy) ? partId(neededBy) : processId(component);
    const edge = { from, to: partId(part), status, isCritical, latencyMs };
    const known = edges.get(`${from} ${part}`);
    edges.set(`${from} ${part}`, known ? worseOf(known, edge) : edge);
  }
  return { nodes: [...processes, ...parts], edges: [...edges.values()] };
}

function processNode(component: KnownComponent): MapNode {
  const { id, service, instance, status, since } = component;
  return {
    id: processId(component),
    kind: "PROCESS",
    name: `${service}@${instance}`,
    status,
    since,
    latencyMs: null,
    componentIds: [id],
  };
}

function partNode(part: string, seen: readonly KnownComponent[]): MapNode {
  const down = seen.filter(({ status }) => status === "DOWN");
  const status = down.length === 0 ? "UP" : down.length === seen.length ? "DOWN" : "DEGRADED";
  const telling = down.length > 0 ? down : seen;
  const latencies = seen.flatMap(({ latencyMs }) => (latencyMs === null ? [] : [latencyMs]));
  return {
    id: partId(part),
    kind: "PART",
    name: part,
    status,
    since: new Date(Math.max(...telling.map(({ since }) => since.getTime()))),
    latencyMs: latencies.length === 0 ? null : Math.max(...latencies),
    componentIds: seen.map(({ id }) => id),
  };
}

function worseOf(a: MapEdge, b: MapEdge): MapEdge {
  return b.status === "DOWN" ? b : a;
}

function partId(part: string): string {
  return `part ${part}`;
}

function processId({ service, instance }: KnownComponent): string {
  return `process ${service}@${instance}`;
}
