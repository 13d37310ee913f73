import { registerEnumType } from "type-graphql";
import { z } from "zod";
import { healthPartNames } from "../health/health.rules.ts";
import { accountConnectors, accountStatuses } from "./account.machine.ts";
import { accountActionNames } from "./account.rules.ts";

export const AccountStatusEnum = z.enum(accountStatuses).enum;
registerEnumType(AccountStatusEnum, {
  name: "AccountStatus",
  description: "Where an account stands in its life.",
  valuesConfig: {
    CREATED: { description: "Never logged in." },
    INITIALIZING: {
      description:
        "A log-in begins: the provider prepares a client session and a QR code; of an application, corp id and secret are tried.",
    },
    WAITING_QR: {
      description:
        "The QR code waits to be scanned; of an application, the callback address waits to be saved in WeCom's console.",
    },
    WAITING_CONFIRM: {
      description: "Scanned; to be confirmed on the phone. Of an application: WeCom has checked the address.",
    },
    VERIFYING: {
      description:
        "A new device: a verification code is awaited. Of an application: it is being probed, or something is in the way.",
    },
    ONLINE: { description: "Logged in and answering heartbeats; an application's token and probe are good." },
    OFFLINE: { description: "Not logged in; a log-in brings it back." },
    ERROR: { description: "Lost while it was online; recovered by itself or by a person." },
    RECOVERING: { description: "An attempt to bring it back without a QR code." },
  },
});

export const AccountConnectorEnum = z.enum(accountConnectors).enum;
registerEnumType(AccountConnectorEnum, {
  name: "AccountConnector",
  description: "How an account is reached.",
  valuesConfig: {
    INSTANCE: { description: "A client session at a provider, logged in by QR code." },
    CORP_APP: { description: "An application of the corporation, by WeCom's own API." },
  },
});

export const AccountActionEnum = z.enum(accountActionNames).enum;
registerEnumType(AccountActionEnum, {
  name: "AccountAction",
  description: "What a person may do to an account.",
});

export const HealthPartNameEnum = z.enum(healthPartNames).enum;
registerEnumType(HealthPartNameEnum, {
  name: "HealthPartName",
  description: "What makes up a health score.",
  valuesConfig: {
    ONLINE_RATIO: { description: "Share of the last 24 hours spent online." },
    HEARTBEAT_REGULARITY: { description: "Share of recent heartbeats that were answered." },
    SEND_SUCCESS: { description: "Share of recent messages that arrived." },
    CALLBACK_TIMELINESS: { description: "How soon the provider's callbacks arrive." },
    ERROR_RECENCY: { description: "How long ago the account last failed." },
  },
});

export const accountOrderFields = [
  "NAME",
  "STATUS",
  "HEALTH_SCORE",
  "STATUS_SINCE",
  "CREATED_AT",
  "LAST_HEARTBEAT_AT",
] as const;
export type AccountOrderField = (typeof accountOrderFields)[number];
export const AccountOrderFieldEnum = z.enum(accountOrderFields).enum;
registerEnumType(AccountOrderFieldEnum, {
  name: "AccountOrderField",
  description: "What a list of accounts is ordered by; accounts that tie are ordered by id.",
});
