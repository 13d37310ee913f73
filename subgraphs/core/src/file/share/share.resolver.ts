import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import { oneOf } from "@wegraph/kit/codes";
import type { RequestContext } from "@wegraph/kit/context";
import { PageArgs, mapPage } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { asUser } from "../../user/asUser.ts";
import { User } from "../../user/user.model.ts";
import type { UserDirectory } from "../../user/userDirectory.ts";
import {
  CreateFileShareInput,
  FileShare,
  type FileShareAccess,
  FileShareAccessConnection,
  FileShareConnection,
  FileShareInput,
  FileSharePayload,
} from "./share.model.ts";
import { accessOutcomes, stateOf } from "./share.rules.ts";
import type { ShareService } from "./share.service.ts";
import type { ShareRow } from "./shareRow.ts";

@Resolver(() => FileShare)
export class FileShareResolver {
  constructor(
    private readonly service: ShareService,
    private readonly users: UserDirectory,
    private readonly clock: () => Date,
  ) {}

  @Requires("file:share")
  @Query(() => FileShareConnection, {
    description: "Shares of files, or of one file, the newest first; also those that are over.",
  })
  async fileShares(
    @Args(() => PageArgs) args: PageArgs,
    @Arg("fileId", () => ID, { nullable: true }) fileId: string | null,
    @Ctx() context: RequestContext,
  ): Promise<Page<FileShare>> {
    return mapPage(await this.service.page(context, fileId, args), (row) => this.shown(row));
  }

  @Requires("file:share")
  @Query(() => FileShareAccessConnection, { description: "Who came by a share, the latest first." })
  async fileShareAccesses(
    @Arg("shareId", () => ID) shareId: string,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<FileShareAccess>> {
    const page = await this.service.accesses(context, shareId, args);
    return mapPage(page, (row) => ({ ...row, outcome: oneOf(accessOutcomes, row.outcome) }));
  }

  @Requires("file:share")
  @Mutation(() => FileSharePayload, { description: "Makes a link that leads to a file without an account." })
  async createFileShare(
    @Arg("input", () => CreateFileShareInput) input: CreateFileShareInput,
    @Ctx() context: RequestContext,
  ): Promise<FileSharePayload> {
    return { share: this.shown(await this.service.create(context, input)) };
  }

  @Requires("file:share")
  @Mutation(() => FileSharePayload, {
    description: "Ends a share at once, downloads that are to begin included.",
  })
  async revokeFileShare(
    @Arg("input", () => FileShareInput) { shareId }: FileShareInput,
    @Ctx() context: RequestContext,
  ): Promise<FileSharePayload> {
    return { share: this.shown(await this.service.revoke(context, shareId)) };
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: "Who made it; null if a program did, or you may not see users.",
  })
  async createdBy(@Root() { createdById }: FileShare, @Ctx() context: RequestContext): Promise<User | null> {
    const row = await this.users.mention(context, createdById);
    return row && asUser(row);
  }

  private shown({ file, passwordHash, ...row }: ShareRow): FileShare {
    return {
      ...row,
      fileName: file.name,
      path: this.service.pathOf(row),
      state: stateOf({ ...row, file }, this.clock()),
      hasPassword: passwordHash !== null,
    };
  }
}
