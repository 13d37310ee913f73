import { v7 } from "uuid";
import { audit } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError } from "@wegraph/kit/errors";
import { announce, systemOrigin } from "@wegraph/kit/outbox";
import { domain } from "../database.ts";
import type { CoreDatabase, Tx } from "../database.ts";
import { builtInRoles } from "../role/builtInRoles.ts";
import type { BuiltInRoleKey } from "../role/builtInRoles.ts";
import type { SignedIn } from "../session/tokens.ts";
import type { PasswordHasher } from "../sign-in/passwordHasher.ts";
import { mustBeGoodPassword } from "../sign-in/passwordPolicy.ts";
import type { SignInService } from "../sign-in/signIn.service.ts";
import type { NewTenant, TenantFounder } from "../tenant/tenantFounder.ts";
import { tenantCreated } from "../tenant/tenant.events.ts";
import type { TenantRow } from "../tenant/tenantRow.ts";
import { defaultLocale } from "../user/user.inputs.ts";
import { userColumns } from "../user/userRow.ts";
import type { UserRow } from "../user/userRow.ts";

const purpose = "set-up";

export interface SetUpUser {
  tenantId: string;
  email: string;
  displayName: string;
  password: string;
  roles: readonly BuiltInRoleKey[];
  department?: string;
  locale?: string;
}

/**
 * Peoples an empty platform: the first administrator by a public mutation that works once, and demo data by the
 * composition root. Nothing here asks for rights, because there is nobody yet who could have any.
 */
export class IdentitySetup {
  constructor(
    private readonly db: CoreDatabase,
    private readonly founder: TenantFounder,
    private readonly hasher: PasswordHasher,
    private readonly signIn: SignInService,
    private readonly clock: () => Date,
  ) {}

  async isRequired(): Promise<boolean> {
    return (await this.db.system(purpose).tenant.findFirst({ select: { id: true } })) === null;
  }

  /** Makes the platform's tenant with its administrator, who is signed in at once. Works on an empty database only. */
  async firstAdministrator(
    context: RequestContext,
    wanted: Omit<NewTenant, "plan" | "slug">,
  ): Promise<SignedIn> {
    if (!(await this.isRequired())) throw alreadySetUp();
    const tenant = await this.platform(wanted, "password");
    const user = await this.db.system(purpose).user.findUniqueOrThrow({
      where: { email: wanted.admin.email },
      select: { ...userColumns, sessionsMax: true },
    });
    return this.signIn.enter(context, user, tenant);
  }

  /** The platform's own tenant with its first administrator. */
  async platform(wanted: Omit<NewTenant, "plan" | "slug">, passwordField = "password"): Promise<TenantRow> {
    const admin = await this.founder.prepare(wanted.admin, passwordField);
    return this.db.system(purpose).$transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('first administrator', 0))`;
      if (await tx.tenant.findFirst({ select: { id: true } })) throw alreadySetUp();
      const said = { ...wanted, slug: "platform", plan: "ENTERPRISE", isPlatform: true } as const;
      const tenant = await this.founder.found(tx, said, admin);
      await this.record(tx, tenant);
      return tenant;
    });
  }

  /** A customer's tenant with its first administrator. */
  async tenant(wanted: NewTenant): Promise<TenantRow> {
    const admin = await this.founder.prepare(wanted.admin, "password");
    return this.db.system(purpose).$transaction(async (tx) => {
      const tenant = await this.founder.found(tx, { ...wanted, isPlatform: false }, admin);
      await this.record(tx, tenant);
      return tenant;
    });
  }

  /** A user with built-in roles; someone known by the e-mail joins the tenant and keeps name and password. */
  async user(wanted: SetUpUser): Promise<UserRow> {
    const {
      tenantId,
      email,
      displayName,
      password,
      roles,
      department = null,
      locale = defaultLocale,
    } = wanted;
    mustBeGoodPassword(password, "password", [email, displayName]);
    const passwordHash = await this.hasher.hash(password);
    return this.db.system(purpose).$transaction(async (tx) => {
      const now = this.clock();
      const user = await tx.user.upsert({
        where: { email },
        create: {
          id: v7(),
          email,
          displayName,
          passwordHash,
          locale,
          passwordChangedAt: now,
          createdAt: now,
        },
        update: {},
        select: userColumns,
      });
      await tx.userRole.createMany({
        data: roles.map((key) => ({
          id: v7(),
          tenantId,
          userId: user.id,
          roleId: builtInRoles[key].id,
          department,
        })),
        skipDuplicates: true,
      });
      await audit(tx, domain, systemOrigin(purpose, tenantId), {
        action: "user.created",
        resourceType: "user",
        resourceId: user.id,
        changes: [
          { field: "email", after: email },
          { field: "roles", after: [...roles] },
        ],
      });
      return user;
    });
  }

  private async record(tx: Tx, { id, name, plan }: TenantRow): Promise<void> {
    const origin = systemOrigin(purpose, id);
    await announce(tx, origin, tenantCreated, { tenantId: id, name, plan });
    await audit(tx, domain, origin, {
      action: "tenant.created",
      resourceType: "tenant",
      resourceId: id,
      changes: [{ field: "name", after: name }],
    });
  }
}

function alreadySetUp(): AppError {
  return new AppError("CONFLICT", "ALREADY_SET_UP", "The platform has its first administrator already.");
}
