import { type Command, Option } from 'commander'
import { commaList } from './comma-list.js'
import { collect, failOn } from './declare-comparison.js'
import type { CalibrateFlags } from './commands/calibrate.js'
import type { VerdictFlags } from './commands/verdict.js'
import { perform } from './perform.js'

/** Declares the commands around verdicts: judging a file, and measuring the noise of a host. */
export function declareVerdictCommands(program: Command): void {
  program
    .command('verdict')
    .argument('<file>', 'samples.csv of prbench or of anything else; - reads standard input')
    .description('judge samples: needed columns are case, metric, better, pair, arm and value')
    .option('--threshold <percent>', 'changes up to this count as none (default: 5)')
    .option('--pairs <n>', 'one look at so many pairs (default: looks at 3, 4, 5, 6, 8 and 10)')
    .option('--max-pairs <n>', 'the last look is at so many (default: 10)')
    .option(
      '--calibration <file>',
      'noise of the host, from prbench calibrate, or samples of main against main',
    )
    .addOption(failOn())
    .option('--json', 'as JSON, in the form of the judgement in results.json')
    .option('--markdown', 'as Markdown, for a comment')
    .action(
      perform(async (file: string, flags: VerdictFlags) =>
        (await import('./commands/verdict.js')).verdict(file, flags),
      ),
    )
  program
    .command('calibrate')
    .description('measure main against main on a host: its noise makes later verdicts there cheaper')
    .option('--host <name>', 'host to measure on (default: this one)')
    .option('--models <names>', 'models, by their recipes (default: grok,deepseek)', commaList)
    .option('--benchmark-types <types>', 'offline, online (default: all that the recipes have)', commaList)
    .option('--mode <mode>', 'normal, long_context or dummy (default: normal)')
    .option('--recipe <file>', 'a recipe of your own; may be given several times', collect)
    .option('--pairs <n>', 'pairs of launches in each stage (default: 8)')
    .option('--budget <time>', 'begin no further pairs after so much measuring, as in 6h or 90m')
    .option('--repo <repository>', 'owner/name, a git URL or a local path (default: sgl-project/sglang)')
    .option('--ref <ref>', 'the commit that is measured against itself (default: main)')
    .option('--base-image <image>', 'image that it is built on (default: the recipe’s)')
    .option('--skip-build [bool]', 'take an image that exists already')
    .option('--image <image>', 'that image, with --skip-build')
    .option('--output-dir <dir>', 'where the run directory is made (default: ./comparison_results)')
    .option('--work-dir <dir>', 'the same as --output-dir')
    .option('--supersede', 'cancel a running calibration of this host, and take over')
    .option('--detach', 'start it and come back at once; prbench status and logs show it')
    .addOption(new Option('--wait', 'wait for the result (default)').conflicts('detach'))
    .option('--json', 'one JSON object a line, also on a terminal')
    .action(
      perform(async (flags: CalibrateFlags) => (await import('./commands/calibrate.js')).calibrate(flags)),
    )
}
