import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeDevice } from "../testing/devices.ts";
import { makePatient } from "../testing/patients.ts";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const page = readFileSync(new URL("../../../../docs/api/devices.md", import.meta.url), "utf8");

test("the example in the guide for devices sends two readings that are stored", async () => {
  const context = world.caller(v7());
  const device = await makeDevice(world, context, { patientId: await makePatient(world, context) });
  const door = createServer((request, response) => {
    void bodyOf(request).then(async (rawBody) => {
      const { status, body } = await world.parts.devices.ingress.handle({
        method: request.method ?? "",
        path: (request.url ?? "").replace("/webhooks/devices/", ""),
        query: new URLSearchParams(),
        headers: Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
        ),
        rawBody,
        address: "127.0.0.1",
        correlationId: v7(),
      });
      response.writeHead(status).end(body);
    });
  });
  await new Promise<void>((resolve) => door.listen(0, resolve));
  const { port } = door.address() as AddressInfo;
  const example = /^```js\n(.*?)^```$/ms.exec(page)?.[1] ?? "";
  const said = await output(example, {
    WEGRAPH_URL: `http://127.0.0.1:${port}`,
    DEVICE_ID: device.id,
    DEVICE_KEY: device.key,
  });
  door.close();
  expect(said).toBe('202 {"accepted":2,"duplicates":0,"rejected":[]}');
});

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

function output(program: string, env: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], { env });
  let text = "";
  child.stdout.on("data", (part: Buffer) => (text += part.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => resolve(text.trim()));
  });
}
