import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Answer } from "../../webhook/outbound/answer.ts";
import type { Poster } from "../../webhook/outbound/poster.ts";
import { refused } from "../adapter.ts";
import type { ChannelAdapter, DeliveryFailure, Outcome, Settings, Trace } from "../adapter.ts";
import { acs3Signature, sha256 } from "./acs3.ts";
import { httpOutcome } from "./httpOutcome.ts";
import { smsText } from "./smsText.ts";

const version = "2017-05-25";
/** A day of China, by which the vendor files what it sent. */
const chinaMs = 8 * 3_600_000;

/** Codes of SendSms; whatever else begins with "isv." is the account's own mistake. */
const failures: Readonly<Record<string, DeliveryFailure>> = {
  "isv.BUSINESS_LIMIT_CONTROL": "RATE_LIMITED",
  "isv.DAY_LIMIT_CONTROL": "RATE_LIMITED",
  "isv.MOBILE_NUMBER_ILLEGAL": "RECIPIENT_REFUSED",
  "isv.MOBILE_COUNT_OVER_LIMIT": "RECIPIENT_REFUSED",
  "isv.AMOUNT_NOT_ENOUGH": "ACCOUNT_REFUSED",
  "isv.OUT_OF_SERVICE": "ACCOUNT_REFUSED",
  "isp.RAM_PERMISSION_DENY": "CREDENTIAL_REFUSED",
  SignatureDoesNotMatch: "CREDENTIAL_REFUSED",
  "InvalidAccessKeyId.NotFound": "CREDENTIAL_REFUSED",
};

const detailsShape = z.object({
  SmsSendDetailDTOs: z.object({
    SmsSendDetailDTO: z.array(
      z.object({ OutId: z.string().optional(), SendStatus: z.number(), ErrCode: z.string().optional() }),
    ),
  }),
});

/**
 * Aliyun's SMS (Dysmsapi 2017-05-25). SendSms is not idempotent: after an answer that did not come, QuerySendDetails is
 * asked for the OutId, which is the delivery's own.
 */
export function aliyunSms(poster: Poster, clock: () => Date): ChannelAdapter {
  const call = (settings: Settings, action: string, query: Record<string, string>): Promise<Answer> => {
    const endpoint = new URL(settings["endpoint"] ?? "");
    const headers = {
      host: endpoint.host,
      "x-acs-action": action,
      "x-acs-version": version,
      "x-acs-date": `${clock().toISOString().slice(0, 19)}Z`,
      "x-acs-signature-nonce": randomUUID().replaceAll("-", ""),
      "x-acs-content-sha256": sha256(""),
    };
    const request = { method: "POST", path: endpoint.pathname, query, headers };
    const { canonicalQuery, signature, signedHeaders } = acs3Signature(
      request,
      settings["accessKeySecret"] ?? "",
    );
    const credential = `Credential=${settings["accessKeyId"]},SignedHeaders=${signedHeaders},Signature=${signature}`;
    endpoint.search = canonicalQuery;
    return poster.post(
      endpoint.href,
      { ...headers, accept: "application/json", authorization: `ACS3-HMAC-SHA256 ${credential}` },
      "",
    );
  };

  return {
    async send(settings, message, to): Promise<Outcome> {
      const answer = await call(settings, "SendSms", {
        PhoneNumbers: to ?? "",
        SignName: settings["signName"] ?? "",
        TemplateCode: settings["templateCode"] ?? "",
        TemplateParam: JSON.stringify({ [settings["templateParameter"] ?? ""]: smsText(message) }),
        OutId: message.id,
      });
      return httpOutcome(answer, ({ Code: code, BizId: reference }, shown) => {
        if (code === "OK")
          return { kind: "DONE", reference: typeof reference === "string" ? reference : null, answer: shown };
        return typeof code === "string" ? refusalOf(code, shown) : undefined;
      });
    },

    async trace(settings, message, to): Promise<Trace> {
      const day = new Date(message.at.getTime() + chinaMs).toISOString().slice(0, 10).replaceAll("-", "");
      const answer = await call(settings, "QuerySendDetails", {
        PhoneNumber: to ?? "",
        SendDate: day,
        PageSize: "50",
        CurrentPage: "1",
      });
      let trace: Trace | undefined;
      const outcome = httpOutcome(answer, (body, shown) => {
        const details = detailsShape.safeParse(body);
        if (!details.success) return undefined;
        const found = details.data.SmsSendDetailDTOs.SmsSendDetailDTO.find(
          ({ OutId }) => OutId === message.id,
        );
        trace = found ? undefined : { kind: "NO_TRACE" };
        // 2: it was not delivered. 1 and 3: under way, and delivered.
        if (found?.SendStatus === 2) return refused("RECIPIENT_REFUSED", { answer: shown });
        return { kind: "DONE", reference: null, answer: shown };
      });
      if (trace) return trace;
      // That the question failed says nothing of what it asked for.
      return outcome.kind === "REFUSED" && outcome.failure !== "RECIPIENT_REFUSED"
        ? { kind: "UNKNOWN", failure: outcome.failure, answer: outcome.answer }
        : outcome;
    },
  };
}

function refusalOf(code: string, answer: string | null): Outcome {
  if (code.startsWith("Throttling")) return refused("RATE_LIMITED", { isFinal: false, answer });
  if (code === "isp.SYSTEM_ERROR" || code === "ServiceUnavailable")
    return { kind: "UNKNOWN", failure: "SERVER_ERROR", answer };
  return refused(failures[code] ?? "CONTENT_REFUSED", { answer });
}
