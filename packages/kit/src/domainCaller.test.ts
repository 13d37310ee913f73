import "reflect-metadata";
import { Arg, Ctx, Directive, Query, Resolver } from "type-graphql";
import { expect, test } from "vitest";
import type { RequestContext } from "./context.ts";
import { DomainCaller } from "./domainCaller.ts";
import { notFound } from "./errors.ts";
import { LocalSubgraph } from "./localSubgraph.ts";
import { createLogger } from "./log.ts";
import { demandPart } from "./principal.ts";
import { buildSubgraph } from "./schema.ts";
import { tenantId } from "./testing/library.ts";

@Resolver()
class LedgerResolver {
  @Directive("@inaccessible")
  @Query(() => String)
  _owner(@Arg("book", () => String) book: string, @Ctx() { principal }: RequestContext): string {
    demandPart(principal, "shelf");
    if (book === "lost") throw notFound("book", book);
    if (book === "broken") throw new Error("a page fell out");
    return principal.tenantId;
  }
}

const schema = buildSubgraph({ name: "ledger", resolvers: [new LedgerResolver()] });
const link = new LocalSubgraph(schema, createLogger("test", "silent"));
const query = "query Owner($book: String!) { _owner(book: $book) }";

test("a part that is named is answered, for the tenant it asks about", async () => {
  const answer = await new DomainCaller(link, "shelf").ask({ query, variables: { book: "any" }, tenantId });
  expect(answer).toEqual({ _owner: tenantId });
});

test("another part is refused", async () => {
  const asking = new DomainCaller(link, "stranger").ask({ query, variables: { book: "any" }, tenantId });
  await expect(asking).rejects.toMatchObject({ code: "FORBIDDEN", reason: "PLATFORM_ONLY" });
});

test("a refusal keeps its code and reason; a fault says nothing of its cause", async () => {
  const caller = new DomainCaller(link, "shelf");
  const refused = caller.ask({ query, variables: { book: "lost" } });
  await expect(refused).rejects.toMatchObject({ code: "NOT_FOUND", reason: "BOOK_NOT_FOUND" });
  const failed = caller.ask({ query, variables: { book: "broken" } });
  await expect(failed).rejects.toMatchObject({ code: "INTERNAL" });
});
