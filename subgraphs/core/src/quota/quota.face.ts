import type { EventFeed } from "@wegraph/kit/feed";
import { BillResolver } from "../billing/bill.resolver.ts";
import { QuotaInternalResolver } from "./quota.internal.resolver.ts";
import type { QuotaParts } from "./quota.parts.ts";
import { QuotaResolver } from "./quota.resolver.ts";
import { quotaEventResolver } from "./quotaEvent.resolver.ts";
import { UsageResolver } from "./usage/usage.resolver.ts";

/** Quotas, usage and bills in the graph. */
export function quotaResolvers(parts: QuotaParts, feed: EventFeed): object[] {
  const { reader, admin, clock } = parts;
  return [
    new QuotaResolver(reader, admin, clock),
    new QuotaInternalResolver(parts.ledger, parts.reconciler, reader),
    quotaEventResolver(feed, reader),
    new UsageResolver(parts.usage),
    new BillResolver(parts.bills, parts.closer, clock),
  ];
}
