import type Docker from 'dockerode'
import { SpecRefused } from './errors.js'
import { mountSettings, type Mount } from './mounts.js'
import { wantedOpenFiles } from './open-files.js'

/** All that one container is made of. Whatever is not said here is off. */
export interface ContainerSpec {
  /** `sha256:` and 64 hex digits: a tag may move between a plan and its launch. */
  readonly imageId: string
  /** Program and arguments; the image's own entry point is not run. */
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly mounts: readonly Mount[]
  /** `none`, or the name of a network. */
  readonly network: string
  readonly memoryBytes: number
  readonly pids: number
  readonly shmBytes: number
  /** Output beyond this is not handed on, and a container that prints four times as much is ended. */
  readonly logMaxBytes: number
  /** Wall time from the container's start to its end. */
  readonly deadlineSeconds: number
  /** Device files of the host that the container gets, such as /dev/kfd. */
  readonly devices?: readonly string[]
  /** Further groups of the container's user, by number or by the image's name for them. */
  readonly groups?: readonly string[]
  /** None that reaches beyond the container's own processes. */
  readonly capabilities?: readonly 'SYS_PTRACE'[]
  /** GPUs that the Engine itself hands over, as `docker run --gpus` asks for. */
  readonly gpuRequest?: { readonly driver: string; readonly numbers: readonly number[] | 'all' }
  readonly seccomp?: 'unconfined'
  /** 65,536 unless the host cannot give so many. */
  readonly openFiles?: number
}

/**
 * The Engine's own log file may hold this many times `logMaxBytes` before it is cut: a cut loses lines, so it
 * must come long after the container was ended for printing too much. JSON makes six bytes of a control
 * character.
 */
const logFileFactor = 32

/**
 * The container as the Engine takes it: without privileges, with limits on memory, processes, shared memory
 * and log, never restarted and never removed by the Engine itself.
 *
 * @throws SpecRefused, MountRefused, where something in `spec` is malformed or not allowed
 */
export function containerOptions(
  name: string,
  spec: ContainerSpec,
  labels: Readonly<Record<string, string>>,
): Docker.ContainerCreateOptions {
  refuseMalformed(spec)
  const [program, ...parameters] = spec.command
  return {
    name,
    // Not the Engine's random one: the engine's own log and errors then tell which launch they are of.
    Hostname: name,
    Image: spec.imageId,
    Entrypoint: program === undefined ? [] : [program],
    Cmd: parameters,
    Env: Object.entries(spec.environment).map(([key, value]) => `${key}=${value}`),
    Labels: { ...labels },
    Tty: false,
    OpenStdin: false,
    Healthcheck: { Test: ['NONE'] },
    HostConfig: hostConfig(spec),
  }
}

function hostConfig(spec: ContainerSpec): Docker.HostConfig {
  const openFiles = spec.openFiles ?? wantedOpenFiles
  const seccomp = spec.seccomp === 'unconfined' ? ['seccomp=unconfined'] : []
  return {
    AutoRemove: false,
    RestartPolicy: { Name: 'no' },
    Privileged: false,
    CapDrop: ['ALL'],
    CapAdd: [...(spec.capabilities ?? [])],
    SecurityOpt: ['no-new-privileges', ...seccomp],
    // Reaps the orphans that engines leave behind and hands signals on, which process 1 would ignore.
    Init: true,
    IpcMode: 'private',
    NetworkMode: spec.network,
    Memory: spec.memoryBytes,
    // The same as Memory: no swap, which would turn a lack of memory into a slow measurement.
    MemorySwap: spec.memoryBytes,
    PidsLimit: spec.pids,
    ShmSize: spec.shmBytes,
    // Where the host itself runs short, the benchmark goes before the daemon and the worker.
    OomScoreAdj: 500,
    Ulimits: [
      { Name: 'nofile', Soft: openFiles, Hard: openFiles },
      { Name: 'core', Soft: 0, Hard: 0 },
    ],
    Mounts: spec.mounts.map(mountSettings),
    Devices: (spec.devices ?? []).map((device) => ({
      PathOnHost: device,
      PathInContainer: device,
      CgroupPermissions: 'rwm',
    })),
    ...(spec.gpuRequest === undefined ? {} : { DeviceRequests: [deviceRequest(spec.gpuRequest)] }),
    GroupAdd: [...(spec.groups ?? [])],
    LogConfig: {
      Type: 'json-file',
      Config: { 'max-size': String(spec.logMaxBytes * logFileFactor), 'max-file': '1' },
    },
  }
}

function deviceRequest({ driver, numbers }: NonNullable<ContainerSpec['gpuRequest']>): Docker.DeviceRequest {
  const which = numbers === 'all' ? { Count: -1 } : { DeviceIDs: numbers.map(String) }
  return { Driver: driver, Capabilities: [['gpu']], ...which }
}

function refuseMalformed(spec: ContainerSpec): void {
  if (!/^sha256:[0-9a-f]{64}$/.test(spec.imageId)) {
    throw new SpecRefused(
      `image ${JSON.stringify(spec.imageId)} is not an image id (sha256: and 64 hex digits)`,
    )
  }
  if (spec.command.length === 0 || spec.command[0] === '') throw new SpecRefused('the command is empty')
  for (const [key, value] of Object.entries(spec.environment)) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(key))
      throw new SpecRefused(`environment name ${JSON.stringify(key)}`)
    if (value.includes('\0')) throw new SpecRefused(`the value of ${key} holds a NUL`)
  }
  const { memoryBytes, pids, shmBytes, logMaxBytes, deadlineSeconds } = spec
  const amounts = { memoryBytes, pids, shmBytes, logMaxBytes, deadlineSeconds }
  for (const [name, amount] of Object.entries(amounts)) {
    if (!Number.isSafeInteger(amount) || amount <= 0) {
      throw new SpecRefused(`${name} is ${amount}; it must be a whole number above 0`)
    }
  }
  if (spec.network === 'host' || spec.network.startsWith('container:')) {
    throw new SpecRefused(`network ${spec.network} is not closed off from the host`)
  }
  for (const device of spec.devices ?? []) {
    if (!/^\/dev\/(kfd|dri(\/[A-Za-z0-9]+)?)$/.test(device)) {
      throw new SpecRefused(`device ${device} is not a GPU device (/dev/kfd, /dev/dri)`)
    }
  }
}
