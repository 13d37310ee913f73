import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import { v7 } from "uuid";
import { receiveWebhook } from "../callback/webhook.ts";
import type { WecomParts } from "../parts.ts";

export interface WebhookDoor {
  publicUrl: string;
  close(): Promise<void>;
}

/** Stands for the gateway: what the simulator calls in with goes to the ingress, byte by byte. */
export async function openWebhookDoor(partsNow: () => WecomParts | undefined): Promise<WebhookDoor> {
  const gateway = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const parts = partsNow();
      if (!parts) return void response.writeHead(503).end();
      handOn(parts, request, Buffer.concat(chunks)).then(
        ({ status, body = "" }) => response.writeHead(status).end(body),
        () => response.writeHead(500).end(),
      );
    });
  });
  await new Promise<void>((resolve) => {
    gateway.listen(0, "127.0.0.1", resolve);
  });
  const address = gateway.address();
  if (address === null || typeof address === "string") throw new Error("the gateway has no port");
  return {
    publicUrl: `http://127.0.0.1:${address.port}`,
    async close() {
      gateway.closeAllConnections();
      await new Promise<void>((resolve) => void gateway.close(() => resolve()));
    },
  };
}

function handOn({ ingress, callbacks }: WecomParts, request: IncomingMessage, rawBody: Buffer) {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const { pathname, searchParams: query } = new URL(request.url ?? "/", "http://gateway");
  return receiveWebhook(
    { instances: ingress, apps: callbacks.ingress },
    {
      method: request.method ?? "",
      path: pathname.replace("/webhooks/wecom/", ""),
      query,
      headers,
      rawBody,
      address: "127.0.0.1",
      correlationId: v7(),
    },
  );
}
