#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { Command, Option } from 'commander'
import { commaList } from './comma-list.js'
import { declareComparisonCommands } from './declare-comparison.js'
import { declareVerdictCommands } from './declare-verdict.js'
import type { CleanFlags } from './commands/clean.js'
import { exitCodes } from './command-error.js'
import type { DemoFlags } from './commands/demo.js'
import type { WorkerFlags } from './commands/worker.js'
import { end, perform } from './perform.js'

// Only declarations here: whatever is heavy is imported by the command that needs it.

const program = new Command('prbench')
  .description(
    'Tells whether a pull request makes an LLM serving engine faster or slower, and how sure that is.',
  )
  .version(versionOfPackage(), '--version')
  .helpOption('-h, --help')
  .showSuggestionAfterError()
  .exitOverride()

declareComparisonCommands(program)
declareVerdictCommands(program)

program
  .command('demo')
  .description(
    'compare two versions of a small engine that needs no GPU, through the code of a real comparison',
  )
  .option('--pairs <n>', 'exactly so many pairs of launches')
  .option('--max-pairs <n>', 'at most so many (default: 4)')
  .option('--models <names>', 'demo, demo2 (default: demo)', commaList)
  .option('--benchmark-types <types>', 'offline, online (default: both)', commaList)
  .option('--json', 'one JSON object a line, also on a terminal')
  .action(perform(async (flags: DemoFlags) => (await import('./commands/demo.js')).demo(flags)))

program
  .command('report')
  .argument('<dir>', 'run directory')
  .description('render the report of a run directory again')
  .action(perform(async (directory: string) => (await import('./commands/report.js')).report(directory)))

program
  .command('doctor')
  .description('check whether this machine can run comparisons, and list what ended ones left on it')
  .option('--fix', 'remove what ended comparisons left: containers, networks, volumes, case files')
  .action(perform(async (flags: { fix?: boolean }) => (await import('./commands/doctor.js')).examine(flags)))

program
  .command('clean')
  .description('remove images, build cache and case files that no comparison needs any more')
  .option('--dry-run', 'only say what would be removed')
  .option('--keep <n>', 'also remove run directories, but for the newest n')
  .option('--output-dir <dir>', 'where run directories are (default: ./comparison_results)')
  .action(perform(async (flags: CleanFlags) => (await import('./commands/clean.js')).clean(flags)))

const server = program
  .command('server')
  .description('run the embedded Temporal server and a worker in the foreground')
  .action(perform(async () => (await import('./commands/server.js')).runServer()))
server
  .command('stop')
  .description('stop the embedded server; open comparisons go on when it is started again')
  .action(perform(async () => (await import('./commands/server.js')).stop()))
server
  .command('status')
  .description('show where the embedded server is')
  .action(perform(async () => (await import('./commands/server.js')).showServer()))

program
  .command('worker')
  .description('run a worker in the foreground')
  .option('--host <name>', 'this machine’s name as a host (default: its hostname)')
  .option(
    '--hosts <names>',
    'hosts that stages may run on where nobody names one (default: this one)',
    commaList,
  )
  .addOption(
    new Option('--role <role>', 'control: workflows, source, report; host: builds and launches')
      .choices(['all', 'control', 'host'])
      .default('all'),
  )
  .option('--output-dir <dir>', 'where run directories are made (default: ./comparison_results)')
  .addOption(new Option('--address <host:port>').hideHelp())
  .action(perform(async (flags: WorkerFlags) => (await import('./commands/worker.js')).work(flags)))

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // `prbench logs | head`: whoever read has read enough.
  if (error.code === 'EPIPE') process.exit()
  console.error(
    `prbench: what it prints cannot be written (${error.message}). Is the disk full that it goes to?`,
  )
  process.exit(exitCodes.failed)
})

await end(async () => {
  await program.parseAsync()
  return undefined
})

function versionOfPackage(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  const parsed: unknown = JSON.parse(text)
  return typeof parsed === 'object' && parsed !== null && 'version' in parsed
    ? String(parsed.version)
    : 'unknown'
}
