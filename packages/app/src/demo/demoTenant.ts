import { randomUUID } from "node:crypto";
import type { Logger } from "@wegraph/kit/log";
import type { LocalSubgraph } from "@wegraph/kit/localSubgraph";
import { parse, validate } from "graphql";
import { anonymous } from "@wegraph/kit/principal";
import type { Principal } from "@wegraph/kit/principal";
import { tell } from "./simulator.ts";

const rights = [
  "corp:*",
  "account:*",
  "message:*",
  "message-template:*",
  "contact:*",
  "conversation:*",
  "callback:*",
  "alert:*",
  "alert-rule:*",
  "patient:*",
  "vital-sign:*",
  "health-device:*",
  "health-alert:*",
  "health-rule:*",
  "checkup-report:*",
  "health-analysis:*",
];

interface DemoTenantFacts {
  slug: string;
  tenantId: string;
  /** Our id of its corporation, and WeCom's. */
  corp: { id: string; corpId: string; name: string };
  /** In whose name the demo acts. */
  operator: { id: string; name: string };
  /** Whose patients some of the patients are. */
  clinicians: readonly { id: string; name: string }[];
  simulatorUrl: string;
  /** Where the platform answers, for what calls in. */
  platformUrl: string;
}

/** One tenant of the demo, and two hands: one that uses the platform as an operator does, one that moves its WeCom. */
export class DemoTenant {
  constructor(
    readonly facts: DemoTenantFacts,
    private readonly graphs: { wecom: LocalSubgraph; health: LocalSubgraph },
    readonly log: Logger,
  ) {}

  /** A document of the graph, with all of WeCom's rights. @throws when the platform refuses it: the demo is then wrong. */
  ask<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    return this.askOf<T>(this.graphs.wecom, query, variables);
  }

  /** The same of health. */
  askHealth<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    return this.askOf<T>(this.graphs.health, query, variables);
  }

  private async askOf<T>(
    graph: LocalSubgraph,
    query: string,
    variables: Record<string, unknown>,
  ): Promise<T> {
    const [problem] = validate(graph.schema, parse(query));
    if (problem) throw problem;
    const answer = await graph.execute({
      query,
      variables,
      principal: this.principal(),
      correlationId: randomUUID(),
    });
    const [error] = answer.errors ?? [];
    if (error) throw new Error(`the demo was refused: ${error.message}`, { cause: error });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the document says what comes back
    return answer.data as T;
  }

  /** A control route of this tenant's corp at the simulated WeCom. */
  atWecom<T = unknown>(method: "GET" | "POST" | "PUT", path: string, body?: object): Promise<T> {
    return tell<T>(this.facts.simulatorUrl, method, `wecom/corps/${this.facts.corp.corpId}${path}`, body);
  }

  private principal(): Principal {
    const { tenantId, operator } = this.facts;
    return {
      ...anonymous,
      kind: "USER",
      ...operator,
      tenantId,
      grants: rights.map((permission) => ({ permission, scope: "TENANT" })),
    };
  }
}

/** Looks until it is so. @throws when it is not within `ms`. */
export async function until<T>(what: string, look: () => Promise<T | undefined>, ms = 60_000): Promise<T> {
  const deadline = performance.now() + ms;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`not within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
