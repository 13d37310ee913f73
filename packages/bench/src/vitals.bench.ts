// Ten million vital signs, as they lie there after months: how long people wait for the chart of somebody who wears a
// wristband, and whether what it shows has every extreme of what was measured.
//   npm run bench -- vitals [rows]
import { openDatabase } from "@wegraph/database/open";
import { schemaDir } from "@wegraph/db-health/location";
import { openHealth } from "@wegraph/health/subgraph";
import { LocalSubgraph } from "@wegraph/kit/localSubgraph";
import { anonymous } from "@wegraph/kit/principal";
import type { Principal } from "@wegraph/kit/principal";
import { openRuntime } from "@wegraph/kit/runtime";
import { v7 } from "uuid";
import { servers } from "./config.ts";
import { denseCodes, fillVitals } from "./vitals/fillVitals.ts";

const rounds = 60;
const points = 1_000;
const chartDays = 90;
const dayMs = 86_400_000;
const rows = Math.max(100_000, Number(process.argv[2] ?? 10_000_000));
const rootSecret = "a secret that only this measurement sees";

interface Series {
  code: string;
  total: number;
  points: { at: string; value: number }[];
  baseline?: { median: number } | null;
}

const { databaseUrl } = servers();
const runtime = await openRuntime({ service: "bench", logLevel: "warn", rootSecret, ...servers() });
const health = await openHealth(runtime, {});
const opened = await openDatabase({
  adminUrl: databaseUrl,
  database: "health_management",
  schemaDir,
  secret: rootSecret,
  log: runtime.log,
});
try {
  const startedAt = performance.now();
  const { tenantId, densePatientIds } = await fillVitals(opened.system, databaseUrl, rows);
  process.stdout.write(
    `${rows} vital signs made in ${Math.round((performance.now() - startedAt) / 1_000)} s\n`,
  );

  const link = new LocalSubgraph(health.subgraph, runtime.log);
  const grants = [{ permission: "*:*", scope: "TENANT" as const }];
  const principal: Principal = { ...anonymous, kind: "USER", id: v7(), name: "Bench", tenantId, grants };
  const to = new Date();
  const from = new Date(to.getTime() - chartDays * dayMs);
  const chart = async (patientId: string, codes: readonly string[], more = ""): Promise<Series[]> => {
    const query = `query($id: ID!, $codes: [String!]!, $from: DateTime!, $to: DateTime!, $points: Int!) {
      vitalSignChart(patientId: $id, codes: $codes, from: $from, to: $to, points: $points) {
        series { code total points { at value flags } ${more} } } }`;
    const variables = { id: patientId, codes, from: from.toISOString(), to: to.toISOString(), points };
    const { data, errors } = await link.execute({ query, variables, principal, correlationId: v7() });
    if (errors) throw new Error(JSON.stringify(errors));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the query above says so
    return (data as { vitalSignChart: { series: Series[] } }).vitalSignChart.series;
  };

  const someone = () => densePatientIds[Math.floor(Math.random() * densePatientIds.length)] ?? "";
  const ways: Record<string, () => Promise<Series[]>> = {
    "heart rate": () => chart(someone(), ["8867-4"]),
    "heart rate with its baseline": () => chart(someone(), ["8867-4"], "baseline { median mad count }"),
    "blood pressure": () => chart(someone(), ["8480-6", "8462-4"]),
    "everything a wristband measures": () => chart(someone(), denseCodes),
  };
  process.stdout.write(`${chartDays} days, ${points} points a line, ${rounds} charts of each kind:\n`);
  for (const [name, way] of Object.entries(ways)) {
    const times: number[] = [];
    let scanned = 0;
    await way();
    for (let round = 0; round < rounds; round += 1) {
      const at = performance.now();
      const series = await way();
      times.push(performance.now() - at);
      scanned = series.reduce((sum, { total }) => sum + total, 0);
    }
    times.sort((a, b) => a - b);
    const at = (share: number) => (times[Math.floor(rounds * share)] ?? Number.NaN).toFixed(1);
    process.stdout.write(`${name}: ${scanned} values, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms\n`);
  }
  await verify();

  /** Every stretch's lowest and highest, by a scan of the table without the index of charts. */
  async function verify(): Promise<void> {
    const stretches = Math.floor(points / 4);
    const width = Math.ceil((to.getTime() - from.getTime()) / stretches);
    let checked = 0;
    for (const patientId of densePatientIds) {
      const [shown] = await chart(patientId, ["8867-4"]);
      const { rows: extremes } = await opened.system.query<{
        stretch: number;
        low: number;
        high: number;
        n: number;
      }>(
        `SELECT floor(extract(epoch FROM measured_at - $3::timestamptz) * 1000 / $5)::int AS stretch, min(value + 0) AS low,
           max(value + 0) AS high, count(*)::int AS n
         FROM health_vital_signs WHERE patient_id = $1 AND code = $2 AND measured_at >= $3 AND measured_at < $4 GROUP BY 1`,
        [patientId, "8867-4", from, to, width],
      );
      const total = extremes.reduce((sum, { n }) => sum + n, 0);
      if (total !== shown?.total) throw new Error(`${shown?.total} values told of, ${total} are there`);
      const values = new Map<number, Set<number>>();
      for (const { at, value } of shown.points) {
        const stretch = Math.floor((Date.parse(at) - from.getTime()) / width);
        values.set(stretch, (values.get(stretch) ?? new Set()).add(value));
      }
      for (const { stretch, low, high } of extremes) {
        for (const value of [low, high])
          if (shown.total > points && !values.get(stretch)?.has(value))
            throw new Error(`the chart of ${patientId} lost ${value} in stretch ${stretch}`);
        checked += 2;
      }
    }
    process.stdout.write(`${checked} extremes compared with a scan of everything: none lost\n`);
  }
} finally {
  await health.stop();
  await opened.close();
  await runtime.close();
}
