/** A result that a person kept of an engine's load generator: one load on one server. */
export interface SavedLoad {
  readonly model: string
  readonly case: string
  /** When, as text whose order is that of time; '' where it is not told. */
  readonly measuredAt: string
  /** By name of a metric that all engines have of served loads. */
  readonly metrics: Readonly<Record<string, number>>
}
