import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { PageArgs } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { ChangeCorpInput, Corp, CorpConnection, CorpPayload, CreateCorpInput } from "./corp.model.ts";
import type { CorpService } from "./corp.service.ts";

@Resolver(() => Corp)
export class CorpResolver {
  constructor(private readonly service: CorpService) {}

  @Requires("corp:read")
  @Query(() => CorpConnection, { description: "The tenant's corporations, newest first." })
  corps(@Args(() => PageArgs) args: PageArgs): Promise<Page<Corp>> {
    return this.service.page(args);
  }

  @Requires("corp:read")
  @Query(() => Corp, { nullable: true, description: "One corporation." })
  corp(@Arg("id", () => ID) id: string, @Ctx() context: RequestContext): Promise<Corp | null> {
    return this.service.find(context, id);
  }

  @FieldResolver(() => Int, { description: "How many accounts it has." })
  accountCount(@Root() { id }: Corp, @Ctx() context: RequestContext): Promise<number> {
    return this.service.accountCount(context, id);
  }

  @Requires("corp:write")
  @Mutation(() => CorpPayload, { description: "Adds a corporation." })
  async createCorp(
    @Arg("input", () => CreateCorpInput) input: CreateCorpInput,
    @Ctx() context: RequestContext,
  ): Promise<CorpPayload> {
    return { corp: await this.service.create(context, input) };
  }

  @Requires("corp:write")
  @Mutation(() => CorpPayload, { description: "Changes a corporation's name, provider or secret." })
  async changeCorp(
    @Arg("input", () => ChangeCorpInput) input: ChangeCorpInput,
    @Ctx() context: RequestContext,
  ): Promise<CorpPayload> {
    return { corp: await this.service.change(context, input) };
  }
}
