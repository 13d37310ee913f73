import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { Metrics } from "./metrics.ts";
import { exportMetrics } from "./otlpMetrics.ts";

interface Told {
  name: string;
  gauge?: { dataPoints: { asDouble: number; attributes: unknown[] }[] };
  sum?: { isMonotonic: boolean; aggregationTemporality: number; dataPoints: { asDouble: number }[] };
  histogram?: {
    dataPoints: { count: number; sum: number; bucketCounts: number[]; explicitBounds: number[] }[];
  };
}

test("what a process counts reaches an OpenTelemetry collector: gauges, counters, histograms, and whose they are", async () => {
  const bodies: string[] = [];
  const collector = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      bodies.push(`${request.url} ${Buffer.concat(chunks).toString("utf8")}`);
      response.end("{}");
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
  const { port } = collector.address() as AddressInfo;
  const metrics = new Metrics("lamp");
  metrics.counter("switches_total", "Switched.", ["room"]).inc({ room: "hall" }, 3);
  metrics.gauge("brightness", "Bright.").set(0.5);
  const seconds = metrics.histogram("glow_seconds", "Glowed.", [], [1, 10]);
  for (const value of [0.5, 5, 5, 50]) seconds.observe(value);
  const exporting = exportMetrics({
    service: "lamp",
    instance: "hall-1",
    endpoint: `http://127.0.0.1:${port}`,
    registry: metrics.registry,
  });

  await exporting.stop();
  await new Promise((resolve) => collector.close(resolve));

  const [, text] = /^\/v1\/metrics (.*)$/s.exec(bodies.at(-1) ?? "") ?? [];
  const sent = JSON.parse(text ?? "{}") as {
    resourceMetrics: { resource: { attributes: unknown[] }; scopeMetrics: { metrics: Told[] }[] }[];
  };
  const [of] = sent.resourceMetrics;
  expect(of?.resource.attributes).toEqual(
    expect.arrayContaining([
      { key: "service.name", value: { stringValue: "lamp" } },
      { key: "service.instance.id", value: { stringValue: "hall-1" } },
    ]),
  );
  const told = new Map(of?.scopeMetrics.flatMap((scope) => scope.metrics).map((one) => [one.name, one]));
  expect(told.get("wegraph_switches_total")?.sum).toMatchObject({
    isMonotonic: true,
    aggregationTemporality: 2,
    dataPoints: [{ asDouble: 3, attributes: [{ key: "room", value: { stringValue: "hall" } }] }],
  });
  expect(told.get("wegraph_brightness")?.gauge?.dataPoints).toMatchObject([
    { asDouble: 0.5, attributes: [] },
  ]);
  expect(told.get("wegraph_glow_seconds")?.histogram?.dataPoints).toMatchObject([
    { count: 4, sum: 60.5, bucketCounts: [1, 2, 1], explicitBounds: [1, 10] },
  ]);
});
