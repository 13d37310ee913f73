import { AppError } from "@wegraph/kit/errors";
import { isSignedIn } from "@wegraph/kit/principal";
import type { Principal } from "@wegraph/kit/principal";
import type { Caller } from "../caller.ts";
import type { GatewaySettings } from "../settings.ts";
import type { ApiCalls } from "./apiCalls.ts";
import type { RateLimiter, Verdict } from "./rateLimiter.ts";

/** Which requests are let in, by who asks and from where. */
export class Admission {
  private readonly rates: GatewaySettings["rates"];

  constructor(
    private readonly limiter: RateLimiter,
    private readonly settings: Pick<GatewaySettings, "rates" | "cost" | "persisted">,
    private readonly calls?: Pick<ApiCalls, "admit">,
  ) {
    this.rates = settings.rates;
  }

  /**
   * @param operations that the request asks for; each counts as one sent by itself would.
   * @returns the tightest limit the request came under.
   * @throws AppError RATE_LIMITED, QUOTA_EXCEEDED
   */
  admit({ principal, address }: Pick<Caller, "principal" | "address">, operations = 1): Verdict {
    if (!isSignedIn(principal))
      return passed(this.limiter.take(`address:${networkOf(address)}`, this.rates.address, operations));
    const own = passed(this.limiter.take(`principal:${principal.id}`, this.limitOf(principal), operations));
    const tenant = passed(this.limiter.take(`tenant:${principal.tenantId}`, this.rates.tenant, operations));
    this.calls?.admit(principal, operations);
    return own.remaining <= tenant.remaining ? own : tenant;
  }

  /** For an operation that tries a password or a code. @throws AppError RATE_LIMITED */
  async admitSecret(address: string): Promise<void> {
    passed(await this.limiter.takeShared(`login:${networkOf(address)}`, this.rates.login));
  }

  /** For each root field of an operation that has a limit of its own. @throws AppError RATE_LIMITED */
  admitFields(fields: readonly string[], caller: Pick<Caller, "principal" | "address">): void {
    for (const field of fields) {
      const limit = this.rates.operations[field];
      if (limit === undefined) continue;
      passed(this.limiter.take(`field:${field}:${nameOf(caller)}`, limit), { operation: field });
    }
  }

  /** @returns what is left of the budget. @throws AppError RATE_LIMITED when the cost is beyond it. */
  charge(cost: number, { principal, address }: Pick<Caller, "principal" | "address">): number {
    const { tenantPerMinute, addressPerMinute } = this.settings.cost;
    const verdict = isSignedIn(principal)
      ? this.limiter.take(`cost:tenant:${principal.tenantId}`, tenantPerMinute, cost)
      : this.limiter.take(`cost:address:${networkOf(address)}`, addressPerMinute, cost);
    if (verdict.allowed) return verdict.remaining;
    const { resetMs, limit, remaining } = verdict;
    throw new AppError("RATE_LIMITED", "COST_BUDGET_SPENT", "This minute's cost is spent. Try again later.", {
      retryAfterMs: resetMs,
      limit,
      remaining,
      estimated: cost,
    });
  }

  /** Whether the caller may register one more operation text. */
  mayRegister(caller: Pick<Caller, "principal" | "address">): boolean {
    const { registrationsPerMinute } = this.settings.persisted;
    return this.limiter.take(`register:${nameOf(caller)}`, registrationsPerMinute).allowed;
  }

  /** Before a credential is checked. @throws AppError RATE_LIMITED for an address that showed too many bad ones. */
  admitCredential(address: string): void {
    passed(this.limiter.peek(`credential:${networkOf(address)}`, this.rates.badCredentials));
  }

  noteBadCredential(address: string): void {
    this.limiter.take(`credential:${networkOf(address)}`, this.rates.badCredentials);
  }

  /** @throws AppError RATE_LIMITED */
  admitWebhook(address: string): void {
    passed(this.limiter.take(`webhook:${networkOf(address)}`, this.rates.webhook));
  }

  private limitOf({ rateLimitPerMinute }: Principal): number {
    return rateLimitPerMinute ?? this.rates.principal;
  }
}

function nameOf({ principal, address }: Pick<Caller, "principal" | "address">): string {
  return isSignedIn(principal) ? principal.id : networkOf(address);
}

export function passed(verdict: Verdict, details: Readonly<Record<string, unknown>> = {}): Verdict {
  if (verdict.allowed) return verdict;
  throw new AppError("RATE_LIMITED", "TOO_MANY_REQUESTS", "Too many requests. Try again later.", {
    ...details,
    retryAfterMs: verdict.resetMs,
    limit: verdict.limit,
  });
}

export function rateHeaders({ limit, remaining, resetMs }: Verdict): Record<string, string> {
  return {
    "ratelimit-limit": String(limit),
    "ratelimit-remaining": String(remaining),
    "ratelimit-reset": String(Math.ceil(resetMs / 1_000)),
  };
}

/** An IPv6 caller has a whole /64 to pick addresses from; counting single ones would limit nobody. */
export function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  if (address.startsWith("::ffff:") && address.includes(".")) return address.slice("::ffff:".length);
  const [head = "", tail = ""] = address.split("::");
  const groups = head.split(":").filter(Boolean);
  const rest = tail.split(":").filter(Boolean);
  const full = address.includes("::")
    ? [...groups, ...Array<string>(8 - groups.length - rest.length).fill("0"), ...rest]
    : groups;
  return `${full.slice(0, 4).join(":")}::/64`;
}
