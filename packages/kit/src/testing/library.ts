import "reflect-metadata";
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
  Subscription,
} from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import { Requires, SignedIn } from "../access.ts";
import type { RequestContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { anonymous } from "../principal.ts";
import type { Principal } from "../principal.ts";
import { BoundedQueue } from "../queueBuffer.ts";
import { buildSubgraph } from "../schema.ts";

export const tenantId = "0192f0c1-0000-7000-8000-0000000000aa";

export function reader(name: string, ...permissions: string[]): Principal {
  const grants = permissions.map((permission) => ({ permission, scope: "TENANT" as const }));
  return { ...anonymous, kind: "USER", id: name, name, tenantId, grants };
}

export interface Loan {
  title: string;
  cursor?: string;
}

/** A small subgraph whose events a test sends by hand; `open` are the streams that somebody reads. */
export function openLibrary() {
  const open = new Set<BoundedQueue<Loan>>();
  const asked: (string | null)[] = [];
  const counted: number[] = [];
  /** Resolvers that wait to be let go on. */
  const waiting: (() => void)[] = [];
  const wait = () => new Promise<void>((resolve) => void waiting.push(resolve));

  const subscribe = ({ context }: SubscribeResolverData<unknown, object, RequestContext>) => {
    if (context.place) {
      asked.push(context.place.after);
      context.place.position = context.place.after ?? "now";
    }
    const queue = new BoundedQueue<Loan>(100, {
      onOverflow: () => new Error("full"),
      onEnd: () => open.delete(queue),
    });
    open.add(queue);
    return queue;
  };

  @ObjectType()
  class Shelf {
    @Field(() => Int) number: number;
  }

  @Resolver(() => Shelf)
  class ShelfResolver {
    @FieldResolver(() => Int, { description: "Counted by hand, book by book." })
    books(@Root() { number }: Shelf): number {
      counted.push(number);
      return number * 10;
    }
  }

  @Resolver()
  class LibraryResolver {
    @SignedIn()
    @Query(() => String)
    whoAmI(@Ctx() { principal }: RequestContext): string {
      return `${principal.name} of ${principal.tenantId}`;
    }

    @SignedIn()
    @Query(() => String, { nullable: true })
    lost(): string {
      throw notFound("book", "7");
    }

    @SignedIn()
    @Query(() => String, { nullable: true })
    broken(): string {
      throw new TypeError("password=hunter2");
    }

    @SignedIn()
    @Query(() => [Shelf])
    async shelves(): Promise<Shelf[]> {
      await wait();
      return [{ number: 1 }, { number: 2 }];
    }

    @SignedIn()
    @Mutation(() => Shelf)
    async addShelf(@Arg("number", () => Int) number: number): Promise<Shelf> {
      await wait();
      return { number };
    }

    @Requires("loan:read")
    @Subscription(() => String, { subscribe })
    lent(@Root() { title }: Loan, @Ctx() { principal }: RequestContext): string {
      if (title === "secret") throw notFound("book", "secret");
      return `${title} to ${principal.name}`;
    }
  }

  return {
    subgraph: buildSubgraph({ name: "library", resolvers: [new LibraryResolver(), new ShelfResolver()] }),
    open,
    asked,
    waiting,
    counted,
    lend: (title: string, cursor?: string): void => {
      for (const queue of open) queue.push({ title, ...(cursor !== undefined && { cursor }) });
    },
  };
}
