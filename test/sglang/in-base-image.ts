import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'

const image = 'prbench/sglang-base:cpu'
const engine = fileURLToPath(new URL('../../demo/engine/python', import.meta.url))
const demoModel = fileURLToPath(new URL('../../demo/model', import.meta.url))
const containerSeconds = 300

/**
 * Where the programs of a container find the tiny Llama, and where what they write in `/out` is on the host.
 */
export const modelPath = '/models/tiny-llama'

export interface SglangProgram {
  /** What prepare.sh made. */
  folder: string
  /** The release whose package runs, unpacked beside what it needs. */
  version: string
  command: readonly string[]
  /** A folder of the host, `/out` in the container. */
  out: string
  /** Shares the network of that container; without one there is none. */
  networkOf?: string
}

/** Runs a program of a release of SGLang to its end, in a container of the base image. */
export async function runSglang({ folder, version, command, out, networkOf }: SglangProgram) {
  return execa(
    'docker',
    [
      ...['run', '--rm', '--network', networkOf === undefined ? 'none' : `container:${networkOf}`],
      ...['--volume', `${join(folder, `sglang-${version}`)}:/sglang:ro`, '--env', 'PYTHONPATH=/sglang'],
      ...['--volume', `${join(folder, 'tiny', 'model')}:${modelPath}:ro`, '--volume', `${out}:/out`],
      ...['--env', 'HF_HUB_OFFLINE=1', '--env', 'SGLANG_USE_CPU_ENGINE=1', '--memory', '6g'],
      ...[image, 'timeout', String(containerSeconds), ...command],
    ],
    { reject: false },
  )
}

/** A server of the demo engine in a container, removed by `stop`. */
export async function startDemoServer(
  port: number,
): Promise<{ container: string; stop: () => Promise<void> }> {
  const { stdout: container } = await execa('docker', [
    ...['run', '--detach', '--network', 'none', '--volume', `${engine}:/engine:ro`],
    ...['--volume', `${demoModel}:/models/demo:ro`, '--env', 'PYTHONPATH=/engine', image],
    ...[
      'python3',
      '-u',
      '-m',
      'sglang.launch_server',
      '--model-path',
      '/models/demo',
      '--port',
      String(port),
    ],
  ])
  return {
    container,
    stop: async () => {
      await execa('docker', ['rm', '--force', container])
    },
  }
}

/** What a container has printed so far, both streams. */
export async function printedBy(container: string): Promise<string> {
  return (await execa('docker', ['logs', container], { all: true })).all
}
