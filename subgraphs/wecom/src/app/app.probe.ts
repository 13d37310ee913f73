import type { ServerApis } from "../serverApi/serverApis.ts";
import type { AppAccess, AppAccount } from "./app.access.ts";
import { findingOf, recordOf, refusalFinding } from "./probe.rules.ts";
import type { Finding } from "./probe.rules.ts";

/** Shorter than a call that does something: a probe that takes long has failed at what it is for. */
const timeoutMs = 5_000;

/** Looks whether applications work: corp id, secret, agent id, and whether WeCom lets our address in. */
export class AppProbe {
  constructor(
    private readonly apis: ServerApis,
    private readonly access: AppAccess,
  ) {}

  /** Whether a token can be had, without anything else; null when it can. */
  async credentials(app: Pick<AppAccount, "corpId" | "secret" | "apiUrl">) {
    const refusal = await this.apis.at(app.apiUrl).checkAccess(app);
    return refusal ? refusalFinding(refusal) : null;
  }

  /** The whole of it, kept as the account's last probe. */
  async look(app: AppAccount): Promise<Finding> {
    const finding = findingOf(await this.apis.at(app.apiUrl).members.probe(app, app.agentId, { timeoutMs }));
    await this.access.note(app, recordOf(finding));
    return finding;
  }

  /** The application with its newer secret if that works by now; a secret that is certainly wrong is dropped. */
  async withNewestSecret(app: AppAccount): Promise<AppAccount> {
    if (!app.pending) return app;
    const { secret } = app.pending;
    const trouble = await this.credentials({ ...app, secret });
    if (trouble?.kind === "unsure" || trouble?.kind === "busy") return app;
    const settled = await this.access.settleSecret(app, trouble === null);
    return { ...app, pending: null, ...(settled && trouble === null && { secret }) };
  }
}
