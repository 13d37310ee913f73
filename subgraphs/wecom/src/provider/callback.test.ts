import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import { type Simulator, startSimulator } from "@wegraph/simulators/simulator";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type CallbackReading, callbackSecret, readCallback, type SignedRequest } from "./callback.ts";
import { InstanceProvider } from "./instance.provider.ts";
import type { ProviderCorp } from "./provider.ts";

const now = new Date("2026-11-22T05:02:00.000Z");
const secret = callbackSecret(Buffer.alloc(32, 1));
const otherSecret = callbackSecret(Buffer.alloc(32, 2));

const told = {
  id: "evt-1",
  guid: "5f0c8a5e-8a04-4f3a-9d55-2f5fb1a7c0de",
  seq: 2,
  event: "scanned",
  at: "2026-11-22T05:02:00.000Z",
  data: {
    guid: "5f0c8a5e-8a04-4f3a-9d55-2f5fb1a7c0de",
    name: "Sales 01",
    state: "waiting_confirm",
    seq: 2,
    recoverable: false,
    scannedBy: "王伟",
  },
};

function signed(body: unknown, { key = secret, id = "evt-1", at = now } = {}): SignedRequest {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signature = createHmac("sha256", Buffer.from(key.slice(6), "base64"))
    .update(`${id}.${timestamp}.`)
    .update(bytes)
    .digest("base64");
  return {
    headers: {
      "webhook-id": id,
      "webhook-timestamp": timestamp,
      "webhook-signature": `v1,${signature}`,
    },
    body: bytes,
  };
}

const refusal = (request: SignedRequest, secrets = [secret]): unknown => {
  const reading = readCallback(request, secrets, now);
  return reading.ok ? "accepted" : reading.refusal;
};

describe("reading a callback", () => {
  test("what is signed is read", () => {
    const reading = readCallback(signed(told), [secret], now);

    expect(reading).toMatchObject({
      ok: true,
      callback: {
        event: "scanned",
        seq: 2,
        at: now,
        instance: { state: "waiting_confirm", scannedBy: "王伟" },
      },
    });
  });

  test("the example of the protocol's document is right", () => {
    const body =
      '{"id":"evt-1","guid":"g1","seq":1,"event":"online","at":"2026-11-22T05:02:00.000Z","data":{"guid":"g1","name":"Sales 01","state":"online","seq":1,"recoverable":true}}';
    const headers = {
      "webhook-id": "evt-1",
      "webhook-timestamp": "1795323720",
      "webhook-signature": "v1,qkI4mk/oq8mRU3rWzVbzzeCqGfU+jWKWPz/cFK8ldc0=",
    };

    expect(refusal({ headers, body: Buffer.from(body) })).toBe("accepted");
  });

  test.each<[string, SignedRequest]>([
    ["another secret", signed(told, { key: otherSecret })],
    ["another body", { ...signed(told), body: signed({ ...told, seq: 3 }).body }],
    ["another id", { ...signed(told), headers: { ...signed(told).headers, "webhook-id": "evt-2" } }],
    [
      "another time",
      { ...signed(told), headers: { ...signed(told).headers, "webhook-timestamp": "1795323721" } },
    ],
    [
      "no signature",
      { ...signed(told), headers: { ...signed(told).headers, "webhook-signature": undefined } },
    ],
    [
      "an empty signature",
      { ...signed(told), headers: { ...signed(told).headers, "webhook-signature": "v1," } },
    ],
    [
      "another version",
      { ...signed(told), headers: { ...signed(told).headers, "webhook-signature": "v2,AAAA" } },
    ],
    ["no headers", { headers: {}, body: Buffer.alloc(0) }],
    [
      "a header twice",
      { ...signed(told), headers: { ...signed(told).headers, "webhook-id": ["evt-1", "evt-1"] } },
    ],
  ])("a forgery with %s is refused", (_, request) => {
    expect(refusal(request)).toBe("signature");
  });

  test("without a usable secret nothing is accepted, not even what is signed with an empty key", () => {
    expect(refusal(signed(told, { key: "whsec_" }), ["whsec_", "", "whsec_AAAA"])).toBe("signature");
    expect(refusal(signed(told), [])).toBe("signature");
  });

  test.each([
    [-301, "timestamp"],
    [-300, "accepted"],
    [300, "accepted"],
    [301, "timestamp"],
  ])("sent %i s from our clock it is %s", (seconds, result) => {
    const at = new Date(now.getTime() + seconds * 1000);

    expect(refusal(signed(told, { at }))).toBe(result);
  });

  test("during a rotation the old and the new secret are both good, and both may be offered", () => {
    const [first, second] = [signed(told), signed(told, { key: otherSecret })];
    const both = [first, second].map(({ headers }) => headers["webhook-signature"]).join(" ");

    expect(refusal(first, [otherSecret, secret])).toBe("accepted");
    expect(refusal(second, [otherSecret, secret])).toBe("accepted");
    expect(
      refusal({ ...first, headers: { ...first.headers, "webhook-signature": both } }, [otherSecret]),
    ).toBe("accepted");
  });

  test.each<[string, unknown]>([
    ["no JSON", Buffer.from("{")],
    ["broken UTF-8", Buffer.from([0x22, 0xff, 0x22])],
    ["an event nobody knows", { ...told, event: "exploded" }],
    ["a seq of 0", { ...told, seq: 0 }],
    ["data of another instance", { ...told, data: { ...told.data, guid: "other" } }],
    ["data of another moment", { ...told, data: { ...told.data, seq: 9 } }],
    ["another id than in the header", { ...told, id: "evt-2" }],
  ])("signed, but with %s: malformed", (_, body) => {
    expect(refusal(signed(body))).toBe("malformed");
  });

  test("too large is refused before anything else", () => {
    expect(refusal({ headers: {}, body: Buffer.alloc(64 * 1024 + 1) })).toBe("too_large");
  });
});

describe("what the simulator sends", () => {
  const corp = { baseUrl: "", secret: "secret" } satisfies ProviderCorp;
  let simulator: Simulator;
  let receiver: Server;
  let provider: InstanceProvider;
  let callbackUrl: string;
  let received: { request: SignedRequest; reading: CallbackReading }[] = [];

  beforeAll(async () => {
    simulator = await startSimulator({ secret: corp.secret, seed: "seed", life: false });
    corp.baseUrl = simulator.url;
    provider = new InstanceProvider({ trustedOrigins: [simulator.url] });
    receiver = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const signedRequest = { headers: request.headers, body: Buffer.concat(chunks) };
        const reading = readCallback(signedRequest, [secret, otherSecret], new Date());
        received.push({ request: signedRequest, reading });
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    const address = receiver.address();
    callbackUrl = `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}/webhooks`;
  });
  afterAll(async () => {
    await provider.close();
    await simulator.close();
    receiver.closeAllConnections();
    receiver.close();
  });

  beforeEach(() => {
    received = [];
  });
  afterEach(() => control("DELETE", "/faults"));

  const control = async (method: string, path: string, body?: unknown): Promise<void> => {
    const headers = { "content-type": "application/json" };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`${simulator.url}/control${path}`, { method, headers, ...sent });
    if (!response.ok) throw new Error(await response.text());
  };
  const events = (): unknown[] =>
    received.map(({ reading }) =>
      reading.ok ? `${reading.callback.seq} ${reading.callback.event}` : reading.refusal,
    );

  const loggedIn = async (clientToken: string): Promise<string> => {
    const input = { name: "Sales 01", clientToken, callback: { url: callbackUrl, secret } };
    const created = await provider.createInstance(corp, input);
    if (created.kind !== "done") throw new Error(created.message);
    const { guid } = created.value;
    await provider.startLogin(corp, guid);
    await control("POST", `/instances/${guid}/scan`);
    await control("POST", `/instances/${guid}/confirm`);
    return guid;
  };

  test("is each event once, in order and verifiable", async () => {
    const guid = await loggedIn("a");
    await control("POST", `/instances/${guid}/kick`);

    await expect.poll(events).toEqual(["1 qr_refreshed", "2 scanned", "3 online", "4 kicked"]);
    const [first] = received;
    expect(first?.reading.ok && first.reading.callback.instance.qr?.imagePng).toMatch(/^iVBOR/);
  });

  test("replayed within the window is recognised by its seq, and later refused", async () => {
    await loggedIn("b");
    await expect.poll(() => received.length).toBe(3);
    const { request } = received[0] ?? { request: { headers: {}, body: Buffer.alloc(0) } };

    const soon = readCallback(request, [secret], new Date());
    const late = readCallback(request, [secret], new Date(Date.now() + 302_000));

    const lastSeq = 3;
    expect(soon.ok && soon.callback.seq > lastSeq).toBe(false);
    expect(late).toEqual({ ok: false, refusal: "timestamp" });
  });

  test("duplicate, late and lost on demand: seq tells, and what was lost can be asked for", async () => {
    const guid = await loggedIn("c");
    await expect.poll(() => received.length).toBe(3);

    await control("PUT", "/faults", { callback: { duplicateRate: 1 } });
    await control("POST", `/instances/${guid}/lose-connection`);
    await expect.poll(events).toEqual(["1 qr_refreshed", "2 scanned", "3 online", "4 offline", "4 offline"]);

    await control("PUT", "/faults", { callback: { lateRate: 1, lateMs: 200 } });
    await provider.recover(corp, guid);
    await control("PUT", "/faults", {});
    await control("POST", `/instances/${guid}/kick`);
    await expect.poll(() => events().slice(5)).toEqual(["6 kicked", "5 online"]);

    await control("PUT", "/faults", { callback: { lostRate: 1 } });
    await provider.startLogin(corp, guid);
    const seen = await provider.inspect(corp, guid);
    expect(seen.kind === "done" && seen.value.seq).toBe(7);
    expect(events()).toHaveLength(7);
  });

  test("goes to the new address with the new secret once they are set", async () => {
    const guid = await loggedIn("d");
    await expect.poll(() => received.length).toBe(3);

    await provider.setCallback(corp, guid, { url: `${callbackUrl}/new`, secret: otherSecret });
    await control("POST", `/instances/${guid}/expire`);

    await expect.poll(() => events().at(-1)).toBe("4 expired");
    const last = received.at(-1);
    expect(last && readCallback(last.request, [secret], new Date()).ok).toBe(false);
  });
});
