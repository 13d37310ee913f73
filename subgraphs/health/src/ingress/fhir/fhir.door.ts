import type { WebhookAnswer, WebhookRequest } from "@wegraph/kit/webhook";
import type { DeviceDirectory, KnownDevice } from "../deviceDirectory.ts";
import type { Admitted } from "../doorkeeper.ts";
import { readingsMax } from "../message.schema.ts";
import type { DeviceMessage } from "../message.schema.ts";
import type { ReadingDesk, ReadingResult, TakenReading } from "../reading.desk.ts";
import { placeOf } from "../withdrawals.ts";
import type { Withdrawals } from "../withdrawals.ts";
import { batchResponse, readBundle } from "./bundle.ts";
import type { BundleEntry } from "./bundle.ts";
import type { Identifiers } from "./identifiers.ts";
import { readObservation } from "./observation.ts";
import type { ReadObservation } from "./observation.ts";
import { answerWith, hintOf, outcomeOf, problem } from "./outcome.ts";
import type { IssueCode, ObservationResult, OutcomeIssue } from "./outcome.ts";
import { refusalIssue } from "./refusalIssue.ts";
import type { StatedWithdrawal, WithdrawalDesk } from "./withdrawal.desk.ts";
import { readWithdrawal } from "./withdrawal.ts";

export interface FhirTaken {
  answer: WebhookAnswer;
  results: ReadingResult[];
}

/** An Observation whose values are to be stored. */
interface Wanted {
  nth: number;
  keys: string[];
  message: DeviceMessage;
}

/** Each makes scores, and the alerts of a patient, again. */
const withdrawalsMax = 100;

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
    private readonly withdrawals: Withdrawals,
    private readonly withdrawalDesk: WithdrawalDesk,
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
    return {
      answer: answerWith(outcome.is === "CREATED" ? 201 : 200, outcomeOf([hintOf(outcome.is)])),
      results,
    };
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
    const wanted: Wanted[] = [];
    const withdrawn: { nth: number; stated: StatedWithdrawal }[] = [];
    for (const [nth, entry] of entries.entries()) {
      const read = await this.read(device, entry);
      outcomes[nth] = "is" in read ? read : null;
      if ("message" in read) wanted.push({ nth, ...read });
      if ("codes" in read) {
        withdrawn.push({ nth, stated: read });
        if (isAtomic) outcomes[nth] = await this.withdrawalDesk.refusal(device.tenantId, read);
      }
    }
    const count = wanted.reduce((sum, { message }) => sum + message.readings.length, 0);
    if (count > readingsMax || withdrawn.length > withdrawalsMax) {
      const text = `at most ${readingsMax} values and ${withdrawalsMax} withdrawals at once`;
      const issues = [problem("too-costly", text)];
      return { outcomes: entries.map(() => ({ is: "REFUSED", issues })), results: [] };
    }
    const known = await this.identifiers.known(
      device.tenantId,
      wanted.flatMap(({ keys }) => keys),
    );
    const fresh = wanted.filter(({ nth, keys }) => {
      const found = keys.flatMap((key) => known.get(key) ?? []);
      if (found.length > 0)
        outcomes[nth] = {
          is: found.some(({ isWithdrawn }) => isWithdrawn) ? "WITHDRAWN_BEFORE" : "DUPLICATE",
        };
      return found.length === 0;
    });
    const isRefused = () => isAtomic && outcomes.some((outcome) => outcome?.is === "REFUSED");
    const all = () => outcomes.map((outcome): ObservationResult => outcome ?? { is: "PASSED_OVER" });
    if (isRefused()) return { outcomes: all(), results: [] };

    const messages = fresh.map(({ message }) => message);
    const taken = await this.desk.take({ admitted, address, source: "FHIR", messages, isAtomic });
    for (const [nth, outcome] of await this.keep(admitted, entries, fresh, taken)) outcomes[nth] = outcome;
    const results = taken.map(({ result }) => result);
    if (isRefused()) return { outcomes: all(), results };
    // After what came with them: it may be what is withdrawn.
    for (const { nth, stated } of withdrawn) {
      const outcome = await this.withdrawalDesk.take(device.tenantId, stated);
      outcomes[nth] = outcome;
      if (outcome.is === "WITHDRAWN") results.push("WITHDRAWN");
    }
    return { outcomes: all(), results };
  }

  /** Remembers what was stored, by its identifiers. Returns what became of each, by its place. */
  private async keep(
    { device: { tenantId }, arrivedAt }: Admitted,
    entries: readonly BundleEntry[],
    fresh: readonly Wanted[],
    taken: readonly TakenReading[],
  ): Promise<Map<number, ObservationResult>> {
    const outcomes = new Map<number, ObservationResult>();
    const stored = [];
    let from = 0;
    for (const { nth, keys, message } of fresh) {
      const own = taken.slice(from, (from += message.readings.length));
      const outcome = outcomeFrom(
        own.map(({ result }) => result),
        entries[nth]?.path ?? "Observation",
      );
      outcomes.set(nth, outcome);
      if (outcome.is === "REFUSED" || outcome.is === "PASSED_OVER") continue;
      const readings = own.flatMap(({ reading }) => reading ?? []);
      stored.push({ keys, place: placeOf(readings, arrivedAt) });
    }
    for (const place of await this.identifiers.remember(tenantId, stored))
      await this.withdrawals.withdraw(tenantId, place);
    return outcomes;
  }

  private async read(
    device: KnownDevice,
    { resource, path, ifNoneExist, isObservation = true, isUpdate = false }: BundleEntry,
  ): Promise<ObservationResult | Omit<Wanted, "nth"> | StatedWithdrawal> {
    if (!isObservation) return { is: "PASSED_OVER" };
    const condition =
      ifNoneExist === null ? null : /^identifier=([^|&]*\|[^&]+)$/.exec(decode(ifNoneExist))?.[1];
    if (condition === undefined)
      return {
        is: "REFUSED",
        issues: [problem("not-supported", "If-None-Exist: only identifier=<system>|<value>", path)],
      };
    const withdrawal = readWithdrawal(resource);
    if (isUpdate && !withdrawal)
      return {
        is: "REFUSED",
        issues: [problem("not-supported", "only withdrawals: status entered-in-error", `${path}.status`)],
      };
    const read = withdrawal ? { ok: true as const, value: withdrawal } : readObservation(resource, path);
    if (!read.ok) return { is: "REFUSED", issues: read.issues };
    const speaker = await this.speakerOf(device, read.value);
    if (speaker === null)
      return {
        is: "REFUSED",
        issues: [problem("security", "not a device that this one speaks for", `${path}.device`)],
      };
    const identifiers = new Set([...read.value.identifiers, ...(condition === null ? [] : [condition])]);
    const keys = [...identifiers].map((identifier) => `${speaker}|${identifier}`);
    if ("codes" in read.value) {
      const { codes, at } = read.value;
      return { serialNumber: speaker, keys, codes, at, path };
    }
    return {
      keys,
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
  private async speakerOf(
    signer: KnownDevice,
    { device }: Pick<ReadObservation, "device">,
  ): Promise<string | null> {
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
