import { v7 } from "uuid";
import { z } from "zod";
import type { RequestContext } from "@wegraph/kit/context";
import type { WebhookAnswer, WebhookRequest } from "@wegraph/kit/webhook";
import type { RegisterHealthDeviceInput } from "../device/device.input.ts";
import { signatureOf } from "../ingress/signature.ts";
import type { World } from "./world.ts";

export interface TestDevice {
  id: string;
  serialNumber: string;
  key: string;
}

/** Registers a device by the real service: a blood-pressure meter of nobody, unless told otherwise. */
export async function makeDevice(
  world: World,
  context: RequestContext,
  given: Partial<RegisterHealthDeviceInput> = {},
): Promise<TestDevice> {
  const serialNumber = given.serialNumber ?? `BP-${v7().slice(-12)}`;
  const { deviceId: id, key } = await world.as(context, () =>
    world.parts.devices.service.register(context, {
      kind: "BLOOD_PRESSURE_METER",
      name: "Omron by the bed",
      ...given,
      serialNumber,
    }),
  );
  return { id, serialNumber, key };
}

const answered = z.record(z.string(), z.unknown());

interface Sent {
  path?: string;
  at?: Date;
  nonce?: string;
  /** In place of the right ones. */
  key?: string;
  headers?: Record<string, string>;
  address?: string;
}

/** A request as the device would send it, signed. */
export function signedRequest(device: TestDevice, body: unknown, sent: Sent = {}): WebhookRequest {
  const { path = "readings", at = new Date(), nonce = v7(), key = device.key, headers, address } = sent;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  return {
    method: "POST",
    path,
    query: new URLSearchParams(),
    rawBody: Buffer.from(text),
    address: address ?? "203.0.113.7",
    correlationId: v7(),
    headers: {
      "x-device-id": device.id,
      "x-timestamp": timestamp,
      "x-nonce": nonce,
      "x-signature": `v1=${signatureOf(key, { timestamp, nonce }, text)}`,
      ...headers,
    },
  };
}

/** What the ingress answers, with its body read. */
export async function send(
  world: World,
  device: TestDevice,
  body: unknown,
  sent: Sent = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer: WebhookAnswer = await world.parts.devices.ingress.handle(signedRequest(device, body, sent));
  return { status: answer.status, body: answered.parse(JSON.parse(answer.body ?? "null")) };
}
