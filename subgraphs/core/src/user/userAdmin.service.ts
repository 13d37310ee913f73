import { v7 } from "uuid";
import { audit } from "@wegraph/kit/audit";
import type { AuditRecord } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, notFound } from "@wegraph/kit/errors";
import { announce, originOf } from "@wegraph/kit/outbox";
import { isUniqueViolation } from "@wegraph/kit/uniqueViolation";
import { isSelf } from "../caller.ts";
import { domain, lockRights } from "../database.ts";
import type { CoreDatabase, Tx } from "../database.ts";
import type { Authority } from "../role/authority.ts";
import { effectiveGrants, graphOf } from "../role/lineage.rules.ts";
import { rolesOf } from "../role/roleGraph.ts";
import type { RoleRow } from "../role/roleGraph.ts";
import { endSessions } from "../session/sessionStore.ts";
import type { QuotaLedger } from "../quota/quota.ledger.ts";
import type { PasswordHasher } from "../sign-in/passwordHasher.ts";
import { mustBeGoodPassword } from "../sign-in/passwordPolicy.ts";
import { userRightsChanged } from "./user.events.ts";
import { defaultLocale } from "./user.inputs.ts";
import { userColumns } from "./userRow.ts";
import type { UserRow } from "./userRow.ts";

const purpose = "user-administration";

export interface NewUser {
  email: string;
  displayName: string;
  initialPassword: string;
  roleIds: string[];
  department?: string | null | undefined;
  locale?: string | null | undefined;
}

interface UserAdminOptions {
  db: CoreDatabase;
  authority: Authority;
  hasher: PasswordHasher;
  quotas: QuotaLedger;
  clock: () => Date;
}

/**
 * Acts of a tenant's administrators on its users. Users are the platform's, not the tenant's, so these run in the
 * system scope and check membership themselves; what concerns the person everywhere (name, password, being
 * disabled) is refused for somebody who belongs to another tenant too.
 */
export class UserAdminService {
  private readonly db: CoreDatabase;
  private readonly authority: Authority;
  private readonly hasher: PasswordHasher;
  private readonly quotas: QuotaLedger;
  private readonly clock: () => Date;

  constructor({ db, authority, hasher, quotas, clock }: UserAdminOptions) {
    this.db = db;
    this.authority = authority;
    this.hasher = hasher;
    this.quotas = quotas;
    this.clock = clock;
  }

  /** A new user, or one who exists already and joins this tenant too (name and password stay theirs). */
  async create(context: RequestContext, input: NewUser): Promise<UserRow> {
    mustBeGoodPassword(input.initialPassword, "initialPassword", [input.email, input.displayName]);
    const passwordHash = await this.hasher.hash(input.initialPassword);
    const { tenantId } = context.principal;
    const seat = { tenantId, dimension: "SEATS", amount: 1 } as const;
    const created = this.inRights(context, async (tx, roles) => {
      const wanted = [...new Set(input.roleIds)].map((id) => knownRole(roles, id));
      const graph = graphOf(roles);
      this.authority.mustHold(
        context,
        wanted.flatMap(({ id }) => effectiveGrants(id, graph)),
      );

      const id = await this.userFor(tx, tenantId, input, passwordHash);
      await this.quotas.takeIn(tx, { ...seat, key: id });
      const department = input.department ?? null;
      await tx.userRole.createMany({
        data: wanted.map((role) => ({ id: v7(), tenantId, userId: id, roleId: role.id, department })),
      });
      return this.done(tx, context, id, {
        action: "user.created",
        changes: [
          { field: "email", after: input.email },
          { field: "roles", after: wanted.map(({ key }) => key) },
          ...(department === null ? [] : [{ field: "department", after: department }]),
        ],
      });
    });
    return created.catch(async (error: unknown) => {
      await this.quotas.noteRefusal(error, seat);
      throw error;
    });
  }

  async rename(context: RequestContext, userId: string, displayName: string): Promise<UserRow> {
    return this.onMember(context, userId, async (tx, user) => {
      if (!isSelf(context, userId)) await mustBelongOnlyHere(tx, context, userId);
      await tx.user.update({ where: { id: userId }, data: { displayName }, select: { id: true } });
      return this.done(tx, context, userId, {
        action: "user.renamed",
        changes: [{ field: "displayName", before: user.displayName, after: displayName }],
      });
    });
  }

  async disable(context: RequestContext, userId: string): Promise<UserRow> {
    if (isSelf(context, userId))
      throw new AppError("CONFLICT", "OWN_ACCOUNT", "You cannot disable yourself.");
    return this.onMember(context, userId, async (tx, user, roles) => {
      await mustBelongOnlyHere(tx, context, userId);
      await this.authority.mustOutrank(tx, context, userId, roles);
      if (user.status === "DISABLED") return user;
      await tx.user.update({ where: { id: userId }, data: { status: "DISABLED" }, select: { id: true } });
      await this.authority.mustKeepAdmin(tx, context);
      await endSessions(tx, originOf(context), { userId }, "USER_DISABLED", this.clock());
      return this.done(tx, context, userId, {
        action: "user.disabled",
        changes: statusChange("ACTIVE", "DISABLED"),
      });
    });
  }

  async enable(context: RequestContext, userId: string): Promise<UserRow> {
    return this.onMember(context, userId, async (tx, user, roles) => {
      await mustBelongOnlyHere(tx, context, userId);
      await this.authority.mustOutrank(tx, context, userId, roles);
      if (user.status === "ACTIVE") return user;
      await tx.user.update({ where: { id: userId }, data: { status: "ACTIVE" }, select: { id: true } });
      return this.done(tx, context, userId, {
        action: "user.enabled",
        changes: statusChange("DISABLED", "ACTIVE"),
      });
    });
  }

  /** Forgets failed sign-ins. Only where the user belongs to no other tenant: it also lets guessing go on. */
  async unlock(context: RequestContext, userId: string): Promise<UserRow> {
    return this.onMember(context, userId, async (tx, user) => {
      await mustBelongOnlyHere(tx, context, userId);
      const data = { lockedUntil: null, failuresClearedAt: this.clock() };
      await tx.user.update({ where: { id: userId }, data, select: { id: true } });
      return this.done(tx, context, userId, {
        action: "user.unlocked",
        changes: [{ field: "lockedUntil", before: user.lockedUntil?.toISOString() ?? null, after: null }],
      });
    });
  }

  async resetPassword(context: RequestContext, userId: string, newPassword: string): Promise<UserRow> {
    // One's own needs the old one: a session left open must not be enough to take the account.
    if (isSelf(context, userId))
      throw new AppError("CONFLICT", "OWN_ACCOUNT", "Change your own password instead.");
    const passwordHash = await this.hasher.hash(newPassword);
    return this.onMember(context, userId, async (tx, user, roles) => {
      await mustBelongOnlyHere(tx, context, userId);
      await this.authority.mustOutrank(tx, context, userId, roles);
      mustBeGoodPassword(newPassword, "newPassword", [user.email, user.displayName]);
      const now = this.clock();
      const data = { passwordHash, passwordChangedAt: now };
      await tx.user.update({ where: { id: userId }, data, select: { id: true } });
      await endSessions(tx, originOf(context), { userId }, "PASSWORD_CHANGED", now);
      return this.done(tx, context, userId, {
        action: "user.password-reset",
        changes: [{ field: "password" }],
      });
    });
  }

  /** The id of an existing user who joins, or of a new one. */
  private async userFor(tx: Tx, tenantId: string, input: NewUser, passwordHash: string): Promise<string> {
    const known = await tx.user.findUnique({
      where: { email: input.email },
      select: { id: true, roles: { select: { tenantId: true } } },
    });
    if (known?.roles.some((role) => role.tenantId === tenantId))
      throw new AppError("CONFLICT", "USER_ALREADY_MEMBER", "This person is a user of the tenant already.");
    if (known && known.roles.length > 0) return known.id;

    const fresh = {
      displayName: input.displayName,
      locale: input.locale ?? defaultLocale,
      passwordHash,
      passwordChangedAt: this.clock(),
    };
    if (known) {
      // Removed from every tenant: nobody's any more, and taken on like somebody new.
      const noTotp = {
        totpSecret: null,
        totpPendingSecret: null,
        totpEnabledAt: null,
        recoveryCodeHashes: [],
      };
      await tx.user.update({
        where: { id: known.id },
        data: { ...fresh, ...noTotp, status: "ACTIVE" },
        select: { id: true },
      });
      return known.id;
    }
    const id = v7();
    await tx.user
      .create({ data: { id, email: input.email, ...fresh }, select: { id: true } })
      .catch((error: unknown) => {
        if (!isUniqueViolation(error)) throw error;
        throw new AppError("CONFLICT", "USER_JUST_CREATED", "Someone just created this user. Try again.");
      });
    return id;
  }

  private onMember(
    context: RequestContext,
    userId: string,
    act: (tx: Tx, user: UserRow, roles: RoleRow[]) => Promise<UserRow>,
  ): Promise<UserRow> {
    return this.inRights(context, async (tx, roles) => {
      const { tenantId } = context.principal;
      const user = await tx.user.findFirst({
        where: { id: userId, roles: { some: { tenantId } } },
        select: userColumns,
      });
      if (!user) throw notFound("user", userId);
      return act(tx, user, roles);
    });
  }

  private inRights<T>(context: RequestContext, act: (tx: Tx, roles: RoleRow[]) => Promise<T>): Promise<T> {
    return this.db.system(purpose).$transaction(async (tx) => {
      await lockRights(tx, context.principal.tenantId);
      return act(tx, await rolesOf(tx, context.principal));
    });
  }

  private async done(
    tx: Tx,
    context: RequestContext,
    userId: string,
    record: Pick<AuditRecord, "action" | "changes">,
  ): Promise<UserRow> {
    const origin = originOf(context);
    await announce(tx, origin, userRightsChanged, { userId });
    await audit(tx, domain, origin, { ...record, resourceType: "user", resourceId: userId });
    return tx.user.findUniqueOrThrow({ where: { id: userId }, select: userColumns });
  }
}

/** What touches the person everywhere is not one tenant's to do, or an invitation would be a way to take over. */
async function mustBelongOnlyHere(tx: Tx, { principal }: RequestContext, userId: string): Promise<void> {
  const elsewhere = await tx.userRole.findFirst({
    where: { userId, tenantId: { not: principal.tenantId } },
    select: { id: true },
  });
  if (!elsewhere) return;
  throw new AppError(
    "CONFLICT",
    "USER_SHARED",
    "This person belongs to other tenants too; remove them from this one instead.",
  );
}

function knownRole(roles: readonly RoleRow[], id: string): RoleRow {
  const role = roles.find((row) => row.id === id);
  if (!role) throw notFound("role", id);
  return role;
}

function statusChange(before: string, after: string) {
  return [{ field: "status", before, after }];
}
