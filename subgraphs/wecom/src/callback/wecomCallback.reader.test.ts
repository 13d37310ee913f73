import { describe, expect, test } from "vitest";
import { callbackSignature, WecomCipher } from "./wecomCipher.ts";
import { readUrlCheck, readWecomCallback, wecomBodyMaxBytes } from "./wecomCallback.reader.ts";
import type { CallbackKeys } from "./wecomCallback.reader.ts";

const keys: CallbackKeys = {
  token: "QDG6eK",
  encodingAesKey: "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
  receiveId: "wx5823bf96d3bd56c7",
};
const cipher = new WecomCipher(keys.encodingAesKey, keys.receiveId);
const now = new Date("2026-11-22T08:00:00Z");

interface Posted {
  query: URLSearchParams;
  body: Buffer;
}

function signed(encrypted: string, timestamp = String(now.getTime() / 1000)): URLSearchParams {
  const nonce = "263014780";
  const signature = callbackSignature(keys.token, timestamp, nonce, encrypted);
  return new URLSearchParams({ msg_signature: signature, timestamp, nonce });
}

function posted(message: string, timestamp?: string): Posted {
  const encrypted = cipher.encrypt(message);
  const body = `<xml><ToUserName><![CDATA[${keys.receiveId}]]></ToUserName><AgentID><![CDATA[218]]></AgentID><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`;
  return { query: signed(encrypted, timestamp), body: Buffer.from(body) };
}

const read = ({ query, body }: Posted, at = now) => readWecomCallback(query, body, keys, at);

const hello = `<xml><ToUserName><![CDATA[${keys.receiveId}]]></ToUserName>
<FromUserName><![CDATA[mycreate]]></FromUserName>
<CreateTime>1409659813</CreateTime>
<MsgType><![CDATA[text]]></MsgType>
<Content><![CDATA[hello]]></Content>
<MsgId>4561255354251345929</MsgId>
<AgentID>218</AgentID>
</xml>`;

const official = {
  query: new URLSearchParams({
    msg_signature: "477715d11cdb4164915debcba66cb864d751f3e6",
    timestamp: "1409659813",
    nonce: "1372623149",
  }),
  encrypted:
    "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==",
};

describe("a callback that is genuine", () => {
  test("the documentation's example is read as the message it is", () => {
    const body = Buffer.from(
      `<xml><ToUserName><![CDATA[${keys.receiveId}]]></ToUserName><Encrypt><![CDATA[${official.encrypted}]]></Encrypt></xml>`,
    );

    const reading = readWecomCallback(official.query, body, keys, new Date(1_409_659_900_000));

    expect(reading).toMatchObject({
      ok: true,
      value: {
        dedupKey: "msg:4561255354251345929",
        event: {
          kind: "message",
          to: keys.receiveId,
          from: "mycreate",
          at: new Date(1_409_659_813_000),
          agentId: "218",
          content: { type: "text", text: "hello" },
        },
      },
    });
  });

  test("a URL check is answered with the bare plain text, plus signs or not", () => {
    const echostr =
      "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==";
    const query = new URLSearchParams({
      msg_signature: "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3",
      timestamp: "1409659589",
      nonce: "263014780",
      echostr,
    });
    const unescaped = new URLSearchParams(query.toString().replaceAll("%2B", "+"));
    const then = new Date(1_409_659_600_000);

    expect(readUrlCheck(query, keys, then)).toEqual({ ok: true, value: "1616140317555161061" });
    expect(readUrlCheck(unescaped, keys, then)).toEqual({ ok: true, value: "1616140317555161061" });
  });

  test("a robot's JSON is read like XML", () => {
    const encrypted = cipher.encrypt(
      JSON.stringify({
        MsgType: "event",
        Event: "enter_agent",
        FromUserName: "lisi",
        CreateTime: 1_409_659_813,
      }),
    );
    const body = Buffer.from(JSON.stringify({ encrypt: encrypted }));

    const reading = readWecomCallback(signed(encrypted), body, keys, now);

    expect(reading).toMatchObject({
      ok: true,
      value: { event: { kind: "app", event: "enter_agent", from: "lisi" } },
    });
  });

  test("a message may talk about DOCTYPE and tags: inside CDATA they are text", () => {
    const text = "<!DOCTYPE html><xml>&amp;&#x41;</xml>";

    const reading = read(posted(hello.replace("hello", text)));

    expect(reading).toMatchObject({ ok: true, value: { event: { content: { type: "text", text } } } });
  });
});

describe("one callback, one key", () => {
  const tagCreated = (id: string) =>
    `<xml><ToUserName>c</ToUserName><FromUserName>sys</FromUserName><CreateTime>1</CreateTime><MsgType>event</MsgType><Event>change_external_tag</Event><ChangeType>create</ChangeType><Id>${id}</Id><TagType>tag</TagType></xml>`;
  const keyOf = (message: string): string => {
    const reading = read(posted(message));
    return reading.ok ? reading.value.dedupKey : reading.refusal;
  };

  test("two deliveries of one event have the same key, although they are encrypted differently", () => {
    expect(keyOf(tagCreated("et1"))).toBe(keyOf(tagCreated("et1")));
  });

  test("two events of the same sender, second and type have different keys", () => {
    expect(keyOf(tagCreated("et1"))).not.toBe(keyOf(tagCreated("et2")));
  });

  test("messages go by their MsgId", () => {
    expect(keyOf(hello)).toBe("msg:4561255354251345929");
  });
});

describe("what is not genuine is refused", () => {
  test("any flipped byte of the encrypted text, its signature, time or nonce", () => {
    const { query, body } = posted(hello);
    const start = body.indexOf("<Encrypt><![CDATA[") + "<Encrypt><![CDATA[".length;
    const end = body.indexOf("]]></Encrypt>");
    for (let at = start; at < end; at++) {
      const changed = Buffer.from(body);
      changed.writeUInt8(changed.readUInt8(at) === 0x41 ? 0x42 : 0x41, at);
      const reading = readWecomCallback(query, changed, keys, now);
      if (!changed.equals(body)) expect(reading).toEqual({ ok: false, refusal: "signature" });
    }
    for (const name of ["msg_signature", "timestamp", "nonce"]) {
      const value = query.get(name) ?? "";
      for (let at = 0; at < value.length; at++) {
        const forged = new URLSearchParams(query);
        forged.set(name, `${value.slice(0, at)}${value[at] === "7" ? "8" : "7"}${value.slice(at + 1)}`);
        expect(readWecomCallback(forged, body, keys, now)).toEqual({ ok: false, refusal: "signature" });
      }
    }
  });

  test.each(["msg_signature", "timestamp", "nonce"])("a call without %s", (name) => {
    const { query, body } = posted(hello);
    query.delete(name);

    expect(read({ query, body })).toEqual({ ok: false, refusal: "signature" });
  });

  test("one signed for another token", () => {
    const { query, body } = posted(hello);

    expect(readWecomCallback(query, body, { ...keys, token: "other" }, now)).toMatchObject({
      refusal: "signature",
    });
    expect(readWecomCallback(query, body, { ...keys, token: "" }, now)).toMatchObject({
      refusal: "signature",
    });
  });

  test("one that was recorded and comes again later than five minutes, or from the future", () => {
    const call = posted(hello);
    const at = (seconds: number) => new Date(now.getTime() + seconds * 1000);

    expect(read(call, at(300)).ok).toBe(true);
    expect(read(call, at(301))).toEqual({ ok: false, refusal: "timestamp" });
    expect(read(call, at(-301))).toEqual({ ok: false, refusal: "timestamp" });
    expect(read(posted(hello, "tomorrow"))).toEqual({ ok: false, refusal: "timestamp" });
  });

  test("one for another corp, though the token and key are right", () => {
    const { query, body } = posted(hello);

    expect(readWecomCallback(query, body, { ...keys, receiveId: "wwother" }, now)).toEqual({
      ok: false,
      refusal: "receive_id",
    });
  });

  test("a signed text that is not encrypted with the key", () => {
    const noise = Buffer.alloc(64, 9).toString("base64");
    const body = Buffer.from(`<xml><Encrypt>${noise}</Encrypt></xml>`);

    expect(read({ query: signed(noise), body })).toEqual({ ok: false, refusal: "undecryptable" });
  });

  test("a body that is too large, before anything else is done with it", () => {
    const { query } = posted(hello);

    expect(readWecomCallback(query, Buffer.alloc(wecomBodyMaxBytes + 1), keys, now)).toEqual({
      ok: false,
      refusal: "too_large",
    });
  });

  test("a body with two encrypted texts, or with none", () => {
    const encrypted = cipher.encrypt(hello);
    const one = `<Encrypt><![CDATA[${encrypted}]]></Encrypt>`;

    for (const body of [`<xml>${one}${one}</xml>`, "<xml></xml>", "", "\ufeff", `\ufeff<xml>${one}</xml>`])
      expect(read({ query: signed(encrypted), body: Buffer.from(body) })).toEqual({
        ok: false,
        refusal: "signature",
      });
    const wide = Buffer.from(`<xml>${one}</xml>`, "utf16le");
    expect(read({ query: signed(encrypted), body: wide })).toEqual({ ok: false, refusal: "signature" });
  });
});

describe("hostile XML behind a genuine signature", () => {
  const bomb = `<!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>`;
  const deep = `${"<a>".repeat(50)}x${"</a>".repeat(50)}`;

  test.each([
    ["a DOCTYPE with entities", `${bomb}<xml><MsgType>&b;</MsgType></xml>`],
    ["a DOCTYPE inside the root", `<xml>${bomb}<MsgType>text</MsgType></xml>`],
    ["a declaration", `<?xml version="1.0"?><xml><MsgType>text</MsgType></xml>`],
    ["a byte-order mark", `\ufeff<xml><MsgType>text</MsgType></xml>`],
    ["another root", `<html><MsgType>text</MsgType></html>`],
    ["two roots", `<xml><MsgType>text</MsgType></xml><xml><MsgType>event</MsgType></xml>`],
    ["a comment", `<xml><!-- --><MsgType>text</MsgType></xml>`],
    ["something after the end", `<xml><MsgType>text</MsgType></xml>more`],
    ["an element that is not closed", `<xml><MsgType>text</xml>`],
    ["a CDATA that is not closed", `<xml><MsgType><![CDATA[text</MsgType></xml>`],
    ["fifty levels", `<xml>${deep}</xml>`],
    ["no XML", "hello"],
    ["nothing", ""],
  ])("%s is refused", (_, message) => {
    expect(read(posted(message))).toEqual({ ok: false, refusal: "malformed" });
  });

  test("an entity of its own is text, nothing more", () => {
    const reading = read(
      posted(`<xml><MsgType>text</MsgType><MsgId>1</MsgId><Content>&x;&lt;</Content></xml>`),
    );

    expect(reading).toMatchObject({ ok: true, value: { event: { content: { text: "&x;<" } } } });
  });

  test.each(["constructor", "__proto__", "prototype"])(
    "an element named %s is refused and pollutes nothing",
    (name) => {
      const reading = read(posted(`<xml><MsgType>event</MsgType><${name}><x>1</x></${name}></xml>`));

      expect(reading).toEqual({ ok: false, refusal: "malformed" });
      expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain("x");
    },
  );

  test("whatever bytes come, it is an answer and not an exception", () => {
    let state = 42;
    const next = (): number => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >>> 8;
    const parts = [
      "<xml>",
      "</xml>",
      "<![CDATA[",
      "]]>",
      "<a>",
      "</a>",
      "&",
      "<!",
      "{",
      '"',
      "__proto__",
      "\0",
      "é",
    ];
    for (let round = 0; round < 500; round++) {
      const message = Array.from({ length: next() % 12 }, () => parts[next() % parts.length]).join("");
      expect(typeof read(posted(`<xml>${message}</xml>`)).ok).toBe("boolean");
      expect(typeof read(posted(message)).ok).toBe("boolean");
    }
  });
});
