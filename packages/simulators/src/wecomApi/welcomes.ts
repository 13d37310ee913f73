import { randomBytes } from "node:crypto";
import { ApiError } from "./apiError.ts";
import type { Corp } from "./corp.ts";

const lifeMs = 20_000;

/** Codes to greet new customers with: once, and within twenty seconds. */
export class Welcomes {
  private readonly codes = new Map<string, { readonly until: number; readonly to: string }>();

  constructor(private readonly corp: Corp) {}

  issue(to: string): string {
    const code = randomBytes(24).toString("base64url");
    this.codes.set(code, { until: this.corp.now() + lifeMs, to });
    return code;
  }

  use(code: string, agentId: number, content: unknown): void {
    const known = this.codes.get(code);
    this.codes.delete(code);
    if (!known || known.until < this.corp.now()) throw new ApiError(41050);
    this.corp.ledger.accept({
      api: "externalcontact/send_welcome_msg",
      msgid: "",
      agentId,
      to: known.to,
      msgtype: "welcome",
      content,
      at: this.corp.now(),
      delivered: 1,
      dropped: 0,
    });
  }
}
