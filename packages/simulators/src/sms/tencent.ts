import { createHash, createHmac } from "node:crypto";
import { z } from "zod";
import type { Arrivals } from "../receivers/arrivals.ts";
import { headerOf, jsonOf } from "../receivers/receiver.ts";
import type { Receiver, ReceiverAnswer, ReceiverCall } from "../receivers/receiver.ts";

const tencentKey = { id: "simulator", secret: "tencent-simulator-secret" };
const goodSeconds = 300;

const bodyShape = z.object({
  PhoneNumberSet: z.array(z.string()).min(1).max(200),
  SmsSdkAppId: z.string(),
  SignName: z.string(),
  TemplateId: z.string(),
  TemplateParamSet: z.array(z.string()),
  SessionContext: z.string().max(512).default(""),
});

/** Tencent Cloud's SendSms (2021-01-11) with TC3-HMAC-SHA256. */
export function tencent(arrivals: Arrivals, now: () => number): Receiver {
  return {
    name: "tencent",
    take(call) {
      if (!isSigned(call, now()))
        return error("AuthFailure.SignatureFailure", "The provided credentials could not be validated.");
      const body = bodyShape.safeParse(jsonOf(call));
      if (!body.success) return error("InvalidParameter", "Invalid parameter.");
      const { PhoneNumberSet, SignName, TemplateParamSet, SessionContext } = body.data;
      const statuses = PhoneNumberSet.map((PhoneNumber, n) => {
        const isGood = /^(?:\+?\d{1,3})?\d{7,12}$/.test(PhoneNumber);
        if (isGood)
          arrivals.add({
            receiver: "tencent",
            to: PhoneNumber,
            title: SignName,
            text: TemplateParamSet.join(" "),
            id: SessionContext,
          });
        return {
          SerialNo: isGood ? `${now()}:${n}` : "",
          PhoneNumber,
          Fee: isGood ? 1 : 0,
          SessionContext,
          Code: isGood ? "Ok" : "InvalidParameterValue.IncorrectPhoneNumber",
          Message: isGood ? "send success" : "phone number is incorrect",
          IsoCode: "CN",
        };
      });
      return { status: 200, body: { Response: { SendStatusSet: statuses, RequestId: "1" } } };
    },
    refusal: (of) =>
      of === "limit"
        ? error("RequestLimitExceeded", "Requests are too frequent.")
        : error("AuthFailure.SignatureFailure", "The provided credentials could not be validated."),
  };
}

function isSigned(call: ReceiverCall, now: number): boolean {
  const form =
    /^TC3-HMAC-SHA256 Credential=([^/]+)\/(\d{4}-\d\d-\d\d)\/sms\/tc3_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;
  const [, id, date = "", names = "", signature] = form.exec(headerOf(call, "authorization")) ?? [];
  const timestamp = headerOf(call, "x-tc-timestamp");
  if (id !== tencentKey.id || Math.abs(now / 1_000 - Number(timestamp)) > goodSeconds) return false;
  if (date !== new Date(Number(timestamp) * 1_000).toISOString().slice(0, 10)) return false;
  const canonical = [
    "POST",
    "/",
    "",
    ...names.split(";").map((name) => {
      const value = headerOf(call, name);
      return `${name}:${name === "x-tc-action" ? value.toLowerCase() : value}`;
    }),
    "",
    names,
    sha256(call.raw),
  ].join("\n");
  const text = `TC3-HMAC-SHA256\n${timestamp}\n${date}/sms/tc3_request\n${sha256(canonical)}`;
  const dated = createHmac("sha256", `TC3${tencentKey.secret}`).update(date).digest();
  const ofService = createHmac("sha256", dated).update("sms").digest();
  const key = createHmac("sha256", ofService).update("tc3_request").digest();
  return createHmac("sha256", key).update(text).digest("hex") === signature;
}

function error(Code: string, Message: string): ReceiverAnswer {
  return { status: 200, body: { Response: { Error: { Code, Message }, RequestId: "1" } } };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
