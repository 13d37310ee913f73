import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";

/**
 * Sends this process's spans to an OpenTelemetry collector (OTLP over HTTP). Called only when an endpoint is
 * configured: without it the API's tracer is a no-op and tracing costs nothing.
 *
 * @param endpoint base URL of the collector, as in OTEL_EXPORTER_OTLP_ENDPOINT; spans go to `/v1/traces` below it.
 */
export function startTelemetry(service: string, endpoint: string): { stop(): Promise<void> } {
  const url = new URL("v1/traces", endpoint.endsWith("/") ? endpoint : `${endpoint}/`).href;
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ "service.name": service }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url }))],
  });
  // Registers W3C trace context and an async context manager with the API that tracing.ts uses.
  provider.register();
  return { stop: () => provider.shutdown() };
}
