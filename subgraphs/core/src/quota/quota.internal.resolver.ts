import { Arg, Ctx, Directive, Float, Mutation, Query, Resolver } from "type-graphql";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError } from "@wegraph/kit/errors";
import { demandGateway, demandPart } from "@wegraph/kit/principal";
import { Json } from "../scalars.ts";
import {
  ApiCallsInput,
  OpenQuotaTake,
  OpenQuotaTakesInput,
  QuotaReconcileInput,
  QuotaTakeInput,
} from "./quota.internal.model.ts";
import type { QuotaLedger } from "./quota.ledger.ts";
import type { QuotaReader } from "./quota.reader.ts";
import type { QuotaReconciler } from "./quota.reconcile.ts";

/** The domains whose work is metered here. */
const meteredParts = ["wecom", "health"] as const;

/** What other parts of the platform ask, outside the public graph; each for the tenant it asks for. */
@Resolver()
export class QuotaInternalResolver {
  constructor(
    private readonly ledger: QuotaLedger,
    private readonly reconciler: QuotaReconciler,
    private readonly reader: QuotaReader,
  ) {}

  @Directive("@inaccessible")
  @Mutation(() => Boolean, { description: "Takes from a quota of the tenant, for the part that asks." })
  async _takeQuota(
    @Arg("input", () => QuotaTakeInput) { dimension, key, amount }: QuotaTakeInput,
    @Ctx() { principal }: RequestContext,
  ): Promise<boolean> {
    demandPart(principal, ...meteredParts);
    await this.ledger.take({ tenantId: principal.tenantId, dimension, key, amount });
    return true;
  }

  @Directive("@inaccessible")
  @Query(() => [OpenQuotaTake], {
    description: "What counts of a quota, of all tenants, the oldest first; 1,000 at a time.",
  })
  _openQuotaTakes(
    @Arg("input", () => OpenQuotaTakesInput) input: OpenQuotaTakesInput,
    @Ctx() { principal }: RequestContext,
  ): Promise<OpenQuotaTake[]> {
    demandPart(principal, ...meteredParts);
    return this.reader.openTakes(input);
  }

  @Directive("@inaccessible")
  @Mutation(() => Float, {
    description: "Makes a stock what it is by the part that has it; by how much it was wrong.",
  })
  _reconcileQuota(
    @Arg("input", () => QuotaReconcileInput) { dimension, keys }: QuotaReconcileInput,
    @Ctx() { principal }: RequestContext,
  ): Promise<number> {
    demandPart(principal, ...meteredParts);
    return this.reconciler.stock({ tenantId: principal.tenantId, dimension, keys });
  }

  @Directive("@inaccessible")
  @Mutation(() => Json, {
    description: "Counts calls that were answered; the refusal of each tenant that has none left, or null.",
  })
  async _countApiCalls(
    @Arg("tenants", () => [ApiCallsInput]) tenants: ApiCallsInput[],
    @Ctx() { principal }: RequestContext,
  ): Promise<unknown> {
    demandGateway(principal);
    return Promise.all(
      tenants.map(async ({ tenantId, key, calls }) => {
        const take = { tenantId, dimension: "API_CALLS", amount: calls, key } as const;
        const counted = await this.ledger.count(take).catch((error: unknown) => {
          // Of a tenant that is gone nothing is counted any more, and the others' calls must be.
          if (error instanceof AppError && error.code === "NOT_FOUND") return null;
          throw error;
        });
        if (!counted?.isExhausted) return null;
        return { message: counted.excess.message, ...counted.excess.details };
      }),
    );
  }
}
