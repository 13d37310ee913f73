import { createHash, createHmac, randomBytes } from "node:crypto";
import { Pool } from "undici";

export interface Signer {
  deviceId: string;
  key: string;
}

export interface Answered {
  status: number;
  body: string;
}

const timeoutMs = 15_000;

/** Speaks the platform's protocol for devices: signed JSON over HTTP. */
export class DeviceSender {
  private readonly pool: Pool;

  constructor(url: string, connections: number) {
    this.pool = new Pool(new URL(url).origin, { connections, pipelining: 1 });
  }

  async send(signer: Signer, message: object, path = "readings"): Promise<Answered> {
    const body = JSON.stringify(message);
    const { statusCode, body: answer } = await this.pool.request({
      method: "POST",
      path: `/webhooks/devices/${path}`,
      headers: { "content-type": "application/json", ...signedHeaders(signer, body) },
      body,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    });
    return { status: statusCode, body: await answer.text() };
  }

  close(): Promise<void> {
    return this.pool.close();
  }
}

function signedHeaders({ deviceId, key }: Signer, body: string): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const nonce = randomBytes(12).toString("base64url");
  const digest = createHash("sha256").update(body).digest("hex");
  const signature = createHmac("sha256", key).update(`${timestamp}.${nonce}.${digest}`).digest("hex");
  return {
    "x-device-id": deviceId,
    "x-timestamp": timestamp,
    "x-nonce": nonce,
    "x-signature": `v1=${signature}`,
  };
}
