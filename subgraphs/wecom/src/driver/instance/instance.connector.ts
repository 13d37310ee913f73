import type { CorpDirectory } from "../../corp/corp.directory.ts";
import type { AccountProvider } from "../../provider/provider.ts";
import type { Connector } from "../connector.ts";
import { own, rest } from "../step.ts";
import type { StepContext, StepResult } from "../step.ts";
import { stepFor } from "./instance.steps.ts";

/** Accounts that are client sessions at a provider, driven by the instance protocol. */
export class InstanceConnector implements Connector {
  readonly provider = { id: "instance", name: "instance provider" };

  constructor(
    private readonly corps: CorpDirectory,
    private readonly sessions: AccountProvider,
  ) {}

  async step(context: StepContext): Promise<StepResult> {
    const { tenantId, corpId } = context.row;
    const access = await this.corps.access(tenantId, corpId);
    if (!access) return withoutProvider(context);
    return stepFor(context.row)({ ...context, access, provider: this.sessions });
  }
}

/** The corporation's provider was taken away: nothing can be asked, and nothing needs to be ended there. */
function withoutProvider({ row }: StepContext): StepResult {
  if (row.deletedAt !== null) return { kind: "remove" };
  switch (row.status) {
    case "CREATED":
    case "OFFLINE":
      return rest();
    case "ONLINE":
      return own("SESSION_ENDED", "provider_missing");
    case "ERROR":
      return own("RECOVER", "automatic");
    case "RECOVERING":
      return own("LOGIN_NEEDED", "provider_missing");
    case "INITIALIZING":
    case "WAITING_QR":
    case "WAITING_CONFIRM":
    case "VERIFYING":
      return own("LOGIN_FAILED", "provider_missing");
  }
}
