import { ApiError } from "../apiError.ts";
import { type Call, post } from "../call.ts";
import { readUpload } from "../multipart.ts";
import { contentOf } from "./content.ts";
import { store } from "./media.ts";

/** Group robots: no token, the key in the address is the credential (WeCom path/99110). */
export const robotCalls = {
  "webhook/send": post((call) => {
    const { corp } = call;
    const key = keyOf(call);
    corp.frequency.robot(key);
    const { msgtype, content } = contentOf(call, "robot");
    const people = { delivered: 1, dropped: 0 };
    const to = `robot:${key}`;
    const at = corp.now();
    corp.ledger.accept({
      api: "webhook/send",
      msgid: "",
      agentId: undefined,
      to,
      msgtype,
      content,
      at,
      ...people,
    });
    return {};
  }),
  "webhook/upload_media": post((call) => {
    keyOf(call);
    const type = call.query.get("type") ?? "";
    if (type !== "file" && type !== "voice") throw new ApiError(40005);
    return store(call.corp, type, readUpload(call.raw, call.contentType));
  }),
} as const;

function keyOf({ query }: Call): string {
  return query.get("key") ?? "";
}
