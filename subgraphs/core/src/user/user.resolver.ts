import {
  Arg,
  Args,
  Ctx,
  FieldResolver,
  ID,
  Mutation,
  Query,
  Resolver,
  Root,
  UseMiddleware,
} from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { PageArgs, mapPage } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { RemovePayload } from "../payloads.model.ts";
import { asRole } from "../role/role.resolver.ts";
import { asUser } from "./asUser.ts";
import { moreThanName } from "./nameOnly.ts";
import type { MembershipService } from "./membership.service.ts";
import { RoleAssignment, User, UserConnection, UserPayload } from "./user.model.ts";
import type { UserAdminService } from "./userAdmin.service.ts";
import type { UserDirectory } from "./userDirectory.ts";
import {
  AssignRoleInput,
  ColleagueArgs,
  CreateUserInput,
  RenameUserInput,
  ResetPasswordInput,
  UnassignRoleInput,
  UserFilter,
  UserInput,
  UserOrder,
} from "./userInputs.model.ts";
import type { UserRow } from "./userRow.ts";

@Resolver(() => User)
export class UserResolver {
  constructor(
    private readonly directory: UserDirectory,
    private readonly admin: UserAdminService,
    private readonly membership: MembershipService,
  ) {}

  @Requires("user:read")
  @Query(() => UserConnection, { description: "The users of the tenant; by name if no order is given." })
  async users(
    @Args(() => PageArgs) args: PageArgs,
    @Arg("filter", () => UserFilter, { nullable: true }) filter: UserFilter | null,
    @Arg("orderBy", () => UserOrder, { nullable: true }) orderBy: UserOrder | null,
  ): Promise<Page<User>> {
    const order = orderBy ?? { by: "displayName", direction: "asc" };
    return mapPage(await this.directory.page(filter ?? {}, order, args), (row) => asUser(row));
  }

  @Requires("user:read")
  @Query(() => User, { nullable: true, description: "One user of the tenant." })
  async user(@Arg("id", () => ID) id: string, @Ctx() context: RequestContext): Promise<User | null> {
    const row = await this.directory.find(context, id);
    return row && asUser(row);
  }

  @Requires("colleague:read")
  @Query(() => UserConnection, {
    description:
      "The people of the tenant who can sign in, by name; without the right to see users, only ids and names can be asked.",
  })
  colleagues(
    @Args(() => ColleagueArgs) args: ColleagueArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<User>> {
    return this.directory.colleagues(context, args.search ?? null, args);
  }

  @UseMiddleware(moreThanName)
  @FieldResolver(() => [RoleAssignment], { description: "The roles held in the viewer's tenant." })
  async roles(@Root() { id, viewedIn }: User, @Ctx() context: RequestContext): Promise<RoleAssignment[]> {
    const rows = await this.directory.roles(context, viewedIn ?? context.principal.tenantId, id);
    return rows.map(({ role, ...row }) => ({ ...row, role: asRole(role) }));
  }

  @Requires("user:create")
  @Mutation(() => UserPayload, { description: "Creates a user, or adds an existing one to the tenant." })
  createUser(
    @Arg("input", () => CreateUserInput) input: CreateUserInput,
    @Ctx() context: RequestContext,
  ): Promise<UserPayload> {
    return this.payload(context, this.admin.create(context, input));
  }

  @Requires("user:update")
  @Mutation(() => UserPayload, { description: "Changes a user's name." })
  renameUser(
    @Arg("input", () => RenameUserInput) { userId, displayName }: RenameUserInput,
    @Ctx() context: RequestContext,
  ): Promise<UserPayload> {
    return this.payload(context, this.admin.rename(context, userId, displayName));
  }

  @Requires("user:update")
  @Mutation(() => UserPayload, { description: "Shuts a user out and ends all their sessions, at once." })
  disableUser(
    @Arg("input", () => UserInput) { userId }: UserInput,
    @Ctx() context: RequestContext,
  ): Promise<UserPayload> {
    return this.payload(context, this.admin.disable(context, userId));
  }

  @Requires("user:update")
  @Mutation(() => UserPayload, { description: "Lets a disabled user sign in again." })
  enableUser(
    @Arg("input", () => UserInput) { userId }: UserInput,
    @Ctx() context: RequestContext,
  ): Promise<UserPayload> {
    return this.payload(context, this.admin.enable(context, userId));
  }

  @Requires("user:update")
  @Mutation(() => UserPayload, {
    description: "Forgets failed sign-ins, so that a locked user can try again.",
  })
  unlockUser(
    @Arg("input", () => UserInput) { userId }: UserInput,
    @Ctx() context: RequestContext,
  ): Promise<UserPayload> {
    return this.payload(context, this.admin.unlock(context, userId));
  }

  @Requires("user:update")
  @Mutation(() => UserPayload, { description: "Sets a new password and ends the user's sessions." })
  resetPassword(
    @Arg("input", () => ResetPasswordInput) { userId, newPassword }: ResetPasswordInput,
    @Ctx() context: RequestContext,
  ): Promise<UserPayload> {
    return this.payload(context, this.admin.resetPassword(context, userId, newPassword));
  }

  @Requires("user:delete")
  @Mutation(() => RemovePayload, {
    description: "Takes a user out of the tenant; other tenants of theirs are untouched.",
  })
  async removeUserFromTenant(
    @Arg("input", () => UserInput) { userId }: UserInput,
    @Ctx() context: RequestContext,
  ): Promise<RemovePayload> {
    return { removedId: await this.membership.remove(context, userId) };
  }

  @Requires("role:assign")
  @Mutation(() => UserPayload, { description: "Gives a user a role; at most one whose rights you hold." })
  assignRole(
    @Arg("input", () => AssignRoleInput) input: AssignRoleInput,
    @Ctx() context: RequestContext,
  ): Promise<UserPayload> {
    return this.payload(context, this.membership.assign(context, input));
  }

  @Requires("role:assign")
  @Mutation(() => UserPayload, {
    description: "Takes a role from a user; not the last one, nor the last administrator's.",
  })
  unassignRole(
    @Arg("input", () => UnassignRoleInput) { userId, roleId }: UnassignRoleInput,
    @Ctx() context: RequestContext,
  ): Promise<UserPayload> {
    return this.payload(context, this.membership.unassign(context, userId, roleId));
  }

  private async payload(context: RequestContext, changed: Promise<UserRow>): Promise<UserPayload> {
    const user = asUser(await changed);
    this.directory.forget(context);
    return { user };
  }
}
