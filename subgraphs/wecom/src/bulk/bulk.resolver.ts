import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { Requires, SignedIn } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { PageArgs } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { User } from "@wegraph/kit/coreStubs.model";
import { Account } from "../account/account.model.ts";
import type { AccountReader } from "../account/account.reader.ts";
import {
  BulkItem,
  BulkItemConnection,
  BulkItemStatusEnum,
  BulkOperation,
  BulkOperationConnection,
  BulkOperationPayload,
  CancelBulkOperationInput,
  StartBulkOperationInput,
} from "./bulk.model.ts";
import type { BulkReader } from "./bulk.reader.ts";
import type { BulkItemStatus } from "./bulk.rules.ts";
import type { BulkService } from "./bulk.service.ts";

@Resolver(() => BulkOperation)
export class BulkOperationResolver {
  constructor(
    private readonly reader: BulkReader,
    private readonly service: BulkService,
  ) {}

  @Requires("account:read")
  @Query(() => BulkOperation, {
    nullable: true,
    description: "One bulk operation: your own, or any if you see all accounts.",
  })
  bulkOperation(
    @Arg("id", () => ID) id: string,
    @Ctx() context: RequestContext,
  ): Promise<BulkOperation | null> {
    return this.reader.find(context, id);
  }

  @Requires("account:read")
  @Query(() => BulkOperationConnection, { description: "Bulk operations, newest first." })
  bulkOperations(
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<BulkOperation>> {
    return this.reader.page(context, page);
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: "The person who began it; null when it was a program.",
  })
  createdBy(@Root() { createdById }: BulkOperation): User | null {
    return createdById === null ? null : { id: createdById };
  }

  @FieldResolver(() => BulkItemConnection, { description: "Its accounts, in turn." })
  items(
    @Root() operation: BulkOperation,
    @Arg("statuses", () => [BulkItemStatusEnum], { nullable: true }) statuses: BulkItemStatus[] | null,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<Page<BulkItem>> {
    return this.reader.items(operation, statuses, page);
  }

  // The right it needs depends on the action; the service demands it.
  @SignedIn()
  @Mutation(() => BulkOperationPayload, {
    description: "Orders something for many accounts; needs the right for that act.",
  })
  async startBulkOperation(
    @Arg("input", () => StartBulkOperationInput) input: StartBulkOperationInput,
    @Ctx() context: RequestContext,
  ): Promise<BulkOperationPayload> {
    return { bulkOperation: await this.service.start(context, input) };
  }

  @SignedIn()
  @Mutation(() => BulkOperationPayload, { description: "Stops an operation; what is done stays done." })
  async cancelBulkOperation(
    @Arg("input", () => CancelBulkOperationInput) { bulkOperationId }: CancelBulkOperationInput,
    @Ctx() context: RequestContext,
  ): Promise<BulkOperationPayload> {
    return { bulkOperation: await this.service.cancel(context, bulkOperationId) };
  }
}

@Resolver(() => BulkItem)
export class BulkItemResolver {
  constructor(private readonly accounts: AccountReader) {}

  @FieldResolver(() => Account, {
    nullable: true,
    description: "The account as it is now; null when it is gone.",
  })
  account(@Root() { accountId }: BulkItem, @Ctx() context: RequestContext): Promise<Account | null> {
    return this.accounts.find(context, accountId);
  }
}
