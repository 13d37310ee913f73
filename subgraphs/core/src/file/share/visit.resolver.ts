import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import type { RequestContext } from "@wegraph/kit/context";
import { OpenFileShareInput, OpenFileSharePayload, SharedFile } from "./share.model.ts";
import type { VisitService } from "./visit.service.ts";

/** What somebody may ask who has nothing but a link. */
@Resolver()
export class FileVisitResolver {
  constructor(private readonly visits: VisitService) {}

  @Query(() => SharedFile, {
    description:
      "What a share is about, for whoever has the link. Refused with NOT_FOUND for a link that was never given out.",
  })
  async sharedFile(@Arg("token", () => String) token: string): Promise<SharedFile> {
    const { share, state } = await this.visits.look(token.slice(0, 100));
    const { file, passwordHash, downloads, downloadsMax, expiresAt } = share;
    const tells = state === "OPEN" && passwordHash === null;
    return {
      state,
      needsPassword: passwordHash !== null,
      name: tells ? file.name : null,
      bytes: tells ? Number(file.bytes) : null,
      mediaType: tells ? file.mediaType : null,
      expiresAt,
      downloadsLeft: downloadsMax === null ? null : Math.max(downloadsMax - downloads, 0),
    };
  }

  @Mutation(() => OpenFileSharePayload, {
    description:
      "Counts a download and gives the link for it. Refused with FILE_SHARE_OVER (and why), SHARE_PASSWORD_WRONG, or " +
      "SHARE_LOCKED after ten wrong passwords in a quarter of an hour.",
  })
  async openFileShare(
    @Arg("input", () => OpenFileShareInput) input: OpenFileShareInput,
    @Ctx() context: RequestContext,
  ): Promise<OpenFileSharePayload> {
    const { share, url, expiresAt } = await this.visits.open(context, input);
    return { name: share.file.name, bytes: Number(share.file.bytes), url, expiresAt };
  }
}
