import { errcodeInfo } from "./errcodes.ts";
import type { Advice, RefusalKind, Retry } from "./errcodes.ts";

/** How a call of WeCom's server API ends. Nothing is thrown for what the other side does. */
export type ApiOutcome<T> = Accepted<T> | Refused | Unknown;

export interface Accepted<T> {
  readonly kind: "accepted";
  readonly value: T;
}

/** Certain: nothing was done. */
export interface Refused {
  readonly kind: "refused";
  readonly refusal: WecomRefusal;
}

/**
 * The request may have left, and no answer came that tells: it may have been done. Repeat only what WeCom itself keeps
 * from being done twice (message/send with a duplicate check, kf/send_msg with a msgid, and whatever only reads).
 */
export interface Unknown {
  readonly kind: "unknown";
  readonly cause: UnknownCause;
  /** For the log; no address, no token. */
  readonly message: string;
}

export type UnknownCause = "timeout" | "connection_lost" | "server_error" | "malformed_answer" | "aborted";

/** Why WeCom, or the way there, said no. */
export interface WecomRefusal {
  /** Undefined where WeCom was not reached at all. */
  readonly errcode: number | undefined;
  /** WeCom's own words, for the log; never to be branched on. */
  readonly errmsg: string;
  readonly kind: RefusalKind | "unreachable";
  readonly retry: Retry;
  /** Our address as WeCom sees it, where it says so: what belongs among the trusted IPs. */
  readonly fromIp: string | undefined;
  readonly en: Advice;
  readonly zh: Advice;
}

export function accepted<T>(value: T): Accepted<T> {
  return { kind: "accepted", value };
}

export function unknown(cause: UnknownCause, message: string): Unknown {
  return { kind: "unknown", cause, message };
}

const errmsgMax = 500;

export function refusedBy(errcode: number, errmsg: string): Refused {
  const { kind, retry, en, zh } = errcodeInfo(errcode);
  const fromIp = /from ip: ?([0-9a-fA-F.:]{2,45})/.exec(errmsg)?.[1]?.replace(/[.:]$/, "");
  return {
    kind: "refused",
    refusal: { errcode, errmsg: errmsg.slice(0, errmsgMax), kind, retry, fromIp, en, zh },
  };
}

/** The request never left this machine, or the token for it could not be had. */
export function unreachable(message: string): Refused {
  return {
    kind: "refused",
    refusal: {
      errcode: undefined,
      errmsg: message.slice(0, errmsgMax),
      kind: "unreachable",
      retry: { kind: "jittered", attemptsMax: 10 },
      fromIp: undefined,
      en: {
        meaning: "WeCom could not be reached.",
        action: "Nothing: it is tried again by itself. If it lasts, check the network.",
      },
      zh: { meaning: "无法连接企业微信服务器。", action: "系统会自动重试；若持续出现，请检查网络。" },
    },
  };
}

/** The address is typed in by a customer; behind it is something on our own network, where it has no business. */
export function privateAddress(): Refused {
  return {
    kind: "refused",
    refusal: {
      errcode: undefined,
      errmsg: "The address is not a public one.",
      kind: "account",
      retry: { kind: "never" },
      fromIp: undefined,
      en: {
        meaning: "The API's address is not a public one.",
        action: "Correct the address of WeCom's API.",
      },
      zh: { meaning: "接口地址不是公网地址。", action: "请更正企业微信接口地址。" },
    },
  };
}
