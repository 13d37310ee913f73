import type { ResponsePath } from "@apollo/query-planner";
import type { Naming } from "../naming.ts";
import { Row, ownAny, typenameOf } from "../row.ts";
import type { PathKey } from "../types.ts";

interface Step {
  readonly key: string;
  /** What the client calls it. */
  readonly name: string;
  /** Only objects of these types; null for all. Plans made with type-conditioned fetching have it. */
  readonly only: ReadonlySet<string> | null;
}

/**
 * @param path as the client knows it
 * @param trail the rows from the root of the data down to `row` itself. Both lists are reused: copy what is kept.
 */
type Visit = (row: Row, path: readonly PathKey[], trail: readonly Row[]) => void;

/**
 * The objects of the data that a fetch adds to: `["people", "@", "books|[Novel,Essay]", "@"]`. Lists are seen in the
 * data itself, so "@" only says how far a path is the same for all of them.
 */
export class Places {
  readonly areRoot: boolean;
  /** The path down to the first list: where to say what went wrong for all of the objects at once. */
  readonly common: readonly string[];
  private readonly steps: readonly Step[];

  constructor(path: ResponsePath, naming: Naming) {
    const elements = path.map((element) => elementOf(String(element), naming));
    const firstList = elements.findIndex(({ key }) => key === "@");
    this.common = elements
      .slice(0, firstList === -1 ? undefined : firstList)
      .flatMap(({ name }) => name || []);
    this.steps = stepsOf(elements);
    this.areRoot = this.steps.length === 0;
  }

  /** All of the objects, as rows: from here on they may be written to. */
  rows(root: Row): Row[] {
    const found: Row[] = [];
    this.collect(root, 0, found);
    return found;
  }

  /** The same objects in the same order, each with where it is. */
  visit(root: Row, visit: Visit): void {
    this.descend(root, 0, [], [root], visit);
  }

  private collect(row: Row, depth: number, found: Row[]): void {
    const step = this.steps[depth];
    if (!step) found.push(row);
    else this.collectFrom(ownChild(row, step.key), step, depth, found);
  }

  private collectFrom(value: unknown, step: Step, depth: number, found: Row[]): void {
    if (value instanceof Row) {
      if (isWanted(value, step)) this.collect(value, depth + 1, found);
    } else if (Array.isArray(value)) for (const item of value) this.collectFrom(item, step, depth, found);
  }

  private descend(row: Row, depth: number, path: PathKey[], trail: Row[], visit: Visit): void {
    const step = this.steps[depth];
    if (!step) return visit(row, path, trail);
    path.push(step.name);
    this.descendInto(ownChild(row, step.key), step, depth, path, trail, visit);
    path.pop();
  }

  private descendInto(
    value: unknown,
    step: Step,
    depth: number,
    path: PathKey[],
    trail: Row[],
    visit: Visit,
  ): void {
    if (value instanceof Row) {
      if (!isWanted(value, step)) return;
      trail.push(value);
      this.descend(value, depth + 1, path, trail, visit);
      trail.pop();
    } else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) {
        path.push(index);
        this.descendInto(item, step, depth, path, trail, visit);
        path.pop();
      }
    }
  }
}

function ownChild(row: Row, key: string): unknown {
  const value = row[key];
  if (typeof value !== "object" || value === null) return undefined;
  const own = ownAny(value);
  if (own !== value) row[key] = own;
  return own;
}

function isWanted(row: Row, { only }: Step): boolean {
  return only === null || only.has(typenameOf(row) ?? "");
}

/** `"books|[Novel,Essay]"`, `"@"`, and `""` for the root itself. */
function elementOf(text: string, naming: Naming): Step {
  const [key = "", types] = text.split("|");
  return {
    key,
    name: naming.responseNameOf(key),
    only: types === undefined ? null : new Set(types.slice(1, -1).split(",")),
  };
}

/** One step for each key; what limits the items of a list limits the objects behind its key. */
function stepsOf(elements: readonly Step[]): Step[] {
  const steps: Step[] = [];
  for (const element of elements) {
    const last = steps.at(-1);
    if (element.key === "") continue; // the root is of one type only
    if (element.key !== "@") steps.push(element);
    else if (element.only && last) steps[steps.length - 1] = { ...last, only: element.only };
  }
  return steps;
}
