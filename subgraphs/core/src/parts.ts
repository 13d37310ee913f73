import type { Runtime } from "@wegraph/kit/runtime";
import { ApiKeyService } from "./api-key/apiKey.service.ts";
import { assembleAudit } from "./audit/audit.parts.ts";
import type { ChannelSettings } from "./channel/channel.parts.ts";
import type { CoreDatabase } from "./database.ts";
import { assembleFiles } from "./file/file.parts.ts";
import type { StoreSettings } from "./file/store/stores.ts";
import { assembleMetrics } from "./metric/metric.parts.ts";
import { assembleNotifications } from "./notification/notification.parts.ts";
import { PrincipalService } from "./principal/principal.service.ts";
import type { HintStore } from "./quota/quota.hints.ts";
import { assembleQuotas } from "./quota/quota.parts.ts";
import { Authority } from "./role/authority.ts";
import { CatalogueService } from "./role/catalogue.service.ts";
import { RoleService } from "./role/role.service.ts";
import { RoleDirectory } from "./role/roleDirectory.ts";
import { AccessTokens } from "./session/accessTokens.ts";
import { RefreshService } from "./session/refresh.service.ts";
import { RefreshTokens } from "./session/refreshTokens.ts";
import { SessionService } from "./session/session.service.ts";
import { Tokens } from "./session/tokens.ts";
import { IdentitySetup } from "./setup/identitySetup.ts";
import { LoginAttempts } from "./sign-in/loginAttempts.ts";
import { PasswordHasher } from "./sign-in/passwordHasher.ts";
import { SecondFactor } from "./sign-in/secondFactor.ts";
import { SignInService } from "./sign-in/signIn.service.ts";
import { Totp } from "./sign-in/totp.ts";
import { assembleReports } from "./report/report.parts.ts";
import { assembleAlerting } from "./system-alert/system-alert.parts.ts";
import { TenantService } from "./tenant/tenant.service.ts";
import { TenantDirectory } from "./tenant/tenantDirectory.ts";
import { TenantFounder } from "./tenant/tenantFounder.ts";
import { assembleUptime } from "./uptime/uptime.parts.ts";
import { MembershipService } from "./user/membership.service.ts";
import { OwnAccountService } from "./user/ownAccount.service.ts";
import { UserAdminService } from "./user/userAdmin.service.ts";
import { UserDirectory } from "./user/userDirectory.ts";
import { coreSettings } from "./core.settings.ts";
import { HealthAlertNotices } from "./health-alert/healthAlerts.ts";
import { assembleJobs } from "./job/job.parts.ts";
import { assembleSettings } from "./setting/setting.parts.ts";
import { assembleWebhooks } from "./webhook/webhook.parts.ts";
import type { WebhookSettings } from "./webhook/webhook.parts.ts";

export type CoreParts = ReturnType<typeof assemble>;

export interface CoreOptions {
  /** How webhooks reach tenants' receivers. */
  webhooks: WebhookSettings;
  /** Where files lie. */
  files: StoreSettings;
  /** Where notices may go. */
  channels: ChannelSettings;
}

type PartsRuntime = Pick<Runtime, "rootSecret" | "secrets" | "clock" | "log"> & {
  queue: Pick<Runtime["queue"], "enqueue">;
  bus: Pick<Runtime["bus"], "connection">;
  redis?: HintStore | undefined;
};

/** The domain's parts list: what is made of what. Tests use the same. */
export function assemble(
  db: CoreDatabase,
  { rootSecret, secrets, clock, log, queue, bus, redis }: PartsRuntime,
  { files: store, webhooks, channels }: CoreOptions,
) {
  const hasher = new PasswordHasher();
  const accessTokens = new AccessTokens(rootSecret, clock);
  const refreshTokens = new RefreshTokens(rootSecret);
  const tokens = new Tokens(accessTokens, refreshTokens);
  const totp = new Totp(rootSecret, clock);
  const secondFactor = new SecondFactor(db, secrets, totp);
  const attempts = new LoginAttempts(db, secrets, clock);
  const catalogue = new CatalogueService(db);
  const authority = new Authority(catalogue);
  const founder = new TenantFounder(hasher, clock);
  const settings = assembleSettings({ db, definitions: coreSettings, clock, log });
  const notifications = assembleNotifications({ db, secrets, clock, log, settings: channels });
  const quotas = assembleQuotas({
    db,
    settings: settings.live,
    notices: notifications.notices,
    redis,
    clock,
    log,
  });
  const metrics = assembleMetrics({ db, bus, clock, log });
  const stored = { hasher, secrets, rootSecret, settings: store };
  const files = assembleFiles({ db, quotas: quotas.ledger, ...stored, clock, log });
  const signIn = new SignInService(db, attempts, hasher, secondFactor, tokens, clock);

  return {
    hasher,
    attempts,
    catalogue,
    signIn,
    accessTokens,
    refresh: new RefreshService(db, refreshTokens, tokens, clock),
    sessions: new SessionService(db, accessTokens, clock),
    principals: new PrincipalService(db, accessTokens, catalogue, clock),
    ownAccount: new OwnAccountService(db, attempts, hasher, totp, secondFactor, clock),
    users: new UserDirectory(db),
    userAdmin: new UserAdminService({ db, authority, hasher, quotas: quotas.ledger, clock }),
    membership: new MembershipService(db, authority, quotas.ledger, clock),
    roles: new RoleService(db, authority, catalogue),
    roleDirectory: new RoleDirectory(db),
    tenants: new TenantService(db, founder, quotas.reconciler, clock),
    tenantDirectory: new TenantDirectory(db),
    apiKeys: new ApiKeyService(db, authority, catalogue, secrets, clock),
    audit: assembleAudit({ db, uploads: files.uploads, queue, rootSecret, clock }),
    notifications,
    quotas,
    files,
    settings,
    jobs: assembleJobs({ db, notices: notifications.notices, clock, log }),
    webhooks: assembleWebhooks({
      db,
      authority,
      secrets,
      queue,
      clock,
      log,
      settings: webhooks,
      live: settings.live,
    }),
    metrics,
    reports: assembleReports({ db, notices: notifications.notices, clock }),
    healthAlerts: new HealthAlertNotices(db, notifications.notices, log),
    alerting: assembleAlerting({ db, reader: metrics.reader, notices: notifications.notices, clock, log }),
    uptime: assembleUptime({ db, clock, log }),
    setup: new IdentitySetup(db, founder, hasher, signIn, clock),
  };
}
