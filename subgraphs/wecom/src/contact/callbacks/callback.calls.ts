import { AppError } from "@wegraph/kit/errors";
import { systemOrigin } from "@wegraph/kit/outbox";
import type { TakenCallback } from "../../callback/callback.handler.ts";
import type { ApiOutcome } from "../../serverApi/outcome.ts";
import type { ContactApp, ContactApps } from "../contact.apps.ts";
import type { ContactCalls } from "../contact.calls.ts";
import type { WritePlace } from "../contact.store.ts";

/** Codes that say that what was asked for is not there (WeCom path/90313). */
const absent = [40_050, 40_068, 40_096, 60_111, 84_061, 86_001];

/** Asks WeCom how something stands that a callback was about. */
export class CallbackReads {
  constructor(
    private readonly apps: ContactApps,
    private readonly calls: ContactCalls,
  ) {}

  /**
   * Null for what is not there any more.
   *
   * @throws AppError UPSTREAM_FAILED for everything else: the callback is handled again later.
   */
  async read<T>(
    { accountId }: TakenCallback,
    api: string,
    call: (app: ContactApp) => Promise<ApiOutcome<T>>,
  ): Promise<T | null> {
    const app = await this.apps.ofAccount(accountId);
    if (!app)
      throw new AppError("UNAVAILABLE", "ACCOUNT_UNAVAILABLE", "The account has no application any more.");
    const outcome = await this.calls.call(app, api, () => call(app));
    if (outcome.kind === "accepted") return outcome.value;
    const errcode = outcome.kind === "refused" ? outcome.refusal.errcode : undefined;
    if (errcode !== undefined && absent.includes(errcode)) return null;
    throw new AppError("UPSTREAM_FAILED", "WECOM_REFUSED", "WeCom did not say how it stands.", {
      errcode: errcode ?? null,
    });
  }
}

export function placeOf({ tenantId, corpId, logId }: TakenCallback, now: Date): WritePlace {
  return { tenantId, corpId, now, origin: systemOrigin("wecom-callback", tenantId, logId) };
}
