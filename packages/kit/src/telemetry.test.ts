import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { expect, test } from "vitest";
import { Health } from "./health.ts";
import { Metrics } from "./metrics.ts";
import { PrincipalSeal } from "./principal.ts";
import { RemoteSubgraph } from "./remoteSubgraph.ts";
import { serveSubgraph } from "./server.ts";
import { startTelemetry } from "./telemetry.ts";
import { openLibrary, reader } from "./testing/library.ts";
import { continueTrace, traceHeaders, traced } from "./tracing.ts";

test("work that is not traced runs, and what it throws at once is a rejection", async () => {
  expect(await traced("nothing", () => Promise.resolve(1))).toBe(1);
  const failing = traced("nothing", () => {
    throw new Error("at once");
  });
  await expect(failing).rejects.toThrow("at once");
  expect(traceHeaders()).toEqual({});
});

test("spans reach the collector with the service's name, and a trace goes on across messages and processes", async () => {
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
  const telemetry = startTelemetry("lamp", `http://127.0.0.1:${port}`);

  const headers = await traced("light", () => Promise.resolve(traceHeaders()));
  await continueTrace(headers, () => traced("seen", () => Promise.resolve()));
  await continueTrace(headers, askLibrary);
  await telemetry.stop();
  await new Promise((resolve) => collector.close(resolve));

  const traceId = headers["traceparent"]?.split("-")[1] ?? "none";
  const sent = bodies.join();
  expect(sent).toContain("/v1/traces");
  expect(sent).toContain('"lamp"');
  expect(sent.split(traceId).length - 1).toBeGreaterThanOrEqual(4);
  expect(sent.split(`"name":"subgraph library"`).length - 1).toBe(2);
});

/** A query, which goes over a line, and one that is too long for that, over HTTP. */
async function askLibrary(): Promise<void> {
  const seal = new PrincipalSeal("a secret of at least thirty-two characters");
  const server = await serveSubgraph({
    subgraph: openLibrary().subgraph,
    port: 0,
    seal,
    log: pino({ level: "silent" }),
    health: new Health(),
    metrics: new Metrics("test"),
  });
  const remote = new RemoteSubgraph("library", `http://127.0.0.1:${server.port}/graphql`, seal);
  const asked = { principal: reader("Ada"), correlationId: "c" };
  for (const query of ["{ whoAmI }", `{ whoAmI } # ${"x".repeat(70_000)}`])
    expect(await remote.execute({ ...asked, query })).toHaveProperty("data.whoAmI");
  await remote.close();
  await server.close();
}
