import type { AppAccess } from "../../app/app.access.ts";
import type { AppProbe } from "../../app/app.probe.ts";
import type { Connector } from "../connector.ts";
import { own, rest } from "../step.ts";
import type { StepContext, StepResult } from "../step.ts";
import { stepByStatus } from "./corpApp.steps.ts";

/** Accounts that are an application of their corporation, by WeCom's own API. */
export class CorpAppConnector implements Connector {
  readonly provider = { id: "wecom", name: "WeCom" };

  constructor(
    private readonly access: AppAccess,
    private readonly probe: AppProbe,
  ) {}

  async step(context: StepContext): Promise<StepResult> {
    const { row, claim } = context;
    // WeCom keeps nothing that would have to be let go of.
    if (row.deletedAt !== null) return { kind: "remove" };
    const app = await this.access.read(row.tenantId, row.accountId);
    if (!app) return row.status === "INITIALIZING" ? own("LOGIN_FAILED", "app_missing") : rest();
    if (app.pending) await claim.hold();
    const newest = await this.probe.withNewestSecret(app);
    return stepByStatus[row.status]({ ...context, app: newest, probe: this.probe });
  }
}
