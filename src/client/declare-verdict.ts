import { type Command, Option } from 'commander'
import { failOn } from './declare-flags.js'
import { perform } from './perform.js'

/** Declares `prbench verdict`. */
export function declareVerdict(program: Command): void {
  program
    .command('verdict')
    .argument('[file]', 'a samples.csv of prbench or of any other program; - reads standard input')
    .description('judge samples with the columns case, metric, better, pair, arm and value')
    .addOption(
      new Option('--from <format>', 'judge files of another program, one for each launch').choices([
        'benchstat',
        'hyperfine',
        'pytest-benchmark',
        'vllm',
      ]),
    )
    .option('--base <files...>', 'with --from: the files of the baseline')
    .option('--head <files...>', 'with --from: the files of the version to judge')
    .option('--assume-paired', 'with --from: the first files are a pair, the second files, and so on')
    .option('--threshold <percent>', 'a change of less than this counts as none (default: 5)')
    .option('--pairs <n>', 'judge once, at N pairs (default: at 3, 4, 5, 6, 8 and 10)')
    .option('--max-pairs <n>', 'judge for the last time at N pairs (default: 10)')
    .option(
      '--calibration <file>',
      'noise of the host: from prbench calibrate, or samples of main against main',
    )
    .addOption(failOn())
    .option('--json', 'print JSON, as in results.json')
    .option('--markdown', 'print Markdown, for a comment')
    .action(perform(async () => (await import('./commands/verdict.js')).verdict))
}
