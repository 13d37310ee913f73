import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import { PageArgs } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import type { ContactActs } from "./contact.acts.ts";
import {
  ContactFilter,
  ContactOrder,
  MarkContactTagsInput,
  RevealContactMobilesInput,
  UpdateContactRemarkInput,
} from "./contact.input.ts";
import {
  ContactFollower,
  ContactTag,
  ContactTagGroup,
  MarkContactTagsPayload,
  RevealContactMobilesPayload,
  WecomContact,
  WecomContactConnection,
  WecomContactPayload,
} from "./contact.model.ts";
import type { ContactReader } from "./contact.reader.ts";
import { CustomerGroup } from "./group.model.ts";
import type { GroupReader } from "./group.reader.ts";
import { WecomMember } from "./member.model.ts";
import type { MemberReader } from "./member.reader.ts";
import type { TagReader } from "./tag.reader.ts";

interface ContactResolverParts {
  reader: ContactReader;
  groups: GroupReader;
  members: MemberReader;
  tags: TagReader;
  acts: ContactActs;
}

@Resolver(() => WecomContact)
export class ContactResolver {
  constructor(private readonly parts: ContactResolverParts) {}

  @Requires("contact:read")
  @Query(() => WecomContactConnection, {
    description:
      "External contacts you may see, last added first unless ordered otherwise. totalCount stops at 10,000.",
  })
  contacts(
    @Arg("filter", () => ContactFilter, { nullable: true }) filter: ContactFilter | null,
    @Arg("orderBy", () => ContactOrder, { nullable: true }) order: ContactOrder | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<WecomContact>> {
    return this.parts.reader.page(context, filter ?? {}, order, page);
  }

  @Requires("contact:read")
  @Query(() => WecomContact, { nullable: true, description: "One external contact." })
  contact(@Arg("id", () => ID) id: string, @Ctx() context: RequestContext): Promise<WecomContact | null> {
    return this.parts.reader.find(context, id);
  }

  @Requires("contact:read")
  @Query(() => [ContactTagGroup], { description: "The tags there are, of one corporation or all." })
  contactTagGroups(
    @Arg("corpId", () => ID, { nullable: true }) corpId: string | null,
  ): Promise<ContactTagGroup[]> {
    return this.parts.tags.groups(corpId);
  }

  @FieldResolver(() => [ContactFollower], { description: "Employees who have it, then those who had it." })
  followers(@Root() { id }: WecomContact, @Ctx() context: RequestContext): Promise<ContactFollower[]> {
    return this.parts.reader.followers(context, id);
  }

  @FieldResolver(() => [ContactTag], { description: "Given by any of its employees." })
  tags(@Root() { corpId, tagIds }: WecomContact, @Ctx() context: RequestContext): Promise<ContactTag[]> {
    return this.parts.tags.tagsOf(context, corpId, tagIds);
  }

  @FieldResolver(() => [CustomerGroup], { description: "Groups it is in, at most 200." })
  groups(@Root() contact: WecomContact, @Ctx() context: RequestContext): Promise<CustomerGroup[]> {
    return this.parts.groups.groupsOf(context, contact);
  }

  @Requires("contact:manage")
  @Mutation(() => MarkContactTagsPayload, {
    description: "Gives and takes tags, at WeCom first. Each contact has its own result.",
  })
  async markContactTags(
    @Arg("input", () => MarkContactTagsInput) input: MarkContactTagsInput,
    @Ctx() context: RequestContext,
  ): Promise<MarkContactTagsPayload> {
    return { results: await this.parts.acts.markTags(context, input) };
  }

  @Requires("contact:manage")
  @Mutation(() => WecomContactPayload, { description: "Changes what an employee notes, at WeCom first." })
  async updateContactRemark(
    @Arg("input", () => UpdateContactRemarkInput) input: UpdateContactRemarkInput,
    @Ctx() context: RequestContext,
  ): Promise<WecomContactPayload> {
    await this.parts.acts.updateRemark(context, input);
    const contact = await this.parts.reader.fresh(context, input.contactId);
    if (!contact) throw notFound("contact", input.contactId);
    return { contact };
  }

  @Requires("contact:manage")
  @Mutation(() => RevealContactMobilesPayload, {
    description: "Phone numbers in full. That you read them is recorded in the audit log.",
  })
  async revealContactMobiles(
    @Arg("input", () => RevealContactMobilesInput) input: RevealContactMobilesInput,
    @Ctx() context: RequestContext,
  ): Promise<RevealContactMobilesPayload> {
    return { mobiles: await this.parts.acts.revealMobiles(context, input) };
  }
}

@Resolver(() => ContactFollower)
export class ContactFollowerResolver {
  constructor(
    private readonly members: MemberReader,
    private readonly tagReader: TagReader,
  ) {}

  @FieldResolver(() => WecomMember, { nullable: true, description: "Null until the directory was read." })
  member(
    @Root() { corpId, userId }: ContactFollower,
    @Ctx() context: RequestContext,
  ): Promise<WecomMember | null> {
    return this.members.find(context, corpId, userId);
  }

  @FieldResolver(() => [ContactTag], { description: "Given by this employee." })
  tags(@Root() { corpId, tagIds }: ContactFollower, @Ctx() context: RequestContext): Promise<ContactTag[]> {
    return this.tagReader.tagsOf(context, corpId, tagIds);
  }
}
