import type { Command, Option } from 'commander'

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

/** The text with which a shell completes commands, flags and their choices, made from the command line itself. */
export function completionScript(program: Command, shell: Shell): string {
  const name = program.name()
  const commands = commandsOf(program)
  return `${{ bash, zsh, fish }[shell](name, commands).join('\n')}\n`
}

interface Described {
  readonly name: string
  readonly description: string
  readonly flags: readonly Flag[]
  /** What may stand first: the names of commands below it. */
  readonly words: readonly string[]
}

interface Flag {
  readonly name: string
  readonly description: string
  readonly takesValue: boolean
  readonly choices: readonly string[]
}

function commandsOf(program: Command): Described[] {
  return program
    .createHelp()
    .visibleCommands(program)
    .map((command) => ({
      name: command.name(),
      description: command.description(),
      flags: command.createHelp().visibleOptions(command).flatMap(flagOf),
      words: [...command.commands.map((inner) => inner.name()), ...choicesOf(command)],
    }))
}

function flagOf({ long, description, required, argChoices = [] }: Option): Flag[] {
  return typeof long === 'string'
    ? [{ name: long, description, takesValue: required, choices: argChoices }]
    : []
}

function choicesOf(command: Command): readonly string[] {
  return command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices)
}

function bash(name: string, commands: readonly Described[]): string[] {
  const words = (list: readonly string[]) => `COMPREPLY=($(compgen -W ${quoted(list.join(' '))} -- "$word"))`
  const choices = commands.flatMap((command) =>
    command.flags
      .filter((flag) => flag.choices.length > 0)
      .map((flag) => `    ${quoted(`${command.name} ${flag.name}`)}) ${words(flag.choices)}; return ;;`),
  )
  return [
    `_${name}() {`,
    '  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" command="${COMP_WORDS[1]}"',
    `  if [ "$COMP_CWORD" -eq 1 ]; then ${words(commands.map((command) => command.name))}; return; fi`,
    '  case "$command $before" in',
    ...choices,
    '  esac',
    '  case "$word" in',
    '    -*) case "$command" in',
    ...commands.map(
      (command) => `      ${command.name}) ${words(command.flags.map((flag) => flag.name))} ;;`,
    ),
    '    esac ;;',
    '    *) case "$command" in',
    ...commands
      .filter((command) => command.words.length > 0)
      .map((command) => `      ${command.name}) ${words(command.words)} ;;`),
    '    esac ;;',
    '  esac',
    '}',
    `complete -o default -F _${name} ${name}`,
  ]
}

function zsh(name: string, commands: readonly Described[]): string[] {
  const plain = (text: string) => text.replace(/[[\]:\\]/g, '\\$&')
  const valueOf = ({ choices }: Flag) =>
    choices.length === 0 ? ':value:_files' : `:value:(${choices.join(' ')})`
  const flagText = (flag: Flag) =>
    quoted(`${flag.name}[${plain(flag.description)}]${flag.takesValue ? valueOf(flag) : ''}`)
  const restOf = ({ words }: Described) =>
    words.length === 0 ? quoted('*:file:_files') : quoted(`1:word:(${words.join(' ')})`)
  return [
    `#compdef ${name}`,
    `_${name}() {`,
    '  if (( CURRENT == 2 )); then',
    '    local -a commands=(',
    ...commands.map((command) => `      ${quoted(`${command.name}:${plain(command.description)}`)}`),
    '    )',
    "    _describe 'command' commands",
    '    return',
    '  fi',
    '  shift words',
    '  (( CURRENT-- ))',
    '  case $words[1] in',
    ...commands.map(
      (command) =>
        `    ${command.name}) _arguments ${[...command.flags.map(flagText), restOf(command)].join(' ')} ;;`,
    ),
    '  esac',
    '}',
    `compdef _${name} ${name}`,
  ]
}

function fish(name: string, commands: readonly Described[]): string[] {
  const text = (words: string) => `'${words.replace(/[\\']/g, '\\$&')}'`
  return commands.flatMap((command) => {
    const inside = `complete -c ${name} -n ${text(`__fish_seen_subcommand_from ${command.name}`)}`
    const valueOf = ({ takesValue, choices }: Flag) =>
      choices.length > 0 ? ` -x -a ${text(choices.join(' '))}` : takesValue ? ' -r' : ''
    return [
      `complete -c ${name} -f -n __fish_use_subcommand -a ${command.name} -d ${text(command.description)}`,
      ...(command.words.length === 0 ? [] : [`${inside} -a ${text(command.words.join(' '))}`]),
      ...command.flags.map(
        (flag) => `${inside} -l ${flag.name.slice(2)} -d ${text(flag.description)}${valueOf(flag)}`,
      ),
    ]
  })
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
