import { z } from "zod";
import { endpoint, outcomeOf, pathOf } from "./endpoint.ts";
import { unreachable } from "./outcome.ts";
import type { Refused } from "./outcome.ts";
import type { WecomHttp } from "./wecomHttp.ts";

/** Who calls: each secret of a corp has tokens of its own (WeCom path/91039). */
export interface AppAccess {
  readonly corpId: string;
  readonly secret: string;
}

export interface FreshToken {
  readonly kind: "token";
  readonly token: string;
  readonly expiresInMs: number;
}

/** Fetches a token, or says why there is none. Never throws. */
export type FetchToken = (app: AppAccess) => Promise<FreshToken | Refused>;

/** Below the cache's lock: whoever holds the lock has an answer, or has given up, before it can be lost. */
const tokenTimeoutMs = 5_000;

const gettoken = endpoint(
  "GET",
  "gettoken",
  z.object({ access_token: z.string().min(1).max(512), expires_in: z.int().positive() }),
);

export function tokenSource(http: WecomHttp): FetchToken {
  return async ({ corpId: corpid, secret: corpsecret }) => {
    const path = pathOf(gettoken.api, { corpid, corpsecret });
    const answer = await http.run({
      method: "GET",
      path,
      timeoutMs: tokenTimeoutMs,
      answerMaxBytes: 16 * 1024,
    });
    const outcome = answer.kind === "answer" ? outcomeOf(answer, gettoken) : answer;
    if (outcome.kind === "refused") return outcome;
    // Asking for a token again does no harm, so an unknown outcome is just none.
    if (outcome.kind === "unknown") return unreachable(outcome.message);
    const { access_token: token, expires_in: expiresIn } = outcome.value;
    return { kind: "token", token, expiresInMs: expiresIn * 1000 };
  };
}
