/** SGLang's own few-shot evaluator, in the package; prints the same lines as the repository's script. */
export const gsm8kModules = ['sglang.test.few_shot_gsm8k'] as const

export interface Gsm8kCommand {
  readonly module: string
  readonly host: string
  readonly port: number
  /** A file of questions in the container: without it the evaluator downloads them. */
  readonly dataPath: string
  readonly questions: number
  readonly parallel: number
  readonly shots: number
}

/** The argument list of one run of GSM8K against a server. */
export function gsm8kCommand(command: Gsm8kCommand): string[] {
  return [
    ...['python3', '-u', '-m', command.module],
    ...['--host', `http://${command.host}`, '--port', String(command.port), '--data-path', command.dataPath],
    ...['--num-questions', String(command.questions)],
    ...['--parallel', String(command.parallel), '--num-shots', String(command.shots)],
  ]
}
