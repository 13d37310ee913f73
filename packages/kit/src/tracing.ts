import { ProxyTracerProvider, SpanStatusCode, context, propagation, trace } from "@opentelemetry/api";

const tracer = trace.getTracer("wegraph");

/** Runs `work` in a span; without an SDK (OTEL_EXPORTER_OTLP_ENDPOINT unset) just runs it. */
export function traced<T>(
  name: string,
  work: () => Promise<T>,
  attributes: Record<string, string> = {},
): Promise<T> {
  if (!isTraced()) return run(work);
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
  if (!isTraced()) return carrier;
  propagation.inject(context.active(), carrier);
  return carrier;
}

/** Continues the trace a message or request came with. */
export function continueTrace<T>(headers: Record<string, string>, work: () => Promise<T>): Promise<T> {
  return context.with(propagation.extract(context.active(), headers), work);
}

/** What `work` throws before it waits for anything is a rejection as well. */
function run<T>(work: () => Promise<T>): Promise<T> {
  try {
    return work();
  } catch (error) {
    return Promise.reject(error instanceof Error ? error : new Error(String(error)));
  }
}

/** Whether anyone takes the spans: the API's own no-ops make objects for them all the same. */
function isTraced(): boolean {
  const provider = trace.getTracerProvider();
  return !(provider instanceof ProxyTracerProvider) || provider.getDelegateTracer("wegraph") !== undefined;
}
