import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { PageArgs } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { User } from "@wegraph/kit/coreStubs.model";
import {
  DeleteMediaFileInput,
  DeleteMediaFilePayload,
  MediaFile,
  MediaFileConnection,
  MediaFileFilter,
} from "./media.model.ts";
import type { MediaReader } from "./media.reader.ts";
import type { MediaService } from "./media.service.ts";

@Resolver(() => MediaFile)
export class MediaResolver {
  constructor(
    private readonly reader: MediaReader,
    private readonly service: MediaService,
  ) {}

  @Requires("message:read")
  @Query(() => MediaFileConnection, { description: "The tenant's files, newest first." })
  mediaFiles(
    @Arg("filter", () => MediaFileFilter, { nullable: true }) filter: MediaFileFilter | null,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<Page<MediaFile>> {
    return this.reader.page(filter ?? {}, page);
  }

  @Requires("message:read")
  @Query(() => MediaFile, { nullable: true, description: "One file." })
  mediaFile(@Arg("id", () => ID) id: string, @Ctx() context: RequestContext): Promise<MediaFile | null> {
    return this.reader.find(context, id);
  }

  @FieldResolver(() => User, { nullable: true, description: "Who brought it; null for a program." })
  createdBy(@Root() { createdById }: MediaFile): User | null {
    return createdById === null ? null : { id: createdById };
  }

  @Requires("message:send")
  @Mutation(() => DeleteMediaFilePayload, {
    description: "Deletes a file of yours, or of anybody if you see all.",
  })
  async deleteMediaFile(
    @Arg("input", () => DeleteMediaFileInput) { mediaFileId }: DeleteMediaFileInput,
    @Ctx() context: RequestContext,
  ): Promise<DeleteMediaFilePayload> {
    await this.service.delete(context, mediaFileId);
    return { removedId: mediaFileId };
  }
}
