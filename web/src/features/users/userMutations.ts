import { graphql } from "../../gql/gql.ts";

export const enableUser = graphql(`
  mutation EnableUser($input: UserInput!) {
    enableUser(input: $input) {
      user {
        id
        status
        lockedUntil
      }
    }
  }
`);

export const unlockUser = graphql(`
  mutation UnlockUser($input: UserInput!) {
    unlockUser(input: $input) {
      user {
        id
        status
        lockedUntil
      }
    }
  }
`);

export const disableUser = graphql(`
  mutation DisableUser($input: UserInput!) {
    disableUser(input: $input) {
      user {
        id
        status
        lockedUntil
      }
    }
  }
`);

export const renameUser = graphql(`
  mutation RenameUser($input: RenameUserInput!) {
    renameUser(input: $input) {
      user {
        id
        displayName
      }
    }
  }
`);

export const resetPassword = graphql(`
  mutation ResetPassword($input: ResetPasswordInput!) {
    resetPassword(input: $input) {
      user {
        id
        lockedUntil
      }
    }
  }
`);

export const removeUser = graphql(`
  mutation RemoveUserFromTenant($input: UserInput!) {
    removeUserFromTenant(input: $input) {
      removedId
    }
  }
`);

export const endAllSessions = graphql(`
  mutation EndAllSessions($input: EndAllSessionsInput!) {
    endAllSessions(input: $input) {
      endedCount
    }
  }
`);

export const assignRole = graphql(`
  mutation AssignRole($input: AssignRoleInput!) {
    assignRole(input: $input) {
      user {
        ...User_user
      }
    }
  }
`);

export const unassignRole = graphql(`
  mutation UnassignRole($input: UnassignRoleInput!) {
    unassignRole(input: $input) {
      user {
        ...User_user
      }
    }
  }
`);
