import "reflect-metadata";
import { changesResolver } from "@wegraph/kit/changes";
import type { EventFeed } from "@wegraph/kit/feed";
import { buildSubgraph } from "@wegraph/kit/schema";
import type { Subgraph } from "@wegraph/kit/schema";
import { ApiKeyResolver } from "./api-key/apiKey.resolver.ts";
import { AuditResolver } from "./audit/audit.resolver.ts";
import { NotificationChannelResolver } from "./channel/channel.resolver.ts";
import { asChannel } from "./channel/channel.view.ts";
import { NotificationDeliveryResolver } from "./channel/delivery/delivery.resolver.ts";
import { asDelivery as asNotificationDelivery } from "./channel/delivery/delivery.view.ts";
import { notificationDeliveryEventResolver } from "./channel/delivery/deliveryEvent.resolver.ts";
import { AuditExportResolver, exportProgressResolver } from "./audit/export/export.resolver.ts";
import { domain } from "./database.ts";
import { FileResolver } from "./file/file.resolver.ts";
import { asFile } from "./file/file.view.ts";
import { fileChangeResolver } from "./file/fileChange.resolver.ts";
import { FileShareResolver } from "./file/share/share.resolver.ts";
import { FileVisitResolver } from "./file/share/visit.resolver.ts";
import { UploadResolver } from "./file/upload/upload.resolver.ts";
import { NotificationResolver } from "./notification/notification.resolver.ts";
import { asNotification } from "./notification/notification.view.ts";
import { notificationEventResolver } from "./notification/notificationEvent.resolver.ts";
import { NotificationPreferenceResolver } from "./notification/preference.resolver.ts";
import { NotificationTemplateResolver } from "./notification/template.resolver.ts";
import type { CoreParts } from "./parts.ts";
import { systemMetricsResolver } from "./metric/live/systemMetrics.resolver.ts";
import { MetricResolver } from "./metric/metric.resolver.ts";
import { identityChangeResolver } from "./principal/identityChange.resolver.ts";
import { inaccessibleEnum } from "./principal/principal.model.ts";
import { PrincipalResolver } from "./principal/principal.resolver.ts";
import { ViewerResolver } from "./principal/viewer.resolver.ts";
import { RoleResolver, asRole } from "./role/role.resolver.ts";
import { SessionResolver } from "./session/session.resolver.ts";
import { SignInResolver } from "./sign-in/signIn.resolver.ts";
import { ReportResolver } from "./report/report.resolver.ts";
import { alertingReferences, alertingResolvers } from "./system-alert/system-alert.schema.ts";
import { TenantInternalResolver } from "./tenant/tenant.internal.resolver.ts";
import { TenantResolver } from "./tenant/tenant.resolver.ts";
import { OwnAccountResolver } from "./user/ownAccount.resolver.ts";
import { UserResolver } from "./user/user.resolver.ts";
import { UptimeResolver } from "./uptime/uptime.resolver.ts";
import { uptimeEventResolver } from "./uptime/uptimeEvent.resolver.ts";
import { jobResolvers } from "./job/job.parts.ts";
import { asRun } from "./job/job.view.ts";
import { asBill } from "./billing/bill.resolver.ts";
import { quotaResolvers } from "./quota/quota.face.ts";
import { settingResolvers } from "./setting/setting.parts.ts";
import { WebhookDeliveryResolver } from "./webhook/delivery/delivery.resolver.ts";
import { asDelivery } from "./webhook/delivery/delivery.view.ts";
import { deliveryEventResolver } from "./webhook/delivery/deliveryEvent.resolver.ts";
import { WebhookEndpointResolver } from "./webhook/endpoint/endpoint.resolver.ts";
import { asEndpoint } from "./webhook/endpoint/endpoint.view.ts";
import { WebhookReplayResolver, replayProgressResolver } from "./webhook/replay/replay.resolver.ts";

/** The domain's face in the graph. */
export function coreSchema(parts: CoreParts, feed: EventFeed): Subgraph {
  const { files, users, tenantDirectory, roleDirectory, catalogue, webhooks } = parts;
  const { endpointReader, deliveryReader } = webhooks;
  const { inbox, channels, preferences, templates } = parts.notifications;
  return buildSubgraph({
    name: domain,
    resolvers: [
      new SignInResolver(parts.signIn, parts.refresh, parts.setup),
      new ViewerResolver(catalogue, users, tenantDirectory, parts.sessions),
      new PrincipalResolver(parts.principals),
      identityChangeResolver(feed),
      changesResolver(domain, feed),
      new TenantResolver(parts.tenants, tenantDirectory),
      new TenantInternalResolver(tenantDirectory),
      new UserResolver(users, parts.userAdmin, parts.membership),
      new OwnAccountResolver(parts.ownAccount),
      new RoleResolver(parts.roles, roleDirectory, catalogue),
      new SessionResolver(parts.sessions, users),
      new ApiKeyResolver(parts.apiKeys, users),
      new AuditResolver(parts.audit.log, users),
      new AuditExportResolver(parts.audit.exports, files.reader),
      exportProgressResolver(feed, parts.audit.exports),
      new FileResolver({ ...files, users, tenants: tenantDirectory }),
      new UploadResolver(files.uploads, files.reader),
      fileChangeResolver(feed, files.reader),
      new FileShareResolver(files.shares, users, files.clock),
      new FileVisitResolver(files.visits),
      new WebhookEndpointResolver(webhooks.endpoints, endpointReader, users),
      new WebhookDeliveryResolver(webhooks.deliveries, deliveryReader, endpointReader),
      deliveryEventResolver(feed, deliveryReader),
      new WebhookReplayResolver(webhooks.replays),
      replayProgressResolver(feed, webhooks.replays),
      ...jobResolvers(parts.jobs, users, feed),
      ...settingResolvers(parts.settings, feed),
      ...quotaResolvers(parts.quotas, feed),
      new NotificationResolver(inbox),
      notificationEventResolver(feed, inbox),
      new NotificationPreferenceResolver(preferences),
      new NotificationTemplateResolver(templates),
      new NotificationChannelResolver(channels.channels, channels.channelReader),
      new NotificationDeliveryResolver(
        channels.deliveries,
        channels.deliveryReader,
        channels.channelReader,
        users,
      ),
      notificationDeliveryEventResolver(feed, channels.deliveryReader),
      new ReportResolver(parts.reports.reader),
      ...alertingResolvers(parts.alerting, feed, users),
      new MetricResolver(parts.metrics.tenantReader, parts.metrics.ranges),
      systemMetricsResolver(parts.metrics.hub),
      new UptimeResolver(parts.uptime.reader, parts.uptime.service, parts.uptime.clock),
      uptimeEventResolver(feed, parts.uptime.reader, parts.uptime.clock),
    ],
    references: {
      Tenant: { requires: "SIGNED_IN", load: (id, context) => tenantDirectory.find(context, id) },
      User: {
        requires: "SIGNED_IN",
        load: (id, context) => users.reference(context, id),
      },
      Role: {
        requires: "role:read",
        load: async (id, context) => {
          const row = await roleDirectory.find(context, id);
          return row && asRole(row);
        },
      },
      File: {
        requires: "file:read",
        load: async (id, context) => {
          const row = await files.reader.find(context, id);
          return row && asFile(row);
        },
      },
      ...alertingReferences(parts.alerting),
      JobRun: {
        requires: "job:read",
        load: async (id, context) => {
          const row = context.principal.isPlatform ? await parts.jobs.reader.run(context, id) : null;
          return row && asRun(row);
        },
      },
      Bill: {
        requires: "billing:read",
        load: async (id, context) => {
          const row = await parts.quotas.bills.find(context, id);
          return row && asBill(row);
        },
      },
      WebhookEndpoint: {
        requires: "webhook:read",
        load: async (id, context) => {
          const row = await endpointReader.find(context, id);
          return row && asEndpoint(row);
        },
      },
      Notification: {
        requires: "SIGNED_IN",
        load: async (id, context) => {
          const row = await inbox.find(context, { id });
          return row && asNotification(row);
        },
      },
      NotificationChannel: {
        requires: "channel:read",
        load: async (id, context) => {
          const row = await channels.channelReader.find(context, id);
          return row && asChannel(row);
        },
      },
      NotificationDelivery: {
        requires: "channel:read",
        load: async (id, context) => {
          const row = await channels.deliveryReader.find(context, id);
          return row && asNotificationDelivery(row);
        },
      },
      WebhookDelivery: {
        requires: "webhook:read",
        load: async (id, context) => {
          const row = await deliveryReader.find(context, id);
          return row && asDelivery(row);
        },
      },
    },
    sdlTail: inaccessibleEnum,
  });
}
