import { SpanStatusCode, context, propagation, trace } from "@opentelemetry/api";

const tracer = trace.getTracer("wegraph");

/**
 * Runs `work` in a span. Without an SDK (OTEL_EXPORTER_OTLP_ENDPOINT unset) the API's tracer is a no-op and
 * `work` is called with nothing around it worth measuring.
 */
export function traced<T>(
  name: string,
  work: () => Promise<T>,
  attributes: Record<string, string> = {},
): Promise<T> {
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** The W3C trace headers of the current span, to travel with a message or a request. */
export function traceHeaders(): Record<string, string> {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier;
}

/** Continues the trace a message or request came with. */
export function continueTrace<T>(headers: Record<string, string>, work: () => Promise<T>): Promise<T> {
  return context.with(propagation.extract(context.active(), headers), work);
}
