import { useQuery } from "@apollo/client/react";
import { useTranslation } from "react-i18next";
import { FilterBar } from "../../ui/FilterBar.tsx";
import { FilterMenu } from "../../ui/FilterMenu.tsx";
import type { StateOf } from "../../ui/urlState.ts";
import type { ChangeUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { groupsQuery } from "./cohortQuery.ts";
import { ages, periods, ranges, sexes, usualCode } from "./cohortState.ts";
import type { cohortState } from "./cohortState.ts";

interface CohortFiltersProps {
  state: StateOf<typeof cohortState>;
  change: ChangeUrlState<typeof cohortState>;
  kinds: readonly { code: string; name: string }[];
}

/** Whom the figures are of, what of them, and over how long. */
export function CohortFilters({ state, change, kinds }: CohortFiltersProps) {
  const { t } = useTranslation("healthAnalysis");
  const mayList = useCan()("patient:read");
  const { data } = useQuery(groupsQuery, { skip: !mayList });
  const { code, period, range, groups, sex, age } = state;
  // A group that came with the address can be taken away again, known or not.
  const known = [...new Set([...(data?.patientGroups ?? []), ...groups])];
  const isFiltered = groups.length > 0 || sex.length > 0 || age !== null;
  return (
    <FilterBar onClear={isFiltered ? () => change({ groups: [], sex: [], age: null }) : undefined}>
      <FilterMenu
        single
        label={t("cohort.code")}
        chosen={[code || usualCode]}
        onChange={([chosen]) => change({ code: chosen ?? "" })}
        options={kinds.map(({ code: value, name }) => ({ value, label: name }))}
      />
      <FilterMenu
        single
        label={t("cohort.range")}
        chosen={[range]}
        onChange={([chosen]) => change({ range: chosen ?? "30" })}
        options={ranges.map((value) => ({ value, label: t(`cohort.ranges.${value}`) }))}
      />
      <FilterMenu
        single
        label={t("cohort.period")}
        chosen={[period]}
        onChange={([chosen]) => change({ period: chosen ?? "DAY" })}
        options={periods.map((value) => ({ value, label: t(`cohort.periods.${value}`) }))}
      />
      {known.length > 0 && (
        <FilterMenu
          label={t("cohort.groups")}
          chosen={groups}
          onChange={(chosen) => change({ groups: chosen })}
          options={known.map((value) => ({ value, label: value }))}
        />
      )}
      <FilterMenu
        label={t("cohort.sex")}
        chosen={sex}
        onChange={(chosen) => change({ sex: chosen })}
        options={sexes.map((value) => ({ value, label: t(`cohort.sexes.${value}`) }))}
      />
      <FilterMenu
        single
        label={t("cohort.age")}
        chosen={age ? [age] : []}
        onChange={([chosen]) => change({ age: chosen ?? null })}
        options={ages.map((value) => ({ value, label: t(`cohort.ages.${value}`) }))}
      />
    </FilterBar>
  );
}
