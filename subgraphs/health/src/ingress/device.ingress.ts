import { AppError } from "@wegraph/kit/errors";
import type { Metrics } from "@wegraph/kit/metrics";
import type { WebhookAnswer, WebhookRequest } from "@wegraph/kit/webhook";
import type { Doorkeeper } from "./doorkeeper.ts";
import type { FhirDoor } from "./fhir/fhir.door.ts";
import { readMessages } from "./message.schema.ts";
import type { ReadingDesk, ReadingResult } from "./reading.desk.ts";

const json = "application/json; charset=utf-8";

/** What devices call in with, below `/webhooks/devices/`: signed JSON at `readings`, FHIR R4 at `fhir`. */
export class DeviceIngress {
  private readonly readings;
  private readonly requests;

  constructor(
    private readonly doorkeeper: Doorkeeper,
    private readonly desk: ReadingDesk,
    private readonly fhir: FhirDoor,
    metrics: Metrics,
  ) {
    this.readings = metrics.counter(
      "health_device_readings_total",
      "Readings of devices, by what became of them.",
      ["result"],
    );
    this.requests = metrics.counter(
      "health_device_requests_total",
      "Requests of devices, by how they were answered.",
      ["status"],
    );
  }

  async handle(request: WebhookRequest): Promise<WebhookAnswer> {
    const answer = await this.answer(request).catch((error: unknown) => this.unavailable(request, error));
    this.requests.inc({ status: answer.status });
    return answer;
  }

  /** The sender keeps what it has and comes again; nothing of it was stored. */
  private unavailable({ path }: WebhookRequest, error: unknown): WebhookAnswer {
    if (!(error instanceof AppError) || error.code !== "UNAVAILABLE") throw error;
    return path.startsWith("fhir")
      ? this.fhir.refuse(503, error.reason)
      : refused(503, { error: "UNAVAILABLE" });
  }

  private async answer(request: WebhookRequest): Promise<WebhookAnswer> {
    const { method, path } = request;
    const isFhir = path === "fhir" || path.startsWith("fhir/");
    if (!isFhir && path !== "readings") return refused(404, { error: "NOT_FOUND" });
    if (method !== "POST")
      return isFhir
        ? this.fhir.refuse(405, "METHOD_NOT_ALLOWED")
        : refused(405, { error: "METHOD_NOT_ALLOWED" });
    const admitted = await this.doorkeeper.admit(request);
    if (!admitted.ok) {
      const { status, ok: _, ...body } = admitted;
      return isFhir ? this.fhir.refuse(status, body.error) : refused(status, body);
    }
    const results = isFhir
      ? await this.fhir.take(request, admitted)
      : await this.takeReadings(request, admitted);
    for (const result of results.results) this.readings.inc({ result });
    return results.answer;
  }

  private async takeReadings(
    { rawBody, address }: WebhookRequest,
    admitted: Extract<Awaited<ReturnType<Doorkeeper["admit"]>>, { ok: true }>,
  ): Promise<{ answer: WebhookAnswer; results: ReadingResult[] }> {
    const read = readMessages(rawBody.toString("utf8"));
    if (!read.ok) {
      const { status, ok: _, ...body } = read;
      return { answer: refused(status, body), results: [] };
    }
    const taken = await this.desk.take({ admitted, address, source: "DEVICE", messages: read.messages });
    const results = taken.map(({ result }) => result);
    const rejected = results.flatMap((reason, index) =>
      reason === "STORED" || reason === "DUPLICATE" ? [] : [{ index, reason }],
    );
    const accepted = results.filter((result) => result === "STORED").length;
    const duplicates = results.length - accepted - rejected.length;
    const body = JSON.stringify({ accepted, duplicates, rejected });
    return { answer: { status: 202, contentType: json, body }, results };
  }
}

function refused(status: number, body: object): WebhookAnswer {
  return { status, contentType: json, body: JSON.stringify(body) };
}
