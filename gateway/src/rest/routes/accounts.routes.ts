import type { RestRoute } from "../route.ts";

const account = `
  account_id: id
  account_name: name
  corp { corp_id: id corp_name: name }
  connector
  status
  status_reason: statusReason
  status_since: statusSince
  version
  health_score: healthScore
  group
  tags
  department
  auto_recover: autoRecover
  owner { user_id: id }
  bound_user_ids: boundUserIds
  wecom_user_id: wecomUserId
  wecom_name: wecomName
  avatar_url: avatarUrl
  device
  last_heartbeat: lastHeartbeatAt
  heartbeat_latency_ms: heartbeatLatencyMs
  recovery_attempts: recoveryAttempts
  next_recovery_at: nextRecoveryAt
  allowed_actions: allowedActions
  created_at: createdAt
  updated_at: updatedAt`;

/** What an act on the life of an account answers with: the rest of it follows as events. */
const standing = `
  account_id: id
  status
  status_reason: statusReason
  status_since: statusSince
  version
  allowed_actions: allowedActions`;

const pageInfo = "page: pageInfo { has_next: hasNextPage next_cursor: endCursor }";

const one = "/api/v1/accounts/{account_id}";
const tag = "Accounts";

/** An act that is ordered now and done by and by. */
function act(method: "POST" | "PUT" | "DELETE", path: string, field: string, summary: string): RestRoute {
  const name = field.charAt(0).toUpperCase() + field.slice(1);
  return {
    method,
    path,
    summary,
    tag,
    status: 202,
    document: `mutation ${name}($account_id: ID!) {
      ${field}(input: { accountId: $account_id }) { account { ${standing} } }
    }`,
    body: [field, "account"],
  };
}

export const accountRoutes: readonly RestRoute[] = [
  {
    method: "POST",
    path: "/api/v1/accounts",
    summary: "Adds an account.",
    tag,
    status: 201,
    location: one,
    acceptsTenantId: true,
    document: `mutation CreateAccount(
      $account_name: String!, $corp_id: ID!, $connector: AccountConnector, $group: String, $tags: [String!],
      $department: String, $auto_recover: Boolean, $owner_id: ID, $bound_user_ids: [ID!], $idempotency_key: String
    ) {
      createAccount(input: {
        name: $account_name, corpId: $corp_id, connector: $connector, group: $group, tags: $tags,
        department: $department, autoRecover: $auto_recover, ownerId: $owner_id, boundUserIds: $bound_user_ids,
        idempotencyKey: $idempotency_key
      }) { account { ${account} } }
    }`,
    body: ["createAccount", "account"],
  },
  {
    method: "GET",
    path: "/api/v1/accounts",
    summary: "The accounts you may see, by name, page by page.",
    tag,
    status: 200,
    acceptsTenantId: true,
    document: `query ListAccounts(
      $status: [AccountStatus!], $connector: AccountConnector, $group: String, $tag: [String!], $search: String,
      $corp_id: ID, $size: Int = 50, $cursor: String
    ) {
      accounts(
        first: $size, after: $cursor,
        filter: {
          statuses: $status, connector: $connector, group: $group, tags: $tag, search: $search, corpId: $corp_id
        }
      ) { accounts: nodes { ${account} } total: totalCount ${pageInfo} }
    }`,
    body: ["accounts"],
  },
  {
    method: "GET",
    path: one,
    summary: "One account.",
    tag,
    status: 200,
    document: `query GetAccount($account_id: ID!) { account(id: $account_id) { ${account} } }`,
    body: ["account"],
  },
  {
    method: "PATCH",
    path: one,
    summary: "Changes what an account is called, whose it is and how it is kept. What is left out stays.",
    tag,
    status: 200,
    document: `mutation ChangeAccount(
      $account_id: ID!, $account_name: String, $group: String, $tags: [String!], $department: String,
      $auto_recover: Boolean, $owner_id: ID, $bound_user_ids: [ID!], $expected_version: Int
    ) {
      changeAccount(input: {
        accountId: $account_id, name: $account_name, group: $group, tags: $tags, department: $department,
        autoRecover: $auto_recover, ownerId: $owner_id, boundUserIds: $bound_user_ids,
        expectedVersion: $expected_version
      }) { account { ${account} } }
    }`,
    body: ["changeAccount", "account"],
  },
  {
    method: "DELETE",
    path: one,
    summary: "Deletes an account with its history.",
    tag,
    status: 204,
    document: `mutation DeleteAccount($account_id: ID!) {
      deleteAccount(input: { accountId: $account_id }) { account_id: removedId }
    }`,
    body: ["deleteAccount"],
  },
  act("PUT", `${one}/login`, "logInAccount", "Begins a log-in; its QR code follows at the same path by GET."),
  {
    method: "GET",
    path: `${one}/login`,
    summary: "The log-in under way: its QR code, and what it waits for. NOT_FOUND while there is no code.",
    tag,
    status: 200,
    document: `query GetAccountLogin($account_id: ID!) {
      account(id: $account_id) {
        login {
          qrcode_url: qrImage
          qrcode_content: qrContent
          login_token: token
          expires_at: expiresAt
          verification_required: verificationRequired
          verification_attempts_left: verificationAttemptsLeft
          scanned_by: scannedBy
        }
      }
    }`,
    body: ["account", "login"],
  },
  act("DELETE", `${one}/login`, "cancelAccountLogin", "Ends a log-in that is under way."),
  act("POST", `${one}/login/qrcode`, "refreshAccountQr", "Asks for a new QR code."),
  {
    method: "POST",
    path: `${one}/login/verification`,
    summary: "Sends the verification code of a new device.",
    tag,
    status: 202,
    document: `mutation SubmitVerificationCode($account_id: ID!, $code: String!) {
      submitVerificationCode(input: { accountId: $account_id, code: $code }) { account { ${standing} } }
    }`,
    body: ["submitVerificationCode", "account"],
  },
  act("PUT", `${one}/logout`, "logOutAccount", "Logs an account out."),
  act("PUT", `${one}/restart`, "restartAccount", "Ends the session, if there is one, and begins a log-in."),
  act("PUT", `${one}/recover`, "recoverAccount", "Brings an account in ERROR back without a QR code."),
  {
    method: "GET",
    path: `${one}/status`,
    summary: "Where an account stands.",
    tag,
    status: 200,
    document: `query GetAccountStatus($account_id: ID!) {
      account(id: $account_id) {
        ${standing}
        health_score: healthScore
        last_heartbeat: lastHeartbeatAt
        heartbeat_latency_ms: heartbeatLatencyMs
        recovery_attempts: recoveryAttempts
        next_recovery_at: nextRecoveryAt
      }
    }`,
    body: ["account"],
  },
  {
    method: "GET",
    path: `${one}/status/history`,
    summary: "Its transitions, newest first, page by page.",
    tag,
    status: 200,
    document: `query GetAccountHistory($account_id: ID!, $size: Int = 50, $cursor: String) {
      account(id: $account_id) {
        history(first: $size, after: $cursor) {
          changes: nodes { id at from to event reason actor_kind: actorKind }
          total: totalCount
          ${pageInfo}
        }
      }
    }`,
    body: ["account", "history"],
  },
  {
    method: "GET",
    path: `${one}/health`,
    summary: "Its health score, and what the score is made of.",
    tag,
    status: 200,
    document: `query GetAccountHealth($account_id: ID!) {
      account(id: $account_id) {
        health { score parts { name weight value points known detail } computed_at: computedAt }
      }
    }`,
    body: ["account", "health"],
  },
  {
    method: "GET",
    path: `${one}/conversations`,
    summary: "Its conversations, the one written in last first, page by page; `total` stops at 10,000.",
    tag,
    status: 200,
    document: `query ListAccountConversations(
      $account_id: ID!, $kind: [ConversationKind!], $state: [ConversationState!], $search: String,
      $size: Int = 50, $cursor: String
    ) {
      account(id: $account_id) {
        conversations(first: $size, after: $cursor, filter: { kinds: $kind, states: $state, search: $search }) {
          conversations: nodes {
            conversation_id: id
            kind
            recipient
            name
            avatar_url: avatarUrl
            state
            unread
            last_message_at: lastMessageAt
            last_incoming_at: lastIncomingAt
            assignee { user_id: id }
          }
          total: totalCount
          ${pageInfo}
        }
      }
    }`,
    body: ["account", "conversations"],
  },
  {
    method: "GET",
    path: "/api/v1/monitor/accounts/{account_id}/metrics",
    summary: "What an account's history adds up to since a time.",
    tag: "Monitoring",
    status: 200,
    document: `query GetAccountMetrics($account_id: ID!, $start_time: DateTime) {
      account(id: $account_id) {
        statistics(since: $start_time) {
          start_time: since
          online_ratio: onlineRatio
          recoveries
          mean_time_to_recover_ms: meanTimeToRecoverMs
          transitions
          metrics: timeInState { status duration_ms: ms share }
        }
      }
    }`,
    body: ["account", "statistics"],
  },
];
