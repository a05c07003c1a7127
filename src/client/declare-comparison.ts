import { type Command, Option } from 'commander'
import { commaList } from './comma-list.js'
import { Refused } from './command-error.js'
import type { CompareFlags } from './commands/compare.js'
import type { LogsFlags } from './commands/logs.js'
import type { PlanFlags } from './commands/plan.js'
import type { RetryFlags } from './commands/retry.js'
import type { StatusFlags } from './commands/status.js'
import { perform } from './perform.js'
import { comparisonAndStage } from './stage-argument.js'

/** An argument that may be left out. */
type Word = string | undefined

/** Values of a flag that may be given several times. */
export const collect = (text: string, previous: readonly string[] = []) => [...previous, text]

/** Declares the commands that start comparisons and look after them. */
export function declareComparisonCommands(program: Command): void {
  requestFlags(program.command('compare'))
    .description('compare a pull request with what it would be merged into, or any two commits')
    .option('--supersede', 'cancel a running comparison of this pull request’s older commits, and take over')
    .option('--detach', 'start it and come back at once; prbench status and logs show it')
    .addOption(new Option('--wait', 'wait for the result (default)').conflicts('detach'))
    .addOption(failOn())
    .option('--json', 'one JSON object a line, also on a terminal')
    .action(perform(async (flags: CompareFlags) => (await import('./commands/compare.js')).compare(flags)))

  requestFlags(program.command('plan'))
    .description('print what compare would run, and start nothing')
    .option('--json', 'the whole plan as JSON')
    .action(perform(async (flags: PlanFlags) => (await import('./commands/plan.js')).plan(flags)))

  program
    .command('status')
    .argument('[id]', 'comparison, or number of its pull request (default: the one that is open)')
    .description('show a comparison; without an id those that are open, or the latest')
    .option('--json', 'as JSON')
    .action(
      perform(async (id: Word, flags: StatusFlags) =>
        (await import('./commands/status.js')).status(id, flags),
      ),
    )

  program
    .command('logs')
    .argument('[id]', 'comparison, or number of its pull request (default: the one that is open)')
    .argument('[stage]', 'only this stage, as in grok/offline')
    .description('print the logs of a comparison, each line with where it comes from')
    .option('-f, --follow', 'go on as they grow, until the comparison ends')
    .action(
      perform(async (id: Word, stage: Word, flags: LogsFlags) =>
        (await import('./commands/logs.js')).logs(id, stage, flags),
      ),
    )

  program
    .command('cancel')
    .argument('[id]', 'comparison, or number of its pull request (default: the one that is open)')
    .argument('[stage]', 'only this stage, as in grok/offline; the others go on')
    .description('cancel a comparison and wait until it is cleaned up; what is finished is reported')
    .action(
      perform(async (id: Word, stage: Word) => {
        const asked = comparisonAndStage(id, stage)
        return asked.stage === undefined
          ? (await import('./commands/cancel.js')).cancel(asked.comparison)
          : (await import('./commands/order.js')).order('cancelStage', id, stage)
      }),
    )

  program
    .command('skip')
    .argument('[id]', 'comparison, or number of its pull request (default: the one that is open)')
    .argument('[stage]', 'as in grok/offline')
    .description('leave a stage out, also one that is being measured; the results then are incomplete')
    .action(
      perform(async (id: Word, stage: Word) =>
        (await import('./commands/order.js')).order('skipStage', id, stage),
      ),
    )

  program
    .command('retry')
    .argument('[id]', 'comparison, or number of its pull request (default: the one that is open)')
    .argument('[stage]', 'as in grok/offline (default: all that failed, were cancelled or skipped)')
    .description(
      'measure what is missing of a stage; of one that was measured, all its pairs anew. A comparison that ' +
        'has ended is taken up again, into the same run directory',
    )
    .option('--detach', 'start it and come back at once, where the comparison has ended')
    .addOption(failOn())
    .option('--json', 'one JSON object a line, also on a terminal')
    .action(
      perform(async (id: Word, stage: Word, flags: RetryFlags) =>
        (await import('./commands/retry.js')).retry(id, stage, flags),
      ),
    )

  program
    .command('pause')
    .argument('[id]', 'comparison, or number of its pull request (default: the one that is open)')
    .description('finish the pair that runs, then leave the host to others; no deadline runs meanwhile')
    .action(perform(async (id: Word) => (await import('./commands/order.js')).order('pause', id, undefined)))

  program
    .command('resume')
    .argument('[id]', 'comparison, or number of its pull request (default: the one that is open)')
    .description('go on with a comparison that was paused')
    .action(perform(async (id: Word) => (await import('./commands/order.js')).order('resume', id, undefined)))
}

/** Whoever gives the number alone means the pull request; Commander would only say that there are too many words. */
function refuseWords(command: Command): void {
  const [word] = command.args
  if (word === undefined) return
  const number = /\d+$/.exec(word)?.[0] ?? '1234'
  throw new Refused(
    `"${word}" is no flag: name the pull request with --pr, as in prbench ${command.name()} --pr ${number}`,
  )
}

function requestFlags(command: Command): Command {
  return command
    .allowExcessArguments()
    .hook('preAction', refuseWords)
    .option('--pr <number>', 'pull request')
    .option('--base <ref>', 'compare two commits instead: the baseline ...')
    .option('--head <ref>', '... and the one that is judged')
    .option('--repo <repository>', 'owner/name, a git URL or a local path (default: sgl-project/sglang)')
    .option('--models <names>', 'models, by their recipes (default: grok,deepseek)', commaList)
    .option(
      '--benchmark-types <types>',
      'offline, online (default: all that a model’s recipe has)',
      commaList,
    )
    .option('--mode <mode>', 'normal, long_context or dummy (default: normal)')
    .option('--recipe <file>', 'a recipe of your own; may be given several times', collect)
    .option('--pairs <n>', 'exactly so many pairs of launches in each stage (default: until it is settled)')
    .option('--max-pairs <n>', 'at most so many (default: 10)')
    .option('--budget <time>', 'begin no further pairs after so much measuring, as in 6h or 90m')
    .option('--deadline <time>', 'report what there is once this is over (default: prbench plan shows it)')
    .option('--max-launches <n>', 'begin no further pair after so many (default: prbench plan shows it)')
    .option('--threshold <percent>', 'changes up to this count as none (default: 5)')
    .option('--base-image <image>', 'image that both arms are built on (default: the recipe’s)')
    .option('--skip-build [bool]', 'take two images that exist already')
    .option('--main-image <image>', 'image of main, with --skip-build')
    .option('--pr-image <image>', 'image of the pull request, with --skip-build')
    .option('--skip-gsm8k [bool]', 'leave the accuracy check out')
    .option('--historical [bool]', 'one process a case and one pair: numbers that compare with old ones')
    .option('--seed <n>', 'of the order in which the arms are launched (default: from the commits)')
    .option('--host <names>', 'hosts to measure on', commaList)
    .option('--output-dir <dir>', 'where the run directory is made (default: ./comparison_results)')
    .option('--work-dir <dir>', 'the same as --output-dir')
}

/** Which ends of a comparison make the command fail. */
export function failOn(): Option {
  return new Option(
    '--fail-on <what>',
    'regression: exit 3 on one, 4 if incomplete; incomplete: only that; never: 0',
  )
    .choices(['incomplete', 'regression', 'never'])
    .default('incomplete')
}
