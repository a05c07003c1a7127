import type { Judgement } from '../../verdict/judgement.js'
import { findingSentence } from './finding.js'
import { metricSentence } from './metric.js'
import type { MetricNames } from './names.js'
import { stageSentence } from './stage.js'

/** A judgement as it is written for others: with the sentences of its stages, metrics and findings. */
export function withSentences(judgement: Judgement, names: MetricNames): Judgement {
  return {
    ...judgement,
    stages: judgement.stages.map((stage) => ({
      ...stage,
      metrics: stage.metrics.map((metric) => ({ ...metric, sentence: metricSentence(metric) })),
      sentence: stageSentence(stage),
    })),
    findings: judgement.findings.map((finding) => ({
      ...finding,
      sentence: findingSentence(finding, names),
    })),
  }
}
