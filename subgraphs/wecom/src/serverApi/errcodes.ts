import { oneOf } from "@wegraph/kit/codes";
import { errcodeRows } from "./errcodes.table.ts";
import type { ErrcodeRow } from "./errcodes.table.ts";

/** What is to be done about a refusal, and what it is a fault of. */
export type RefusalKind =
  /** WeCom is busy, or too much runs at once: again soon, with a random wait. */
  | "busy"
  /** Too often: this corp and this API have to pause. */
  | "frequency"
  /** The token is not good any more: get another, once. */
  | "token"
  /** The application or its rights: nothing of this account works until a person has acted. */
  | "account"
  /** This recipient cannot be reached; others can. */
  | "recipient"
  /** What was asked for is wrong in itself; repeated, it is refused again. */
  | "message";

/** Whether the same call may succeed later without anybody changing anything. */
export type Retry =
  | { readonly kind: "never" }
  | { readonly kind: "jittered"; readonly attemptsMax: number }
  /** Milliseconds this (corp, API) should rest. */
  | { readonly kind: "pause"; readonly pauseMs: number }
  | { readonly kind: "refresh_token" };

/** In plain words, for those who run the account. */
export interface Advice {
  readonly meaning: string;
  readonly action: string;
}

export interface ErrcodeInfo {
  readonly errcode: number;
  readonly kind: RefusalKind;
  readonly retry: Retry;
  readonly en: Advice;
  readonly zh: Advice;
  /** False for a code that is not in the table; its class is a cautious guess. */
  readonly isKnown: boolean;
}

const retries: Readonly<Record<RefusalKind, Retry>> = {
  busy: { kind: "jittered", attemptsMax: 3 },
  // A minute's limit blocks for a minute; one that blocks longer shows itself by refusing again (WeCom path/90312).
  frequency: { kind: "pause", pauseMs: 60_000 },
  token: { kind: "refresh_token" },
  account: { kind: "never" },
  recipient: { kind: "never" },
  message: { kind: "never" },
};

const kinds = [
  "busy",
  "frequency",
  "token",
  "account",
  "recipient",
  "message",
] as const satisfies RefusalKind[];

const byCode: ReadonlyMap<number, ErrcodeInfo> = new Map(
  errcodeRows.map((row) => [row[0], infoOf(row)] as const),
);

export const errcodes: readonly ErrcodeInfo[] = [...byCode.values()];

/** What an errcode means. One we do not know is taken for the message's own fault: never repeated blindly. */
export function errcodeInfo(errcode: number): ErrcodeInfo {
  return byCode.get(errcode) ?? unknownCode(errcode);
}

function infoOf([errcode, name, enMeaning, enAction, zhMeaning, zhAction]: ErrcodeRow): ErrcodeInfo {
  const kind = oneOf(kinds, name);
  return {
    errcode,
    kind,
    retry: retries[kind],
    en: { meaning: enMeaning, action: enAction },
    zh: { meaning: zhMeaning, action: zhAction },
    isKnown: true,
  };
}

function unknownCode(errcode: number): ErrcodeInfo {
  return {
    errcode,
    kind: "message",
    retry: retries.message,
    en: {
      meaning: `WeCom refused with a code that is not in our table (${errcode}).`,
      action: "Look the code up in WeCom's list of global error codes.",
    },
    zh: {
      meaning: `企业微信返回了未收录的错误码（${errcode}）。`,
      action: "请在企业微信全局错误码文档中查询该错误码。",
    },
    isKnown: false,
  };
}
