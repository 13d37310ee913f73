import { createHash, createHmac } from "node:crypto";
import type { Arrivals } from "../receivers/arrivals.ts";
import { headerOf } from "../receivers/receiver.ts";
import type { Receiver, ReceiverAnswer, ReceiverCall } from "../receivers/receiver.ts";

/** The key that is let in. */
const aliyunKey = { id: "simulator", secret: "aliyun-simulator-secret" };
const goodMs = 15 * 60_000;

interface Sent {
  phone: string;
  outId: string;
  template: string;
  at: number;
}

/** Aliyun's Dysmsapi with signature V3: SendSms and QuerySendDetails. */
export function aliyun(arrivals: Arrivals, now: () => number): Receiver {
  const sent: Sent[] = [];
  return {
    name: "aliyun",
    take(call) {
      const { query } = call;
      const problem = signatureProblem(call, now());
      if (problem) return problem;
      if (headerOf(call, "x-acs-action") === "QuerySendDetails") return details(sent, query);
      const phone = query.get("PhoneNumbers") ?? "";
      if (!/^(?:\+?86)?1\d{10}$/.test(phone)) return refused("isv.MOBILE_NUMBER_ILLEGAL", "手机号码格式错误");
      if (!isObject(query.get("TemplateParam") ?? ""))
        return refused("isv.INVALID_JSON_PARAM", "JSON参数不合法");
      sent.push({
        phone,
        outId: query.get("OutId") ?? "",
        template: query.get("TemplateCode") ?? "",
        at: now(),
      });
      arrivals.add({
        receiver: "aliyun",
        to: phone,
        title: query.get("SignName") ?? "",
        text: query.get("TemplateParam") ?? "",
        id: query.get("OutId") ?? "",
      });
      return {
        status: 200,
        body: { Code: "OK", Message: "OK", BizId: `${now()}^${sent.length}`, RequestId: "1" },
      };
    },
    refusal: (of) =>
      of === "limit"
        ? {
            status: 400,
            body: { Code: "Throttling.User", Message: "Request was denied due to user flow control." },
          }
        : {
            status: 400,
            body: { Code: "SignatureDoesNotMatch", Message: "Specified signature is not matched." },
          },
  };
}

function details(sent: readonly Sent[], query: URLSearchParams): ReceiverAnswer {
  const day = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll("-", "");
  const found = sent.filter(
    ({ phone, at }) => phone === query.get("PhoneNumber") && day(at) === query.get("SendDate"),
  );
  const SmsSendDetailDTO = found.map(({ outId, template, phone }) => ({
    OutId: outId,
    TemplateCode: template,
    PhoneNum: phone,
    SendStatus: 3,
    ErrCode: "DELIVERED",
  }));
  return {
    status: 200,
    body: { Code: "OK", Message: "OK", TotalCount: found.length, SmsSendDetailDTOs: { SmsSendDetailDTO } },
  };
}

function signatureProblem(call: ReceiverCall, now: number): ReceiverAnswer | undefined {
  const form = /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/;
  const [, id, names = "", signature] = form.exec(headerOf(call, "authorization")) ?? [];
  if (id !== aliyunKey.id)
    return {
      status: 404,
      body: { Code: "InvalidAccessKeyId.NotFound", Message: "Specified access key is not found." },
    };
  const at = Date.parse(headerOf(call, "x-acs-date"));
  if (!(Math.abs(now - at) <= goodMs))
    return {
      status: 400,
      body: { Code: "InvalidTimeStamp.Expired", Message: "Specified time stamp is expired." },
    };
  const wanted = ["host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce"];
  const signed = names.split(";");
  const canonical = [
    "POST",
    headerOf(call, "x-simulator-path"),
    [...call.query]
      .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
      .toSorted()
      .join("&"),
    ...signed.map((name) => `${name}:${headerOf(call, name).trim()}`),
    "",
    names,
    sha256(call.raw),
  ].join("\n");
  const expected = createHmac("sha256", aliyunKey.secret)
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
    .digest("hex");
  return wanted.every((name) => signed.includes(name)) && signature === expected
    ? undefined
    : {
        status: 400,
        body: { Code: "SignatureDoesNotMatch", Message: "Specified signature is not matched." },
      };
}

function refused(Code: string, Message: string): ReceiverAnswer {
  return { status: 200, body: { Code, Message, RequestId: "1" } };
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null;
  } catch {
    return false;
  }
}

function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
