import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import { PageArgs, mapPage } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { asUser } from "../user/asUser.ts";
import { User } from "../user/user.model.ts";
import type { UserDirectory } from "../user/userDirectory.ts";
import {
  FilePayload,
  FilesInput,
  FilesPayload,
  MoveFilesInput,
  PurgeFilesPayload,
  RenameFileInput,
} from "./file.inputs.ts";
import {
  FileConnection,
  FileFilter,
  FileFolder,
  FileItem,
  FileLink,
  FileOrder,
  FileStorage,
} from "./file.model.ts";
import type { FileReader } from "./file.reader.ts";
import { fileBytesMax } from "./file.rules.ts";
import type { FileService } from "./file.service.ts";
import { asFile } from "./file.view.ts";
import type { FileRow } from "./fileRow.ts";
import type { TenantDirectory } from "../tenant/tenantDirectory.ts";

export interface FileResolverParts {
  service: FileService;
  reader: FileReader;
  users: UserDirectory;
  tenants: TenantDirectory;
}

@Resolver(() => FileItem)
export class FileResolver {
  constructor(private readonly parts: FileResolverParts) {}

  @Requires("file:read")
  @Query(() => FileConnection, { description: "Files, the newest first unless asked otherwise." })
  async files(
    @Args(() => PageArgs) args: PageArgs,
    @Arg("filter", () => FileFilter, { nullable: true }) filter: FileFilter | null,
    @Arg("orderBy", () => FileOrder, { nullable: true }) order: FileOrder | null,
    @Ctx() context: RequestContext,
  ): Promise<Page<FileItem>> {
    const by = order ?? ({ by: "createdAt", direction: "desc" } as const);
    return mapPage(await this.parts.reader.page(context, filter ?? {}, by, args), asFile);
  }

  @Requires("file:read")
  @Query(() => FileItem, {
    nullable: true,
    description: "One file, also one in the trash; null if there is none with this id.",
  })
  async file(@Arg("id", () => ID) id: string, @Ctx() context: RequestContext): Promise<FileItem | null> {
    const row = await this.parts.reader.find(context, id);
    return row && asFile(row);
  }

  @Requires("file:read")
  @Query(() => [FileFolder], { description: "The folders there are, by path; at most a thousand." })
  fileFolders(@Ctx() context: RequestContext): Promise<FileFolder[]> {
    return this.parts.reader.folders(context);
  }

  @Requires("file:read")
  @Query(() => FileStorage, { description: "What the tenant's files take up, whosever they are." })
  async fileStorage(@Ctx() context: RequestContext): Promise<FileStorage> {
    const { tenantId } = context.principal;
    const tenant = await this.parts.tenants.find(context, tenantId);
    if (!tenant) throw notFound("tenant", tenantId);
    return { ...(await this.parts.reader.sums()), fileBytesMax: fileBytesMax[tenant.plan] };
  }

  @Requires("file:read")
  @Query(() => FileLink, {
    description: "A link to a file's content, without a credential of its own, for ten minutes.",
  })
  async fileDownloadUrl(
    @Arg("id", () => ID) id: string,
    @Arg("inline", () => Boolean, {
      nullable: true,
      description: "To be shown instead of saved, where it can be shown safely.",
    })
    inline: boolean | null,
    @Ctx() context: RequestContext,
  ): Promise<FileLink> {
    const file = await this.parts.reader.find(context, id);
    if (!file || file.deletedAt) throw notFound("file", id);
    return this.parts.service.downloadLink(context, file, inline === true ? "inline" : "attachment");
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: "Whose it is; null if a program brought it, or you may not see users.",
  })
  async owner(
    @Root() { ownerKind, ownerId }: FileItem,
    @Ctx() context: RequestContext,
  ): Promise<User | null> {
    const row = ownerKind === "USER" ? await this.parts.users.mention(context, ownerId) : null;
    return row && asUser(row);
  }

  @Requires("file:write")
  @Mutation(() => FilePayload, { description: "Gives a file another name." })
  async renameFile(
    @Arg("input", () => RenameFileInput) { fileId, name }: RenameFileInput,
    @Ctx() context: RequestContext,
  ): Promise<FilePayload> {
    return { file: asFile(await this.parts.service.rename(context, fileId, name)) };
  }

  @Requires("file:write")
  @Mutation(() => FilesPayload, { description: "Puts files into a folder: all of them, or none." })
  async moveFiles(
    @Arg("input", () => MoveFilesInput) { fileIds, folder }: MoveFilesInput,
    @Ctx() context: RequestContext,
  ): Promise<FilesPayload> {
    return shown(await this.parts.service.move(context, fileIds, folder));
  }

  @Requires("file:delete")
  @Mutation(() => FilesPayload, {
    description: "Puts files into the trash for 30 days. Their shares and links lead nowhere meanwhile.",
  })
  async deleteFiles(
    @Arg("input", () => FilesInput) { fileIds }: FilesInput,
    @Ctx() context: RequestContext,
  ): Promise<FilesPayload> {
    return shown(await this.parts.service.remove(context, fileIds));
  }

  @Requires("file:delete")
  @Mutation(() => FilesPayload, { description: "Takes files out of the trash." })
  async restoreFiles(
    @Arg("input", () => FilesInput) { fileIds }: FilesInput,
    @Ctx() context: RequestContext,
  ): Promise<FilesPayload> {
    return shown(await this.parts.service.restore(context, fileIds));
  }

  @Requires("file:delete")
  @Mutation(() => PurgeFilesPayload, {
    description: "Removes files in the trash for good; their room is free again.",
  })
  async purgeFiles(
    @Arg("input", () => FilesInput) { fileIds }: FilesInput,
    @Ctx() context: RequestContext,
  ): Promise<PurgeFilesPayload> {
    return { purgedIds: await this.parts.service.purge(context, fileIds) };
  }
}

function shown(rows: readonly FileRow[]): FilesPayload {
  return { files: rows.map(asFile) };
}
