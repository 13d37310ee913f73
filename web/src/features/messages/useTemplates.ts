import { useQuery } from "@apollo/client/react";
import { graphql } from "../../gql/gql.ts";
import { type Content, contentOf } from "../../messages/content/contentState.ts";

const templateChoicesQuery = graphql(`
  query TemplateChoices {
    messageTemplates(first: 200) {
      nodes {
        id
        name
        approved
      }
    }
  }
`);

const templateTextQuery = graphql(`
  query TemplateText($id: ID!) {
    messageTemplate(id: $id) {
      id
      name
      approved
      versions {
        version
        content
        variables
        state
      }
    }
  }
`);

/** The templates that may be sent. */
export function useTemplateChoices(): readonly { id: string; name: string }[] {
  const { data } = useQuery(templateChoicesQuery, { fetchPolicy: "cache-and-network" });
  return data?.messageTemplates.nodes.filter(({ approved }) => approved !== null) ?? [];
}

/** What a template says in its approved version; null until it is known, and for one that has none. */
export function useTemplateText(
  id: string,
): { name: string; content: Content; variables: readonly string[] } | null {
  const { data } = useQuery(templateTextQuery, {
    variables: { id },
    skip: id === "",
    fetchPolicy: "cache-and-network",
  });
  const template = id === "" ? null : data?.messageTemplate;
  const version = template?.versions.find((one) => one.version === template.approved);
  const content = version && contentOf(version.content);
  return template && version && content
    ? { name: template.name, content, variables: version.variables }
    : null;
}
