import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { Requires, SignedIn } from "@wegraph/kit/access";
import { CacheControl } from "@wegraph/kit/cacheControl";
import type { RequestContext } from "@wegraph/kit/context";
import { RemovePayload } from "../payloads.model.ts";
import type { CatalogueService } from "./catalogue.service.ts";
import {
  ChangeRoleInput,
  CreateRoleInput,
  DeleteRoleInput,
  PermissionEntry,
  Role,
  RolePayload,
} from "./role.model.ts";
import type { RoleService } from "./role.service.ts";
import type { RoleDirectory } from "./roleDirectory.ts";
import type { RoleRow } from "./roleGraph.ts";

@Resolver(() => Role)
export class RoleResolver {
  constructor(
    private readonly service: RoleService,
    private readonly directory: RoleDirectory,
    private readonly catalogue: CatalogueService,
  ) {}

  @CacheControl({ maxAge: 300 })
  @Requires("role:read")
  @Query(() => [Role], { description: "Every role the tenant can give: the built-in ones, then its own." })
  async roles(@Ctx() context: RequestContext): Promise<Role[]> {
    return (await this.directory.all(context)).map(asRole);
  }

  @CacheControl({ maxAge: 300 })
  @Requires("role:read")
  @Query(() => Role, { nullable: true, description: "One role." })
  async role(@Arg("id", () => ID) id: string, @Ctx() context: RequestContext): Promise<Role | null> {
    const row = await this.directory.find(context, id);
    return row && asRole(row);
  }

  @CacheControl({ maxAge: 3_600 })
  @Requires("role:read")
  @Query(() => [PermissionEntry], { description: "Every permission that can be granted in this tenant." })
  permissions(@Ctx() { principal }: RequestContext): PermissionEntry[] {
    return this.catalogue.entries
      .filter(({ platformOnly }) => principal.isPlatform || !platformOnly)
      .map(({ id, description }) => {
        const [resource = "", action = ""] = id.split(":");
        return { id, resource, action, description };
      });
  }

  @SignedIn()
  @FieldResolver(() => [String], { description: "Its own and the inherited ones." })
  effectivePermissions(@Root() { id }: Role, @Ctx() context: RequestContext): Promise<string[]> {
    return this.directory.effective(context, id);
  }

  @CacheControl({ inheritMaxAge: true })
  @SignedIn()
  @FieldResolver(() => Role, { nullable: true, description: "The role it inherits from." })
  async parent(@Root() { id }: Role, @Ctx() context: RequestContext): Promise<Role | null> {
    const parentId = (await this.directory.find(context, id))?.parentId;
    const row = parentId ? await this.directory.find(context, parentId) : null;
    return row && asRole(row);
  }

  @CacheControl({ maxAge: 0 }) // changes with users, not with roles
  @SignedIn()
  @FieldResolver(() => Int, { description: "How many users of the tenant hold it." })
  userCount(@Root() { id }: Role, @Ctx() context: RequestContext): Promise<number> {
    return this.directory.userCount(context, id);
  }

  @Requires("role:write")
  @Mutation(() => RolePayload, { description: "Creates a role; it can hold at most what you hold." })
  async createRole(
    @Arg("input", () => CreateRoleInput) input: CreateRoleInput,
    @Ctx() context: RequestContext,
  ): Promise<RolePayload> {
    const role = await this.service.create(context, input);
    this.directory.forget(context);
    return { role: asRole(role) };
  }

  @Requires("role:write")
  @Mutation(() => RolePayload, {
    description: "Changes one of the tenant's own roles, at once for all who hold it.",
  })
  async changeRole(
    @Arg("input", () => ChangeRoleInput) input: ChangeRoleInput,
    @Ctx() context: RequestContext,
  ): Promise<RolePayload> {
    const role = await this.service.change(context, input);
    this.directory.forget(context);
    return { role: asRole(role) };
  }

  @Requires("role:write")
  @Mutation(() => RemovePayload, {
    description: "Deletes a role that nobody holds and no role inherits from.",
  })
  async deleteRole(
    @Arg("input", () => DeleteRoleInput) { roleId }: DeleteRoleInput,
    @Ctx() context: RequestContext,
  ): Promise<RemovePayload> {
    return { removedId: await this.service.remove(context, roleId) };
  }
}

export function asRole({ id, key, name, description, tenantId, dataScope, permissions }: RoleRow): Role {
  return { id, key, name, description, builtIn: tenantId === null, dataScope, permissions };
}
