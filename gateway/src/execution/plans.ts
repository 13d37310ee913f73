import { AppError } from "@wegraph/kit/errors";
import { GraphQLError } from "graphql";
import { LRUCache } from "lru-cache";
import type { Need } from "../access/need.ts";
import { restrict } from "../access/restrict.ts";
import type { Withheld, WithheldField } from "../access/withheld.ts";
import type { CheckedOperation } from "../document/operation.ts";
import { refused } from "../errors.ts";
import type { LoadedSupergraph } from "../supergraph/loadSupergraph.ts";
import type { KnownOperation } from "../supergraph/warmUp.ts";
import type { Executor, RunnableOperation, StreamableOperation } from "./executor.ts";

/** An operation as one set of rights leaves it, planned. */
export interface PlannedOperation {
  /**
   * Unique for the operation and the rights missing for it; of a subscription the same in every version of the graph
   * in which it is the same in effect.
   */
  readonly id: string;
  /** Null when rights leave nothing to fetch. */
  readonly compiled: RunnableOperation | StreamableOperation | null;
  readonly withheld: Withheld | null;
  readonly refusedRoots: readonly WithheldField[];
}

/** Starts a timer that is called when a plan is there. */
export interface PlanDurations {
  startTimer(): () => unknown;
}

/** A plan, and what it is a plan for. */
interface Kept {
  readonly planned: PlannedOperation;
  readonly operation: CheckedOperation;
  readonly unmet: readonly Need[];
}

const plansMax = 5_000;

const tooEntangled = new AppError(
  "INVALID_INPUT",
  "OPERATION_TOO_COMPLEX",
  "The operation cannot be planned: ask for less at once.",
);

/**
 * Plans each operation once for each set of conditions that callers fail to meet. Callers differ in rights far
 * less than in who they are, so most operations have one plan or two.
 */
export class Plans {
  private readonly planned = new LRUCache<string, Kept>({ max: plansMax });

  constructor(
    private readonly graph: LoadedSupergraph,
    private readonly executor: Executor,
    private readonly durations: PlanDurations,
    /** Sets streams apart from those that older versions of the graph have elsewhere. */
    private readonly streamPrefix = "",
  ) {}

  find(operation: CheckedOperation, unmet: readonly Need[]): PlannedOperation {
    const id =
      unmet.length === 0 ? operation.id : `${operation.id} ${unmet.map((need) => need.key).join(" ")}`;
    const known = this.planned.get(id);
    if (known) return known.planned;
    const endTimer = this.durations.startTimer();
    try {
      const plan = this.plan(operation, unmet);
      const planned = { ...plan, id: this.idOf(plan, id) };
      this.planned.set(id, { planned, operation, unmet });
      return planned;
    } catch (error) {
      // The planner's own limits; a document this entangled is refused like any other that is too large.
      if (error instanceof GraphQLError) throw refused(tooEntangled, { originalError: error });
      throw error;
    } finally {
      endTimer();
    }
  }

  /** Everything planned, what was asked for last first. */
  *known(): Iterable<KnownOperation> {
    for (const { operation, unmet } of this.planned.values()) {
      const { document, definition } = operation;
      const query = document.loc?.source.body;
      const operationName = definition.name?.value;
      if (query !== undefined) yield { query, operationName, unmet: new Set(unmet.map(({ key }) => key)) };
    }
  }

  private idOf({ compiled }: Omit<PlannedOperation, "id">, id: string): string {
    if (compiled?.kind !== "STREAMABLE") return id;
    const [, ...unmet] = id.split(" ");
    return [`${this.streamPrefix}${compiled.effect}`, ...unmet].join(" ");
  }

  private plan(operation: CheckedOperation, unmet: readonly Need[]): Omit<PlannedOperation, "id"> {
    if (unmet.length === 0)
      return {
        compiled: this.executor.compile(operation, operation.document),
        withheld: null,
        refusedRoots: [],
      };
    const keys = new Set(unmet.map((need) => need.key));
    const { document, withheld, refusedRoots } = restrict(
      operation,
      keys,
      this.graph.apiSchema,
      this.graph.access,
    );
    return { compiled: document && this.executor.compile(operation, document), withheld, refusedRoots };
  }
}
