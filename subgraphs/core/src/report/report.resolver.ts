import { Arg, Args, ID, Query, Resolver } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import { oneOf } from "@wegraph/kit/codes";
import { keysetPage, mapPage, PageArgs } from "@wegraph/kit/page";
import type { OrderColumn, Page } from "@wegraph/kit/page";
import { OperationsReport, OperationsReportConnection, ReportKindEnum } from "./report.model.ts";
import type { ReportReader, ReportRow } from "./report.reader.ts";
import { reportKinds, reportShape } from "./report.rules.ts";
import type { ReportKind } from "./report.rules.ts";
import { figureTitle } from "./report.texts.ts";

const latestFirst: readonly OrderColumn[] = [
  { field: "periodStart", direction: "desc", kind: "date" },
  { field: "id", direction: "desc", kind: "uuid" },
];

@Resolver(() => OperationsReport)
export class ReportResolver {
  constructor(private readonly reader: ReportReader) {}

  @Requires("report:read")
  @Query(() => OperationsReportConnection, { description: "Reports, the latest first." })
  async operationsReports(
    @Args(() => PageArgs) args: PageArgs,
    @Arg("kind", () => ReportKindEnum, { nullable: true }) kind: ReportKind | null,
  ): Promise<Page<OperationsReport>> {
    const page = await keysetPage(
      args,
      latestFirst,
      (query) => this.reader.list(kind, query),
      () => this.reader.count(kind),
    );
    return mapPage(page, asReport);
  }

  @Requires("report:read")
  @Query(() => OperationsReport, {
    nullable: true,
    description: "One report; null if there is none with this id.",
  })
  async operationsReport(@Arg("id", () => ID) id: string): Promise<OperationsReport | null> {
    const row = await this.reader.find(id);
    return row && asReport(row);
  }
}

function asReport({ document, kind, ...row }: ReportRow): OperationsReport {
  const { figures, top } = reportShape.parse(document);
  return {
    ...row,
    kind: oneOf(reportKinds, kind),
    figures: figures.map((figure) => ({ ...figure, title: figureTitle(figure.key) })),
    top: top.map(({ name, zh, en, count }) => ({ name, count, title: { zh, en } })),
  };
}
