import type { Formats } from "../../i18n/formats.ts";
import type { LoadSeries, SystemNode } from "./systemQuery.ts";
import { unitText } from "./useUnitText.ts";

/** What stands on a node of its kind, in this order. */
const ofProcess = [
  "process_cpu_cores",
  "process_memory_bytes",
  "event_loop_lag_seconds_p99",
  "requests_per_second",
] as const;
const ofDatabase = ["postgres_connections", "postgres_database_bytes"] as const;
const ofRedis = ["redis_memory_bytes", "redis_clients"] as const;

export const loadNames = [...ofProcess, ...ofDatabase, ...ofRedis];
export type LoadName = (typeof loadNames)[number];

export interface Load {
  name: LoadName;
  text: string;
}

/** The latest figures of a node; what was not measured lately is left out. */
export function loadOf(node: SystemNode, series: readonly LoadSeries[], formats: Formats): Load[] {
  const [names, labels] = wantedOf(node);
  return names.flatMap((name) => {
    const found = series.find(
      (one) =>
        one.name === name &&
        Object.entries(labels).every(([label, value]) =>
          one.labels.some((own) => own.name === label && own.value === value),
        ),
    );
    const value = found?.points.at(-1)?.last;
    return found && value !== undefined ? [{ name, text: unitText(formats, found.unit)(value) }] : [];
  });
}

function wantedOf({ kind, name }: SystemNode): [readonly LoadName[], Readonly<Record<string, string>>] {
  if (kind === "PROCESS") {
    const at = name.indexOf("@");
    return [ofProcess, { service: name.slice(0, at), instance: name.slice(at + 1) }];
  }
  if (name.startsWith("database ")) return [ofDatabase, { database: name.slice("database ".length) }];
  return name === "redis" ? [ofRedis, {}] : [[], {}];
}
