import { graphql } from "../../gql/gql.ts";

export const settingFragment = graphql(`
  fragment Setting_row on Setting {
    key
    scope
    service
    titleZh
    titleEn
    descriptionZh
    descriptionEn
    schema
    defaultValue
    value
    inForce
    inForceFrom
    version
    changedAt
  }
`);
