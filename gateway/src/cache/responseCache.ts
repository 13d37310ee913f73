import type { GraphQLSchema } from "graphql";
import { LRUCache } from "lru-cache";
import type { Metrics } from "@wegraph/kit/metrics";
import type { Principal } from "@wegraph/kit/principal";
import type { CheckedOperation } from "../document/operation.ts";
import type { PlannedOperation } from "../execution/plans.ts";
import type { Answer } from "../execution/presentAnswer.ts";
import type { GatewaySettings } from "../settings.ts";
import { audienceOf } from "./audience.ts";
import type { CacheHints } from "./cacheHints.ts";
import { cachePolicyOf } from "./cachePolicy.ts";
import type { CachePolicy } from "./cachePolicy.ts";
import type { FollowChanges } from "./changes.ts";
import { Versions, anyTenant } from "./versions.ts";

/** How fresh an answer is, for `Cache-Control` and `Age`. */
export interface Freshness {
  readonly maxAgeSeconds: number;
  readonly ageSeconds: number;
  readonly isPrivate: boolean;
}

export interface CacheableRun {
  readonly planned: PlannedOperation;
  readonly variables: Readonly<Record<string, unknown>>;
  /** What `policyOf` said of the operation. */
  readonly cachePolicy: CachePolicy | null;
}

export interface GraphForCache {
  readonly apiSchema: GraphQLSchema;
  readonly cacheHints: CacheHints;
}

/** The place in the cache that one request's answer has. */
export interface Place {
  /** Set when the answer is known. */
  readonly answer: Answer | undefined;
  /** Keeps a new answer, to be given again unless something it shows changed since the place was looked up. */
  keep(answer: Answer): void;
}

interface Kept {
  answer: Answer;
  stamp: number;
  at: number;
}

/**
 * Whole answers of queries all of whose fields allow it by `@cacheControl`, until their time is over or an event tells
 * of a change of a type they show (DECISIONS 24).
 */
export class ResponseCache {
  private readonly answers: LRUCache<string, Kept>;
  private readonly policies = new WeakMap<CheckedOperation, CachePolicy | "NONE">();
  private readonly freshness = new WeakMap<Answer, Freshness>();
  private readonly versions: Versions;
  private readonly outcomes;
  private isReliable = true;
  private readonly unfollow: (() => void) | undefined;

  constructor(
    settings: GatewaySettings["cache"],
    metrics: Metrics,
    followChanges?: FollowChanges,
    private readonly now: () => number = Date.now,
  ) {
    this.versions = new Versions(settings.changesMax);
    this.answers = new LRUCache({ maxSize: settings.memoryBytesMax });
    this.outcomes = metrics.counter("gateway_response_cache_total", "Answers that may be cached.", [
      "outcome",
    ]);
    if (!followChanges) return;
    this.isReliable = false;
    this.unfollow = followChanges({
      changed: ({ tenantId, type }) => this.versions.changed(tenantId, type),
      reliable: (isReliable) => {
        this.isReliable = isReliable;
        this.versions.allChanged(); // nobody told what happened meanwhile
      },
    });
  }

  stop(): void {
    this.unfollow?.();
  }

  /** @returns null for an operation some field of which does not allow it. */
  policyOf(operation: CheckedOperation, graph: GraphForCache): CachePolicy | null {
    let policy = this.policies.get(operation);
    if (policy === undefined) {
      policy = cachePolicyOf(operation, graph.apiSchema, graph.cacheHints) ?? "NONE";
      this.policies.set(operation, policy);
    }
    return policy === "NONE" ? null : policy;
  }

  /** @returns null for what is not cached at all. */
  placeOf(run: CacheableRun, principal: Principal): Place | null {
    const { cachePolicy: policy } = run;
    if (!policy || !this.isReliable) return null;
    const audience = audienceOf(principal, policy.isPrivate);
    if (audience === null) return null;
    const key = `${run.planned.id} ${audience} ${JSON.stringify(run.variables)}`;
    // What is seen across tenants changes with any of them.
    const stamp = this.versions.stamp(principal.isPlatform ? anyTenant : principal.tenantId, policy.types);
    const known = this.answers.get(key);
    const isCurrent = known !== undefined && known.stamp === stamp;
    this.outcomes.inc({ outcome: isCurrent ? "hit" : "miss" });
    return {
      answer: isCurrent ? this.described({ ...known.answer }, policy, known.at) : undefined,
      keep: (answer) => this.keep(key, answer, stamp, policy),
    };
  }

  /** A mutation ran: whoever made it sees it at once, before its events come round. */
  changedBy({ tenantId }: Principal): void {
    this.versions.changed(tenantId);
  }

  /** Of an answer that was cached or may be; undefined for all others. */
  freshnessOf(answer: Answer): Freshness | undefined {
    return this.freshness.get(answer);
  }

  /** `to` is the same answer with something added. */
  carryFreshness(from: Answer, to: Answer): void {
    const freshness = this.freshness.get(from);
    if (freshness) this.freshness.set(to, freshness);
  }

  /** Under the stamp from before it was fetched: had something changed meanwhile, it is never found. */
  private keep(key: string, answer: Answer, stamp: number, policy: CachePolicy): void {
    if (answer.errors || !answer.data) return;
    const at = this.now();
    const size = key.length + JSON.stringify(answer.data).length;
    this.answers.set(key, { answer, stamp, at }, { ttl: policy.maxAgeSeconds * 1_000, size });
    this.described(answer, policy, at);
  }

  private described(answer: Answer, { maxAgeSeconds, isPrivate }: CachePolicy, at: number): Answer {
    const ageSeconds = Math.floor((this.now() - at) / 1_000);
    this.freshness.set(answer, { maxAgeSeconds, ageSeconds, isPrivate });
    return answer;
  }
}
