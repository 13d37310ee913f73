import { type Answer, type Asked, json, Refusal, type Route } from "../../http/answer.ts";
import { ApiError } from "../apiError.ts";
import type { Corp } from "../corp.ts";
import type { CorpRegistry } from "../corpRegistry.ts";

const bodyMaxBytes = 4 * 1024 * 1024;

/** From the same machine only, and what WeCom would refuse is a 409 here. */
export function controlRoute(
  method: string,
  path: string,
  handle: (asked: Asked) => object | Promise<object>,
): Route {
  return {
    method,
    path: `/control/wecom${path}`,
    bodyMaxBytes,
    handle: async (asked): Promise<Answer> => {
      if (!asked.isLocal) throw new Refusal(403, "UNAUTHORIZED", "Only from the same machine.");
      try {
        return json(200, await handle(asked));
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        throw new Refusal(409, "REFUSED", error.message, { errcode: error.errcode });
      }
    },
  };
}

export function corpOf(corps: CorpRegistry, { params }: Asked): Corp {
  const corp = corps.get(params["corpId"] ?? "");
  if (!corp) throw new Refusal(404, "CORP_NOT_FOUND", "There is no such corp.");
  return corp;
}
