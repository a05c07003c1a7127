import type { Command } from 'commander'
import { Refused } from './command-error.js'
import { commaList, failOn, json, measuringFlags, publishingFlags, startingFlags } from './declare-flags.js'
import { perform } from './perform.js'

/** Declares the commands that start comparisons. */
export function declareStartingCommands(program: Command): void {
  publishingFlags(
    startingFlags(
      requestFlags(
        subjectFlags(
          program.command('compare').description('compare a pull request with its base, or any two commits'),
        ),
      ),
    ),
  )
    .addOption(failOn())
    .action(perform(async () => (await import('./commands/compare.js')).compare))

  requestFlags(subjectFlags(program.command('plan').description('show what compare would run, and its cost')))
    .option('--json', 'print the whole plan as JSON')
    .action(perform(async () => (await import('./commands/plan.js')).plan))

  startingFlags(
    measuringFlags(
      program.command('calibrate').description('compare main with itself to learn the noise of a host'),
    )
      .option('--host <name>', 'host to measure on (default: this one)')
      .option('--pairs <n>', 'pairs in each stage (default: 8)')
      .option('--ref <ref>', 'the commit to compare with itself (default: main)')
      .option('--skip-build [bool]', 'use an existing image')
      .option('--image <image>', 'that image, with --skip-build'),
  ).action(perform(async () => (await import('./commands/calibrate.js')).calibrate))
}

/** Declares the commands for workflows of GitHub Actions. */
export function declareGithubCommands(program: Command): void {
  const github = program.command('github').description('follow what happens on GitHub')
  publishingFlags(
    startingFlags(
      requestFlags(
        github
          .command('event')
          .description(
            'in a job of GitHub Actions: do what a comment /prbench or a label on a pull request asks for',
          ),
      ),
    ),
  )
    .option('--label <name>', 'label that asks for a comparison', 'prbench')
    .addOption(failOn())
    .action(perform(async () => (await import('./commands/github.js')).githubEvent))
}

/** Declares the commands that watch and control comparisons. */
export function declareControllingCommands(program: Command): void {
  onComparison(program, 'status', 'show a comparison (without ID: the open ones, or the latest)')
    .option('--json', 'print JSON')
    .action(perform(async () => (await import('./commands/status.js')).status))
  onComparison(program, 'watch', 'watch a running comparison until its end, as compare does')
    .addOption(failOn())
    .addOption(json())
    .action(perform(async () => (await import('./commands/watch.js')).watch))
  program
    .command('list')
    .description('list open and past comparisons: verdict, title, host, GPU hours, directory')
    .option('--all', 'all of them (default: the newest 20)')
    .option('--output-dir <dir>', 'folder of the run directories (default: ./comparison_results)')
    .option('--json', 'print JSON')
    .action(perform(async () => (await import('./commands/list.js')).list))
  program
    .command('show')
    .argument('<id>', 'a comparison, or the number of its pull request')
    .description('show what a comparison found, and where its results are')
    .action(perform(async () => (await import('./commands/show.js')).show))
  onComparison(program, 'open', 'open the report in a browser; of a running comparison, the Web UI').action(
    perform(async () => (await import('./commands/open.js')).open),
  )
  onComparison(program, 'logs', 'print the logs of a comparison or a stage')
    .argument('[stage]', 'only this stage, such as grok/offline')
    .option('-f, --follow', 'follow the logs until the comparison ends')
    .option('--tail <n>', 'begin with the last N lines of each log (default: all)')
    .action(perform(async () => (await import('./commands/logs.js')).logs))
  onComparison(program, 'cancel', 'cancel a comparison or a stage, and report what is finished')
    .argument('[stage]', 'only this stage, such as grok/offline; the others continue')
    .action(perform(async () => (await import('./commands/cancel.js')).cancel))
  onComparison(program, 'skip', 'skip a stage, also a running one')
    .argument('[stage]', 'such as grok/offline')
    .action(perform(async () => (await import('./commands/order.js')).skip))
  onComparison(program, 'retry', 'measure what is missing; also after the end, into the same run directory')
    .argument('[stage]', 'such as grok/offline; measures a finished stage again (default: all missing ones)')
    .option('--detach', 'start it and return, if the comparison has ended')
    .addOption(failOn())
    .addOption(json())
    .action(perform(async () => (await import('./commands/retry.js')).retry))
  onComparison(program, 'pause', 'finish the current pair or build, then leave the host to others').action(
    perform(async () => (await import('./commands/order.js')).pause),
  )
  onComparison(program, 'resume', 'continue a paused comparison').action(
    perform(async () => (await import('./commands/order.js')).resume),
  )
}

function onComparison(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .argument('[id]', 'a comparison, or the number of its pull request (default: the open one)')
}

/** Commander would only say that there are too many arguments. */
function refuseWords(command: Command): void {
  const [word] = command.args
  if (word === undefined) return
  const number = /\d+$/.exec(word)?.[0] ?? '1234'
  throw new Refused(`unexpected argument "${word}"; did you mean --pr ${number}?`)
}

/** What is compared. */
function subjectFlags(command: Command): Command {
  return command
    .allowExcessArguments()
    .hook('preAction', refuseWords)
    .option('--pr <number>', 'the pull request: its number or its URL')
    .option('--pr-head <sha>', 'refuse if the pull request is at another commit than this one')
    .option('--base <ref>', 'instead of --pr, two commits: the baseline ...')
    .option('--head <ref>', '... and the one to judge')
}

function requestFlags(command: Command): Command {
  return measuringFlags(command)
    .option('--pairs <n>', 'exactly N valid pairs in each stage (default: until settled)')
    .option('--max-pairs <n>', 'at most N pairs in each stage (default: 10)')
    .option('--deadline <time>', 'stop and report after this time (default: see prbench plan)')
    .option('--max-launches <n>', 'start no new pair after N launches (default: see prbench plan)')
    .option('--threshold <percent>', 'a change of less than this counts as none (default: 5)')
    .option(
      '--build <way>',
      'full, overlay (one layer of changed Python files on main’s image) or auto (default)',
    )
    .option('--skip-build [bool]', 'use two existing images')
    .option('--main-image <image>', 'image of main, with --skip-build')
    .option('--pr-image <image>', 'image of the pull request, with --skip-build')
    .option('--skip-gsm8k [bool]', 'skip the accuracy check')
    .option('--historical [bool]', 'one process per case and one pair: comparable with old numbers')
    .option('--seed <n>', 'seed for the launch order (default: from the commits)')
    .option('--host <names>', 'hosts to measure on (default: this one)', commaList)
}
