import { Argument, Command, Option } from 'commander'
import {
  declareControllingCommands,
  declareGithubCommands,
  declareStartingCommands,
} from './declare-comparison.js'
import { commaList, json } from './declare-flags.js'
import { declareVerdict } from './declare-verdict.js'
import { perform } from './perform.js'

/** The whole command line. Only declarations: each command imports what it needs when it runs. */
export function declareProgram(version: string): Command {
  const program = new Command('prbench')
    .description('Tells whether a pull request makes an LLM serving engine faster or slower.')
    .version(version, '--version')
    .helpOption('-h, --help')
    .showSuggestionAfterError()
    .exitOverride()
  declareStartingCommands(program)
  declareControllingCommands(program)
  declareGithubCommands(program)
  declareResultCommands(program)
  declareMachineCommands(program)
  return program
}

function declareResultCommands(program: Command): void {
  declareVerdict(program)
  program
    .command('report')
    .argument('<dir>', 'run directory; or main’s results, where the pull request’s are named, too')
    .argument('[pr_dir]', 'folder of the pull request’s results')
    .description('write the report of a run directory again, or compare two folders of old results')
    .addOption(
      new Option('--format <form>', 'print it so, and write nothing').choices([
        'terminal',
        'md',
        'html',
        'json',
        'comment',
        'summary',
        'github-action-benchmark',
        'bencher',
      ]),
    )
    .addOption(
      new Option(
        '--better <way>',
        'with --format github-action-benchmark: which metrics (default: lower)',
      ).choices(['lower', 'higher']),
    )
    .option('--threshold <percent>', 'judge by another threshold, print it, and write nothing')
    .addOption(new Option('--open', 'open it in a browser').conflicts(['format', 'threshold']))
    .action(perform(async () => (await import('./commands/report.js')).report))
  program
    .command('demo')
    .description('compare two versions of a small engine that needs no GPU')
    .option('--pairs <n>', 'exactly N pairs')
    .option('--max-pairs <n>', 'at most N pairs (default: 4)')
    .option('--models <names>', 'demo, demo2 (default: demo)', commaList)
    .option('--benchmark-types <types>', 'offline, online (default: both)', commaList)
    .addOption(json())
    .action(perform(async () => (await import('./commands/demo.js')).demo))
}

function declareMachineCommands(program: Command): void {
  program
    .command('doctor')
    .description('check this machine, and list what ended comparisons left on it')
    .option('--fix', 'remove what they left: containers, networks, volumes, case files')
    .action(perform(async () => (await import('./commands/doctor.js')).examine))
  program
    .command('clean')
    .description('remove images, build cache and case files that no comparison needs')
    .option('--dry-run', 'only show what would be removed')
    .option('--keep <n>', 'also remove run directories, except the newest N')
    .option('--output-dir <dir>', 'folder of the run directories (default: ./comparison_results)')
    .action(perform(async () => (await import('./commands/clean.js')).clean))

  const server = program
    .command('server')
    .description('run the embedded Temporal server and a worker in the foreground')
    .action(perform(async () => (await import('./commands/server.js')).runServer))
  server
    .command('stop')
    .description('stop the embedded server; open comparisons continue when it starts again')
    .action(perform(async () => (await import('./commands/server.js')).stop))
  server
    .command('status')
    .description('show the addresses and logs of the embedded server')
    .action(perform(async () => (await import('./commands/server.js')).showServer))

  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'the shell to print it for').choices(['bash', 'zsh', 'fish']))
    .description('print a completion script, to load with: source <(prbench completion bash)')
    .action(perform(async () => (await import('./commands/completion.js')).completion))

  program
    .command('worker')
    .description('run a worker in the foreground')
    .option('--host <name>', 'this machine’s name as a host (default: its hostname)')
    .option('--hosts <names>', 'hosts for comparisons that name none (default: this one)', commaList)
    .addOption(
      new Option('--role <role>', 'control: workflows, source, report; host: builds and launches')
        .choices(['all', 'control', 'host'])
        .default('all'),
    )
    .option('--output-dir <dir>', 'folder for run directories (default: ./comparison_results)')
    .addOption(new Option('--address <host:port>').hideHelp())
    .action(perform(async () => (await import('./commands/worker.js')).work))
}
