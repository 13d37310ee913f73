import "i18next";
import type { words as accounts } from "./en/accounts.ts";
import type { words as alerting } from "./en/alerting.ts";
import type { words as alerts } from "./en/alerts.ts";
import type { words as apiKeys } from "./en/apiKeys.ts";
import type { words as audit } from "./en/audit.ts";
import type { words as callbacks } from "./en/callbacks.ts";
import type { words as channels } from "./en/channels.ts";
import type { words as common } from "./en/common.ts";
import type { words as contacts } from "./en/contacts.ts";
import type { words as conversations } from "./en/conversations.ts";
import type { words as corps } from "./en/corps.ts";
import type { words as entry } from "./en/entry.ts";
import type { words as errors } from "./en/errors.ts";
import type { words as files } from "./en/files.ts";
import type { words as graphiql } from "./en/graphiql.ts";
import type { words as jobs } from "./en/jobs.ts";
import type { words as messages } from "./en/messages.ts";
import type { words as monitoring } from "./en/monitoring.ts";
import type { words as notifications } from "./en/notifications.ts";
import type { words as overview } from "./en/overview.ts";
import type { words as patients } from "./en/patients.ts";
import type { words as profile } from "./en/profile.ts";
import type { words as rights } from "./en/rights.ts";
import type { words as roles } from "./en/roles.ts";
import type { words as sessions } from "./en/sessions.ts";
import type { words as shell } from "./en/shell.ts";
import type { words as settings } from "./en/settings.ts";
import type { words as share } from "./en/share.ts";
import type { words as status } from "./en/status.ts";
import type { words as tenants } from "./en/tenants.ts";
import type { words as users } from "./en/users.ts";
import type { words as quotas } from "./en/quotas.ts";
import type { words as webhooks } from "./en/webhooks.ts";

/** A key that does not exist does not compile. */
declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    resources: {
      accounts: typeof accounts;
      alerting: typeof alerting;
      alerts: typeof alerts;
      apiKeys: typeof apiKeys;
      audit: typeof audit;
      callbacks: typeof callbacks;
      channels: typeof channels;
      common: typeof common;
      contacts: typeof contacts;
      conversations: typeof conversations;
      corps: typeof corps;
      entry: typeof entry;
      errors: typeof errors;
      files: typeof files;
      graphiql: typeof graphiql;
      jobs: typeof jobs;
      messages: typeof messages;
      monitoring: typeof monitoring;
      notifications: typeof notifications;
      overview: typeof overview;
      patients: typeof patients;
      profile: typeof profile;
      rights: typeof rights;
      roles: typeof roles;
      sessions: typeof sessions;
      shell: typeof shell;
      settings: typeof settings;
      share: typeof share;
      status: typeof status;
      tenants: typeof tenants;
      users: typeof users;
      quotas: typeof quotas;
      webhooks: typeof webhooks;
    };
  }
}
