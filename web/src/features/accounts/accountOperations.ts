import { graphql } from "../../gql/gql.ts";

/** What every act on an account gives back: enough for the cache to show it everywhere at once. */
export const accountLiveFragment = graphql(`
  fragment AccountLive_account on Account {
    id
    connector
    status
    statusReason
    statusSince
    version
    healthScore
    allowedActions
  }
`);

export const logInMutation = graphql(`
  mutation LogInAccount($input: AccountInput!) {
    logInAccount(input: $input) {
      account {
        ...AccountLive_account
      }
    }
  }
`);

export const refreshQrMutation = graphql(`
  mutation RefreshAccountQr($input: AccountInput!) {
    refreshAccountQr(input: $input) {
      account {
        ...AccountLogin_account
      }
    }
  }
`);

export const cancelLoginMutation = graphql(`
  mutation CancelAccountLogin($input: AccountInput!) {
    cancelAccountLogin(input: $input) {
      account {
        ...AccountLive_account
      }
    }
  }
`);

export const submitCodeMutation = graphql(`
  mutation SubmitVerificationCode($input: SubmitVerificationCodeInput!) {
    submitVerificationCode(input: $input) {
      account {
        ...AccountLogin_account
      }
    }
  }
`);

export const logOutMutation = graphql(`
  mutation LogOutAccount($input: AccountInput!) {
    logOutAccount(input: $input) {
      account {
        ...AccountLive_account
      }
    }
  }
`);

export const restartMutation = graphql(`
  mutation RestartAccount($input: AccountInput!) {
    restartAccount(input: $input) {
      account {
        ...AccountLive_account
      }
    }
  }
`);

export const recoverMutation = graphql(`
  mutation RecoverAccount($input: AccountInput!) {
    recoverAccount(input: $input) {
      account {
        ...AccountLive_account
      }
    }
  }
`);

export const deleteMutation = graphql(`
  mutation DeleteAccount($input: AccountInput!) {
    deleteAccount(input: $input) {
      removedId
    }
  }
`);

export const probeFragment = graphql(`
  fragment Probe_probe on AccountProbe {
    at
    ok
    reason
    errcode
    address
    meaning
    action
    meaningZh
    actionZh
  }
`);

export const testConnectionMutation = graphql(`
  mutation TestAccountConnection($input: AccountInput!) {
    testAccountConnection(input: $input) {
      probe {
        ...Probe_probe
      }
      account {
        ...AccountLive_account
      }
    }
  }
`);

export const renewCallbackMutation = graphql(`
  mutation RenewAccountCallback($input: AccountInput!) {
    renewAccountCallback(input: $input) {
      account {
        ...AccountLive_account
      }
    }
  }
`);

export const setApplicationMutation = graphql(`
  mutation SetAccountApplication($input: SetAccountApplicationInput!) {
    setAccountApplication(input: $input) {
      account {
        ...AccountLive_account
      }
    }
  }
`);
