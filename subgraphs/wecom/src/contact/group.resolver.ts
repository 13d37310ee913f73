import { Arg, Args, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { invalidInput } from "@wegraph/kit/errors";
import { PageArgs } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { WecomContact } from "./contact.model.ts";
import type { ContactReader } from "./contact.reader.ts";
import {
  CustomerGroup,
  CustomerGroupConnection,
  CustomerGroupDay,
  CustomerGroupFilter,
  CustomerGroupMember,
  CustomerGroupMemberConnection,
  CustomerGroupOrder,
} from "./group.model.ts";
import type { GroupReader } from "./group.reader.ts";
import { WecomDepartment, WecomMember, WecomMemberConnection, WecomMemberFilter } from "./member.model.ts";
import type { MemberReader } from "./member.reader.ts";

const daysMax = 90;

@Resolver(() => CustomerGroup)
export class CustomerGroupResolver {
  constructor(
    private readonly reader: GroupReader,
    private readonly memberReader: MemberReader,
  ) {}

  @Requires("contact:read")
  @Query(() => CustomerGroupConnection, {
    description: "Customer groups you may see, newest first unless ordered otherwise.",
  })
  customerGroups(
    @Arg("filter", () => CustomerGroupFilter, { nullable: true }) filter: CustomerGroupFilter | null,
    @Arg("orderBy", () => CustomerGroupOrder, { nullable: true }) order: CustomerGroupOrder | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<CustomerGroup>> {
    return this.reader.page(context, filter ?? {}, order, page);
  }

  @Requires("contact:read")
  @Query(() => CustomerGroup, { nullable: true, description: "One customer group." })
  customerGroup(
    @Arg("id", () => ID) id: string,
    @Ctx() context: RequestContext,
  ): Promise<CustomerGroup | null> {
    return this.reader.find(context, id);
  }

  @FieldResolver(() => CustomerGroupMemberConnection, { description: "Who is in it, last come first." })
  members(
    @Root() { id }: CustomerGroup,
    @Arg("hasLeft", () => Boolean, { nullable: true, description: "Those who were in it instead." })
    hasLeft: boolean | null,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<Page<CustomerGroupMember>> {
    return this.reader.members(id, hasLeft ?? false, page);
  }

  @FieldResolver(() => WecomMember, { nullable: true, description: "Null until the directory was read." })
  owner(
    @Root() { corpId, ownerId }: CustomerGroup,
    @Ctx() context: RequestContext,
  ): Promise<WecomMember | null> {
    return this.memberReader.find(context, corpId, ownerId);
  }

  @FieldResolver(() => [CustomerGroupDay], { description: "Who came and went, day by day, oldest first." })
  async activity(
    @Root() { id }: CustomerGroup,
    @Arg("days", () => Int, { nullable: true, defaultValue: 30, description: `1 to ${daysMax}.` }) days:
      | number
      | null,
  ): Promise<CustomerGroupDay[]> {
    const wanted = days ?? 30;
    if (wanted < 1 || wanted > daysMax) throw invalidInput([{ path: ["days"], message: `1 to ${daysMax}` }]);
    return this.reader.days(id, wanted);
  }
}

@Resolver(() => CustomerGroupMember)
export class CustomerGroupMemberResolver {
  constructor(
    private readonly groups: GroupReader,
    private readonly contacts: ContactReader,
  ) {}

  @FieldResolver(() => WecomContact, { nullable: true, description: "Of a contact that an employee has." })
  async contact(
    @Root() { groupId, memberId, kind }: CustomerGroupMember,
    @Ctx() context: RequestContext,
  ): Promise<WecomContact | null> {
    if (kind !== "CONTACT") return null;
    const group = await this.groups.find(context, groupId);
    return group && this.contacts.findByExternalId(context, group.corpId, memberId);
  }
}

@Resolver(() => WecomMember)
export class WecomMemberResolver {
  constructor(private readonly reader: MemberReader) {}

  @Requires("contact:read")
  @Query(() => WecomMemberConnection, { description: "Employees of the corporations, by name." })
  wecomMembers(
    @Arg("filter", () => WecomMemberFilter, { nullable: true }) filter: WecomMemberFilter | null,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<Page<WecomMember>> {
    return this.reader.page(filter ?? {}, page);
  }

  @Requires("contact:read")
  @Query(() => [WecomDepartment], { description: "A corporation's departments, at most 10,000." })
  wecomDepartments(@Arg("corpId", () => ID) corpId: string): Promise<WecomDepartment[]> {
    return this.reader.departments(corpId);
  }
}
