import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { freshSecret, signedHeaders } from "./signature.ts";

test("signs as the test vector of Standard Webhooks says", () => {
  const headers = signedHeaders(["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], {
    id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
    at: new Date(1_614_265_330_999),
    body: '{"test": 2432232314}',
  });

  expect(headers).toEqual({
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
});

test("while a secret is replaced, the official library accepts with either, and with no other", () => {
  const [fresh, previous, other] = [freshSecret(), freshSecret(), freshSecret()];
  const body = '{"type":"账号","data":{}}';
  const headers = signedHeaders([fresh, previous], { id: "evt", at: new Date(), body });

  expect(new Webhook(fresh).verify(body, headers)).toEqual(JSON.parse(body));
  expect(new Webhook(previous).verify(body, headers)).toEqual(JSON.parse(body));
  expect(() => new Webhook(other).verify(body, headers)).toThrow();
  expect(() => new Webhook(fresh).verify(`${body} `, headers)).toThrow();
});

test("a secret has 32 bytes and is never the same", () => {
  const secret = freshSecret();
  expect(secret).toMatch(/^whsec_/);
  expect(Buffer.from(secret.slice(6), "base64")).toHaveLength(32);
  expect(freshSecret()).not.toBe(secret);
});
