import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execa } from 'execa'

// What scripts/setup.sh may expect of any Debian or Ubuntu.
const everywhere = (
  'awk basename bash cat chmod cp cut date dirname env grep gzip head id mkdir mktemp mv rm sed sh sha256sum sort tail ' +
  'tar timeout touch uname'
).split(' ')

/**
 * A machine of pretence: a copy of the set-up in a folder of its own, and a PATH on which only fakes do
 * anything.
 */
export interface Machine {
  readonly root: string
  readonly temporalFolder: string
  /** Puts a program on PATH, or anywhere else: a body for /bin/sh. Each call of it is noted. */
  fake(path: string, body: string): Promise<void>
  remove(name: string): Promise<void>
  /** Replaces every match in a file of the copy. */
  edit(path: string, pattern: RegExp, by: string): Promise<void>
  run(
    argument?: string,
    env?: Record<string, string>,
  ): Promise<{ exitCode: number | undefined; output: string }>
  /** The calls of fakes that change a machine, one each, oldest first. */
  changes(): Promise<string[]>
}

/** Makes a machine on which nothing but the node modules is missing; `remove` and `fake` make it another. */
export async function setUpMachine(): Promise<Machine> {
  const root = await mkdtemp(join(tmpdir(), 'prbench-setup-'))
  const bin = join(root, 'bin')
  const log = join(root, 'calls.log')
  await mkdir(bin)
  await writeFile(log, '')
  for (const name of ['scripts', 'package.json', 'package-lock.json'])
    await cp(name, join(root, name), { recursive: true })
  for (const name of everywhere) await symlink(join('/usr/bin', name), join(bin, name))

  const machine: Machine = {
    root,
    temporalFolder: join(root, 'home/.local/share/prbench/bin'),
    async fake(path, body) {
      const file = path.includes('/') ? path : join(bin, path)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, `#!/bin/sh\necho "\${0##*/} $*" >>'${log}'\n${body}\n`)
      await chmod(file, 0o755)
    },
    remove: (name) => rm(join(bin, name)),
    async edit(path, pattern, by) {
      const file = join(root, path)
      await writeFile(file, (await readFile(file, 'utf8')).replaceAll(pattern, by))
    },
    async run(argument, env = {}) {
      const { exitCode, all } = await execa(
        join(root, 'scripts/setup.sh'),
        argument === undefined ? [] : [argument],
        {
          env: { PATH: bin, HOME: join(root, 'home'), ...env },
          extendEnv: false,
          reject: false,
          all: true,
        },
      )
      return { exitCode, output: all }
    },
    async changes() {
      const lines = (await readFile(log, 'utf8')).trimEnd().split('\n')
      return lines.filter((line) => /^(apt-get|npm|curl) |^python3 .* download /.test(line))
    },
  }

  await machine.fake('node', 'echo v20.19.0')
  await machine.fake('npm', 'mkdir -p node_modules dist/client && touch dist/client/main.js')
  await machine.fake('git', 'echo git version 2.39.5')
  await machine.fake('docker', 'echo 20.10.24')
  await machine.fake('debootstrap', '')
  await machine.fake('curl', 'exit 6')
  await machine.fake('temporal', 'echo "temporal version 1.9.1 (on PATH)"')
  await machine.fake('chromium', '')
  await machine.fake('apt-get', '')
  await machine.fake('sudo', '[ "$1" != -n ] || shift\nexec "$@"')
  return machine
}
