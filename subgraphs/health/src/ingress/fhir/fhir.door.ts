import type { WebhookAnswer, WebhookRequest } from "@wegraph/kit/webhook";
import type { DeviceDirectory, KnownDevice } from "../deviceDirectory.ts";
import type { Admitted } from "../doorkeeper.ts";
import { readingsMax } from "../message.schema.ts";
import type { DeviceMessage } from "../message.schema.ts";
import type { ReadingDesk, ReadingResult } from "../reading.desk.ts";
import { batchResponse, readBundle } from "./bundle.ts";
import type { BundleEntry } from "./bundle.ts";
import type { Identifiers } from "./identifiers.ts";
import { readObservation } from "./observation.ts";
import type { ReadObservation } from "./observation.ts";
import { answerWith, outcomeOf, problem } from "./outcome.ts";
import type { IssueCode, OutcomeIssue } from "./outcome.ts";
import { refusalIssue } from "./refusalIssue.ts";

export interface FhirTaken {
  answer: WebhookAnswer;
  results: ReadingResult[];
}

/** What became of one Observation. */
export type ObservationResult =
  | { is: "CREATED" | "DUPLICATE" | "PASSED_OVER" }
  | { is: "REFUSED"; issues: readonly OutcomeIssue[] };

const refusals: Readonly<Record<string, IssueCode>> = {
  UNAUTHENTICATED: "login",
  DEVICE_RETIRED: "security",
  NONCE_REUSED: "duplicate",
  RATE_LIMITED: "throttled",
};

/** FHIR R4 for devices and gateways: Observations one by one at `fhir/Observation`, in Bundles at `fhir`. */
export class FhirDoor {
  constructor(
    private readonly desk: ReadingDesk,
    private readonly directory: DeviceDirectory,
    private readonly identifiers: Identifiers,
  ) {}

  refuse(status: number, error: string): WebhookAnswer {
    return answerWith(status, outcomeOf([problem(refusals[error] ?? "not-supported", error)]));
  }

  async take(request: WebhookRequest, admitted: Admitted): Promise<FhirTaken> {
    const { path, rawBody, headers } = request;
    const resource = jsonOf(rawBody.toString("utf8"));
    if (resource === undefined) return refused(400, [problem("structure", "not JSON")]);
    if (path === "fhir/Observation") {
      const entry = { path: "Observation", resource, ifNoneExist: headers["if-none-exist"] ?? null };
      return this.one(request, admitted, entry);
    }
    if (path !== "fhir") return refused(404, [problem("not-supported", "there is no such resource here")]);
    const bundle = readBundle(resource);
    if (!bundle.ok) return refused(bundle.status, bundle.issues);
    return this.many(request, admitted, bundle);
  }

  private async one(request: WebhookRequest, admitted: Admitted, entry: BundleEntry): Promise<FhirTaken> {
    const { outcomes, results } = await this.store(request, admitted, [entry], true);
    const [outcome] = outcomes;
    if (!outcome || outcome.is === "REFUSED") {
      const issues = outcome?.issues ?? [problem("structure", "nothing was read")];
      return { ...refused(issues.some(({ code }) => code === "structure") ? 400 : 422, issues), results };
    }
    const isNew = outcome.is === "CREATED";
    const said = isNew ? ("informational" as const) : ("duplicate" as const);
    const diagnostics = isNew ? "stored" : "stored before; nothing was added";
    const issue = { severity: "information" as const, code: said, diagnostics };
    return { answer: answerWith(isNew ? 201 : 200, outcomeOf([issue])), results };
  }

  private async many(
    request: WebhookRequest,
    admitted: Admitted,
    { type, entries }: { type: "batch" | "transaction" | "collection"; entries: readonly BundleEntry[] },
  ): Promise<FhirTaken> {
    const isAtomic = type === "transaction";
    const { outcomes, results } = await this.store(request, admitted, entries, isAtomic);
    const issues = outcomes.flatMap((outcome) => (outcome.is === "REFUSED" ? outcome.issues : []));
    if (isAtomic && issues.length > 0) return { ...refused(422, issues), results };
    return { answer: answerWith(200, batchResponse(isAtomic, outcomes)), results };
  }

  /** @param isAtomic all of it, or nothing. */
  private async store(
    { address }: WebhookRequest,
    admitted: Admitted,
    entries: readonly BundleEntry[],
    isAtomic: boolean,
  ): Promise<{ outcomes: ObservationResult[]; results: ReadingResult[] }> {
    const { device } = admitted;
    const outcomes: (ObservationResult | null)[] = [];
    const wanted: { nth: number; keys: string[]; message: DeviceMessage }[] = [];
    for (const [nth, entry] of entries.entries()) {
      const read = await this.read(device, entry);
      if ("is" in read) outcomes[nth] = read;
      else {
        outcomes[nth] = null;
        wanted.push({ nth, ...read });
      }
    }
    const count = wanted.reduce((sum, { message }) => sum + message.readings.length, 0);
    if (count > readingsMax) {
      const issues = [problem("too-costly", `at most ${readingsMax} values at once`)];
      return { outcomes: entries.map(() => ({ is: "REFUSED", issues })), results: [] };
    }
    const known = await this.identifiers.known(
      device.tenantId,
      wanted.flatMap(({ keys }) => keys),
    );
    const fresh = wanted.filter(({ nth, keys }) => {
      const isKnown = keys.some((key) => known.has(key));
      if (isKnown) outcomes[nth] = { is: "DUPLICATE" };
      return !isKnown;
    });
    if (isAtomic && outcomes.some((outcome) => outcome?.is === "REFUSED"))
      return { outcomes: outcomes.map((outcome) => outcome ?? { is: "PASSED_OVER" }), results: [] };

    const messages = fresh.map(({ message }) => message);
    const results = await this.desk.take({ admitted, address, source: "FHIR", messages, isAtomic });
    let from = 0;
    const kept: string[] = [];
    for (const { nth, keys, message } of fresh) {
      const own = results.slice(from, (from += message.readings.length));
      const outcome = outcomeFrom(own, entries[nth]?.path ?? "Observation");
      outcomes[nth] = outcome;
      if (outcome.is !== "REFUSED" && outcome.is !== "PASSED_OVER") kept.push(...keys);
    }
    await this.identifiers.remember(device.tenantId, kept);
    return { outcomes: outcomes.map((outcome) => outcome ?? { is: "PASSED_OVER" }), results };
  }

  private async read(
    device: KnownDevice,
    { resource, path, ifNoneExist, isObservation = true }: BundleEntry,
  ): Promise<ObservationResult | { keys: string[]; message: DeviceMessage }> {
    if (!isObservation) return { is: "PASSED_OVER" };
    const condition =
      ifNoneExist === null ? null : /^identifier=([^|&]*\|[^&]+)$/.exec(decode(ifNoneExist))?.[1];
    if (condition === undefined)
      return {
        is: "REFUSED",
        issues: [problem("not-supported", "If-None-Exist: only identifier=<system>|<value>", path)],
      };
    const read = readObservation(resource, path);
    if (!read.ok) return { is: "REFUSED", issues: read.issues };
    const speaker = await this.speakerOf(device, read.value);
    if (speaker === null)
      return {
        is: "REFUSED",
        issues: [problem("security", "not a device that this one speaks for", `${path}.device`)],
      };
    const identifiers = new Set([...read.value.identifiers, ...(condition === null ? [] : [condition])]);
    return {
      keys: [...identifiers].map((identifier) => `${speaker}|${identifier}`),
      message: {
        serialNumber: speaker,
        sentAt: null,
        firmware: null,
        battery: null,
        readings: read.value.readings,
      },
    };
  }

  /** The serial number of whose values these are; null where the device that signed may not say them. */
  private async speakerOf(signer: KnownDevice, { device }: ReadObservation): Promise<string | null> {
    if (device === null) return signer.isGateway ? null : signer.serialNumber;
    if ("serialNumber" in device)
      return signer.isGateway || device.serialNumber === signer.serialNumber ? device.serialNumber : null;
    if (device.id === signer.id) return signer.serialNumber;
    const other = signer.isGateway ? await this.directory.find(device.id) : null;
    return other?.tenantId === signer.tenantId ? other.serialNumber : null;
  }
}

function outcomeFrom(results: readonly ReadingResult[], path: string): ObservationResult {
  const issues = results.flatMap((result) => refusalIssue(result, path));
  if (issues.length > 0) return { is: "REFUSED", issues: issues.slice(0, 1) };
  if (results.includes("PASSED_OVER")) return { is: "PASSED_OVER" };
  return { is: results.includes("STORED") ? "CREATED" : "DUPLICATE" };
}

function refused(status: number, issues: readonly OutcomeIssue[]): FhirTaken {
  return { answer: answerWith(status, outcomeOf(issues)), results: [] };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // not percent-encoded after all
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // whoever sent it is told that it is not JSON
  }
}
