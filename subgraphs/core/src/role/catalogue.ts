import type { CatalogueEntry } from "./permissions.rules.ts";

/** The rights core itself asks for. */
export const corePermissions: readonly CatalogueEntry[] = [
  { id: "tenant:read", description: "See the tenant and its plan." },
  { id: "tenant:manage", description: "Create, suspend, delete and re-plan tenants.", platformOnly: true },
  { id: "user:read", description: "See users and the roles they hold." },
  { id: "user:create", description: "Create users, or add existing ones to the tenant." },
  { id: "user:update", description: "Rename, disable, enable and unlock users, and reset their passwords." },
  { id: "user:delete", description: "Remove users from the tenant." },
  { id: "role:read", description: "See roles and what they permit." },
  { id: "role:write", description: "Create, change and delete the tenant's own roles." },
  { id: "role:assign", description: "Give roles to users and take them away." },
  { id: "session:read", description: "See where users are signed in." },
  { id: "session:end", description: "End other users' sessions." },
  { id: "api-key:read", description: "See API keys (never their secrets)." },
  { id: "api-key:write", description: "Create, rotate and revoke API keys." },
  { id: "audit:read", description: "Read the audit log." },
  { id: "audit:verify", description: "Check the audit log's hash chain." },
  { id: "webhook:read", description: "See where events are sent, and what was sent." },
  { id: "webhook:manage", description: "Have events sent to other systems, test and replay them." },
];

/** The rights of the other domains, as data: a domain that runs beside core declares its own at its start. */
export const declaredPermissions: Readonly<Record<string, readonly CatalogueEntry[]>> = {
  core: corePermissions,
  wecom: [
    { id: "corp:read", description: "See the WeCom corporations." },
    { id: "corp:write", description: "Add and change WeCom corporations and their secrets." },
    { id: "account:read", description: "See WeCom accounts, their state and history." },
    { id: "account:create", description: "Add WeCom accounts." },
    { id: "account:login", description: "Log WeCom accounts in and out." },
    { id: "account:update", description: "Change WeCom accounts, their group, tags and people." },
    { id: "account:recover", description: "Recover WeCom accounts that failed." },
    { id: "account:delete", description: "Delete WeCom accounts." },
    { id: "message:read", description: "See messages, batches, templates and their statistics." },
    { id: "message:send", description: "Send, schedule, cancel, retry and recall messages." },
    { id: "conversation:read", description: "See conversations and what is written in them." },
    { id: "conversation:reply", description: "Answer, take, close and reopen conversations." },
    { id: "conversation:assign", description: "Give conversations to others and take them away." },
    { id: "contact:read", description: "See external contacts, their tags and groups, and syncs." },
    { id: "contact:manage", description: "Tag contacts, note remarks, and read phone numbers in full." },
    { id: "contact:sync", description: "Begin and cancel syncs of contacts." },
    { id: "message-template:write", description: "Add, revise and delete message templates." },
    { id: "message-template:approve", description: "Approve message templates and forbid words." },
    { id: "callback:read", description: "See which callbacks came from WeCom and what became of them." },
    { id: "callback:replay", description: "Have callbacks handled once more." },
    { id: "callback:reveal", description: "Read what callbacks say, personal data included." },
    { id: "alert:read", description: "See the alerts of accounts and the rules that raise them." },
    { id: "alert:acknowledge", description: "Acknowledge alerts and end them by hand." },
    { id: "alert-rule:manage", description: "Change when alerts are raised and what is done by itself." },
    {
      id: "provider-limit:manage",
      description: "Change what the platform takes WeCom to allow.",
      platformOnly: true,
    },
  ],
};
