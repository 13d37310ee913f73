import { z } from "zod";
import type { Poster } from "../../webhook/outbound/poster.ts";
import { refused } from "../adapter.ts";
import type { ChannelAdapter, DeliveryFailure, Outcome } from "../adapter.ts";
import { httpOutcome } from "./httpOutcome.ts";
import { smsText } from "./smsText.ts";
import { tc3Signature } from "./tc3.ts";

const action = "SendSms";
const contentType = "application/json; charset=utf-8";

const answerShape = z.object({
  Error: z.object({ Code: z.string() }).optional(),
  SendStatusSet: z.array(z.object({ SerialNo: z.string(), Code: z.string() })).optional(),
});

/** By how a code begins. */
const failures: readonly (readonly [string, DeliveryFailure])[] = [
  ["AuthFailure", "CREDENTIAL_REFUSED"],
  ["UnauthorizedOperation", "CREDENTIAL_REFUSED"],
  ["LimitExceeded", "RATE_LIMITED"],
  ["FailedOperation.InsufficientBalance", "ACCOUNT_REFUSED"],
  ["FailedOperation.PhoneNumber", "RECIPIENT_REFUSED"],
  ["InvalidParameterValue.IncorrectPhoneNumber", "RECIPIENT_REFUSED"],
];

/**
 * Tencent Cloud's SMS (2021-01-11). Its list of what was sent is a service apart that has to be applied for, so an
 * answer that did not come stays unknown, and nothing is repeated.
 */
export function tencentSms(poster: Poster, clock: () => Date): ChannelAdapter {
  return {
    async send(settings, message, to): Promise<Outcome> {
      const endpoint = new URL(settings["endpoint"] ?? "");
      const body = JSON.stringify({
        PhoneNumberSet: [to],
        SmsSdkAppId: settings["sdkAppId"],
        SignName: settings["signName"],
        TemplateId: settings["templateId"],
        TemplateParamSet: [smsText(message)],
        SessionContext: message.id,
      });
      const timestampSeconds = Math.floor(clock().getTime() / 1_000);
      const { credentialScope, signedHeaders, signature } = tc3Signature(
        { service: "sms", host: endpoint.host, contentType, action, body, timestampSeconds },
        settings["secretKey"] ?? "",
      );
      const credential = `Credential=${settings["secretId"]}/${credentialScope}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
      const headers = {
        "content-type": contentType,
        "x-tc-action": action,
        "x-tc-version": "2021-01-11",
        "x-tc-region": settings["region"] ?? "",
        "x-tc-timestamp": String(timestampSeconds),
        authorization: `TC3-HMAC-SHA256 ${credential}`,
      };
      return httpOutcome(await poster.post(endpoint.href, headers, body), ({ Response }, answer) => {
        const response = answerShape.safeParse(Response);
        if (!response.success) return undefined;
        const [status] = response.data.SendStatusSet ?? [];
        if (status?.Code === "Ok") return { kind: "DONE", reference: status.SerialNo, answer };
        const code = status?.Code ?? response.data.Error?.Code;
        return code === undefined ? undefined : refusalOf(code, answer);
      });
    },
  };
}

function refusalOf(code: string, answer: string | null): Outcome {
  if (code.startsWith("RequestLimitExceeded")) return refused("RATE_LIMITED", { isFinal: false, answer });
  if (code.startsWith("InternalError")) return { kind: "UNKNOWN", failure: "SERVER_ERROR", answer };
  const [, failure] = failures.find(([beginning]) => code.startsWith(beginning)) ?? [];
  return refused(failure ?? "CONTENT_REFUSED", { answer });
}
