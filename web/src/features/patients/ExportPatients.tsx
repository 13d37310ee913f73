import type { ApolloClient } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import { useTranslation } from "react-i18next";
import { toCsv } from "../../charts/csv.ts";
import type { PatientsQuery, PatientsQueryVariables } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { ExportCsvButton } from "../../ui/ExportCsvButton.tsx";
import { useMayNamePeople } from "../../viewer/useMayNamePeople.ts";
import { useCan, useViewer } from "../../viewer/ViewerContext.ts";
import { useGroupName } from "./patientCells.tsx";
import { type ListState, listVariables, type PatientRowData, patientsQuery } from "./patientListQuery.ts";

/** More rows than this belong in a report of the server's, and not in a page's memory. */
const exportMax = 10_000;
const perRequest = 200;

/** For whoever may take patients' data out of the platform. That each of them was shown is on record; phone numbers stay masked. */
export function ExportPatients({ state }: { state: ListState }) {
  const { t } = useTranslation(["patients", "vitals"]);
  const client = useApolloClient();
  const formats = useFormats();
  const groupName = useGroupName();
  const can = useCan();
  const { user } = useViewer();
  const people = useMayNamePeople();
  if (!can("patient:export")) return null;

  const moment = (at: string | null) => (at ? formats.exact(at) : "");
  const read = async () => {
    const asked = listVariables(state, { id: user?.id ?? "", now: Date.now(), people });
    const { rows, more } = await collect(client, asked);
    const csv = toCsv(
      [
        t("column.recordNumber"),
        t("column.name"),
        t("fact.sex"),
        t("list.age"),
        t("filter.status"),
        t("column.consent"),
        t("column.groups"),
        t("column.department"),
        ...(people ? [t("column.clinician")] : []),
        t("column.phone"),
        t("column.news2"),
        t("list.risk"),
        t("column.lastReading"),
        t("column.created"),
      ],
      rows.map((row) => [
        row.recordNumber,
        row.name,
        t(`sex.${row.sex}`),
        row.age,
        t(row.archivedAt ? "archived" : `status.${row.status}`),
        t(`consent.${row.consent}`),
        row.groups.map(groupName).join("; "),
        row.department,
        ...(people ? [row.clinician?.displayName] : []),
        row.identity.phone,
        row.news2,
        row.news2Risk ? t(`vitals:news2.risk.${row.news2Risk}`) : "",
        moment(row.lastReadingAt),
        moment(row.createdAt),
      ]),
    );
    return { csv, told: t(more ? "list.exportedFirst" : "list.exported", { count: rows.length }) };
  };

  return <ExportCsvButton name={t("title")} read={read} />;
}

async function collect(
  client: ApolloClient,
  asked: PatientsQueryVariables,
): Promise<{ rows: readonly PatientRowData[]; more: boolean }> {
  const rows: PatientRowData[] = [];
  let after: string | null = null;
  const { filter, orderBy, people } = asked;
  for (;;) {
    const answer: ApolloClient.QueryResult<PatientsQuery> = await client.query({
      query: patientsQuery,
      fetchPolicy: "no-cache",
      variables: { filter: filter ?? null, orderBy: orderBy ?? null, people, first: perRequest, after },
    });
    if (!answer.data) return { rows, more: false };
    const { nodes, pageInfo } = answer.data.patients;
    rows.push(...nodes);
    if (!pageInfo.hasNextPage || !pageInfo.endCursor) return { rows, more: false };
    if (rows.length >= exportMax) return { rows, more: true };
    after = pageInfo.endCursor;
  }
}
