import { graphql } from "../../gql/gql.ts";
import type { TemplateQuery, TemplatesQuery } from "../../gql/graphql.ts";

export const templateFragment = graphql(`
  fragment Template_template on MessageTemplate {
    id
    name
    version
    approved
    createdAt
    updatedAt
    versions {
      version
      type
      content
      variables
      state
      reason
      createdAt
      decidedAt
    }
  }
`);

export const templatesQuery = graphql(`
  query Templates($first: Int, $after: String, $last: Int, $before: String) {
    messageTemplates(first: $first, after: $after, last: $last, before: $before) {
      nodes {
        id
        name
        version
        approved
        createdAt
        updatedAt
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      totalCount
    }
  }
`);

export const templateQuery = graphql(`
  query Template($id: ID!) {
    messageTemplate(id: $id) {
      ...Template_template
    }
  }
`);

export const createTemplateMutation = graphql(`
  mutation CreateMessageTemplate($input: CreateMessageTemplateInput!) {
    createMessageTemplate(input: $input) {
      messageTemplate {
        ...Template_template
      }
    }
  }
`);

export const reviseTemplateMutation = graphql(`
  mutation ReviseMessageTemplate($input: ReviseMessageTemplateInput!) {
    reviseMessageTemplate(input: $input) {
      messageTemplate {
        ...Template_template
      }
    }
  }
`);

export const decideTemplateMutation = graphql(`
  mutation DecideMessageTemplate($input: DecideMessageTemplateInput!) {
    decideMessageTemplate(input: $input) {
      messageTemplate {
        ...Template_template
      }
    }
  }
`);

export const deleteTemplateMutation = graphql(`
  mutation DeleteMessageTemplate($input: MessageTemplateInput!) {
    deleteMessageTemplate(input: $input) {
      removedId
    }
  }
`);

export type TemplateRow = TemplatesQuery["messageTemplates"]["nodes"][number];
export type TemplateVersion = NonNullable<TemplateQuery["messageTemplate"]>["versions"][number];
