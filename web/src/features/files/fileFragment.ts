import { graphql } from "../../gql/gql.ts";

export const fileFragment = graphql(`
  fragment File_item on File {
    id
    name
    folder
    mediaType
    bytes
    isPreviewable
    source
    createdAt
    deletedAt
    purgeAt
    missingSince
    owner {
      id
      displayName
    }
  }
`);

export const fileLinkQuery = graphql(`
  query FileLink($id: ID!, $inline: Boolean) {
    fileDownloadUrl(id: $id, inline: $inline) {
      url
      expiresAt
    }
  }
`);
