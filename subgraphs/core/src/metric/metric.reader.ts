/** Values of one thing measured, by one set of labels. */
export interface Series {
  name: string;
  labels: Readonly<Record<string, string>>;
  /** Oldest first. */
  points: { at: Date; value: number }[];
}

export interface TenantSeries extends Series {
  tenantId: string;
}

export interface MetricQuestion {
  /** null: the platform's own. */
  tenantId: string | null;
  /** As in metric.catalogue.ts. */
  name: string;
  /** Labels a series must have, with these values. */
  match?: Readonly<Record<string, string>>;
  /** Included. */
  from: Date;
  /** Not included. */
  to: Date;
}

export interface MetricName {
  name: string;
  /** Names of labels its series have, in order. */
  labels: string[];
  seriesCount: number;
}

/** Values as they were sampled, for parts of the platform: whoever asks has seen to rights. */
export interface MetricReader {
  /** 10-second samples; for windows up to an hour. A moment at which nothing was measured has no point. */
  window(question: MetricQuestion): Promise<Series[]>;
  /** The same for every tenant at once, the platform's own left out. */
  windowOfTenants(question: Omit<MetricQuestion, "tenantId">): Promise<TenantSeries[]>;
  /** What was measured in the last 24 hours. */
  names(tenantId: string | null): Promise<MetricName[]>;
}
