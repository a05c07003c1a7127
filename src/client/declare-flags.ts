import { type Command, Option } from 'commander'

/** Words separated by commas; a flag that is repeated adds to them. */
export function commaList(text: string, previous: readonly string[] = []): string[] {
  const words = text.split(',').map((word) => word.trim())
  return [...previous, ...words.filter((word) => word !== '')]
}

/** Values of a flag that can be repeated. */
const collect = (text: string, previous: readonly string[] = []) => [...previous, text]

/** The flags of a request for whatever is compared with what, for `compare`, `plan` and `calibrate`. */
export function measuringFlags(command: Command): Command {
  return command
    .option('--repo <repository>', 'owner/name, a git URL or a local path (default: sgl-project/sglang)')
    .option(
      '--models <names>',
      'models, by the names of their recipes (default: grok,deepseek, or those of --recipe)',
      commaList,
    )
    .option('--benchmark-types <types>', 'offline, online (default: all in the recipes)', commaList)
    .option('--mode <mode>', 'normal, long_context or dummy (default: normal)')
    .option('--recipe <file>', 'a recipe of your own; can be repeated', collect)
    .option('--budget <time>', 'start no new pair after this much measuring, such as 6h or 90m')
    .option(
      '--base-image <image>',
      'image to build on, or main or pr: what its Dockerfile names (default: the recipe’s)',
    )
    .option('--output-dir <dir>', 'folder for run directories (default: ./comparison_results)')
    .option('--work-dir <dir>', 'the same as --output-dir')
}

/** The flags of a command that starts a comparison. */
export function startingFlags(command: Command): Command {
  return command
    .option('--supersede', 'cancel the running one and replace it')
    .option('--detach', 'start it and return; prbench status and prbench logs show it')
    .addOption(new Option('--wait', 'wait for the result (default)').conflicts('detach'))
    .addOption(json())
}

export function json(): Option {
  return new Option('--json', 'print only JSON, one object per line')
}

/** Where a comparison is told of. */
export function publishingFlags(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--comment <when>',
        'publish on GitHub: a check, and a comment always, on change or never (default: in GitHub Actions, on change)',
      ).choices(['always', 'change', 'never']),
    )
    .option(
      '--notify <receiver>',
      'slack:VARIABLE, teams:VARIABLE or webhook:VARIABLE, which holds its address',
      collect,
    )
    .addOption(
      new Option('--notify-on <when>', 'change (default), failure or always').choices([
        'change',
        'failure',
        'always',
      ]),
    )
    .option('--acknowledge <file>', 'known regressions that do not fail the command, with bound and last day')
    .option('--publish-as <name>', 'name of the check and the comment, one for each (default: prbench)')
}

/** Which ends of a comparison make the command fail. */
export function failOn(): Option {
  return new Option(
    '--fail-on <what>',
    'regression: exit 3 on a regression, 4 if incomplete; incomplete: only exit 4; never: neither',
  )
    .choices(['incomplete', 'regression', 'never'])
    .default('incomplete')
}
