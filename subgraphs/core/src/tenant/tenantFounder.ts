import { v7 } from "uuid";
import { AppError } from "@wegraph/kit/errors";
import { isUniqueViolation } from "@wegraph/kit/uniqueViolation";
import type { Tx } from "../database.ts";
import { adminRoleId } from "../role/builtInRoles.ts";
import type { PasswordHasher } from "../sign-in/passwordHasher.ts";
import { mustBeGoodPassword } from "../sign-in/passwordPolicy.ts";
import { defaultLocale } from "../user/user.inputs.ts";
import { defaultTimeZone } from "./tenant.rules.ts";
import type { TenantPlan } from "./tenant.rules.ts";
import { tenantColumns } from "./tenantRow.ts";
import type { TenantRow } from "./tenantRow.ts";

export interface FirstAdmin {
  email: string;
  displayName: string;
  password: string;
}

export interface NewTenant {
  name: string;
  slug: string;
  plan: TenantPlan;
  timeZone?: string | null | undefined;
  admin: FirstAdmin;
}

/** The first administrator with the password hashed, which must not happen inside a transaction: it takes time. */
export interface PreparedAdmin {
  email: string;
  displayName: string;
  passwordHash: string;
}

/** Makes a tenant with its first administrator: one is of no use without the other. */
export class TenantFounder {
  constructor(
    private readonly hasher: PasswordHasher,
    private readonly clock: () => Date,
  ) {}

  /** @param field the input field a bad password is reported at. */
  async prepare({ email, displayName, password }: FirstAdmin, field: string): Promise<PreparedAdmin> {
    mustBeGoodPassword(password, field, [email, displayName]);
    return { email, displayName, passwordHash: await this.hasher.hash(password) };
  }

  async found(
    tx: Tx,
    wanted: Omit<NewTenant, "admin"> & { isPlatform: boolean },
    admin: PreparedAdmin,
  ): Promise<TenantRow> {
    const { name, slug, plan, isPlatform, timeZone } = wanted;
    const tenant = await tx.tenant
      .create({
        data: {
          id: v7(),
          name,
          slug,
          plan,
          isPlatform,
          timeZone: timeZone ?? defaultTimeZone,
          createdAt: this.clock(),
        },
        select: tenantColumns,
      })
      .catch((error: unknown) => {
        if (!isUniqueViolation(error)) throw error;
        throw new AppError("CONFLICT", "TENANT_SLUG_TAKEN", `There is already a tenant ${slug}.`, { slug });
      });
    const userId = await this.userFor(tx, admin);
    const roleId = adminRoleId({ isPlatform });
    await tx.userRole.create({
      data: { id: v7(), tenantId: tenant.id, userId, roleId },
      select: { id: true },
    });
    return tenant;
  }

  /** Someone who exists already keeps name and password. */
  private async userFor(tx: Tx, { email, displayName, passwordHash }: PreparedAdmin): Promise<string> {
    const known = await tx.user.findUnique({ where: { email }, select: { id: true } });
    if (known) return known.id;
    const id = v7();
    await tx.user.create({
      data: { id, email, displayName, passwordHash, locale: defaultLocale, passwordChangedAt: this.clock() },
      select: { id: true },
    });
    return id;
  }
}
