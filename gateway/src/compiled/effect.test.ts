import { describe, expect, test } from "vitest";
import { Metrics } from "@wegraph/kit/metrics";
import { anonymous } from "@wegraph/kit/principal";
import type { SubgraphLink } from "@wegraph/kit/subgraph";
import { isMet } from "../access/need.ts";
import { settingsShape } from "../settings.ts";
import { GraphMaker } from "../supergraph/graphMaker.ts";
import { atOnce } from "../supergraph/slices.ts";
import { ObservedSubgraph, compose, quiet } from "../testing/graph.ts";
import { readingsGraph } from "../testing/readings.ts";

/** Versions of one graph, one after the other; each says by which id an anonymous caller's subscription is known in it. */
function versions() {
  const { sources } = readingsGraph();
  const observed = () => sources.map((source) => new ObservedSubgraph(source, quiet));
  let links: SubgraphLink[] = observed();
  const maker = new GraphMaker({
    link: () => links,
    settings: settingsShape.parse({}),
    policies: {},
    log: quiet,
    metrics: new Metrics("test"),
  });
  const make = (...edits: [from: string, to: string][]) => {
    for (const [from] of edits)
      if (!sources.some(({ sdl }) => sdl.includes(from))) throw new Error(`No subgraph has ${from}.`);
    const edited = sources.map((source) => ({
      ...source,
      sdl: edits.reduce((sdl, [from, to]) => sdl.replace(from, to), source.sdl),
    }));
    const { documents, plans } = atOnce(maker.making(compose(edited)));
    return (text: string) => {
      const operation = documents.find(text, undefined);
      return plans.find(
        operation,
        operation.needs.filter((need) => !isMet(need, anonymous, {})),
      ).id;
    };
  };
  const move = () => {
    links = observed();
  };
  return { make, move };
}

const query = "subscription { bookRead { at book { title } reader { name } } }";

describe("a subscription is the same in another graph", () => {
  test.each<[string, [string, string][]]>([
    ["that is the same", []],
    ["with another field of the types it uses", [["Reading { ", "Reading { more: Int "]]],
    [
      "without a field it does not ask for",
      [
        ["email: String manager", "manager"],
        [`email: String @external  signature: String! @requires(fields: "email")`, ""],
      ],
    ],
    ["with another query", [["best: Book", "best: Book worst: Book"]]],
  ])("%s", (_, edits) => {
    const { make } = versions();

    expect(make(...edits)(query)).toBe(make()(query));
  });
});

describe("a subscription is another one in a graph", () => {
  test.each<[string, string, [string, string][]]>([
    ["in which a field of its may be null", query, [["at: Int!", "at: Int"]]],
    [
      "in which a field of its is fetched by other means",
      query,
      [
        ["name: String! email", "name: String! @shareable email"],
        ["books: [Book!]!", "books: [Book!]! name: String! @shareable"],
      ],
    ],
    [
      "in which an interface has one more type",
      "subscription { bookRead { item { id } } }",
      [
        ["Reading { ", "Reading { item: Item "],
        ["union Media", "type Song implements Item { id: ID! title: String! }\n union Media"],
      ],
    ],
  ])("%s", (_, text, edits) => {
    const { make } = versions();
    const [first] = text === query ? [] : edits;

    expect(make(...edits)(text)).not.toBe(make(...(first ? [first] : []))(text));
  });

  test("whose subgraph is to be found elsewhere", () => {
    const { make, move } = versions();
    const before = make()(query);
    move();

    expect(make()(query)).not.toBe(before);
  });
});

describe("subscriptions of one graph", () => {
  test("are the same however they are written, and not with other names in the answer", () => {
    const id = versions().make();

    expect(id(`subscription {\n  bookRead { at, book { title } reader { name } } # all of it\n}`)).toBe(
      id(query),
    );
    expect(id(query.replace("at", "when: at"))).not.toBe(id(query));
  });

  test("of which rights leave the same are not the same where something else is withheld", () => {
    const id = versions().make();
    const [note, remark] = ["note", "remark: note"].map((field) =>
      id(`subscription { bookRead { at ${field} } }`),
    );

    expect(note).not.toBe(remark);
    expect(note).not.toBe(id("subscription { bookRead { at } }"));
  });
});
