import { describe, expect, it } from 'vitest'
import { containerOptions, type ContainerSpec } from './container-spec.js'
import { MountRefused, SpecRefused } from './errors.js'

const spec: ContainerSpec = {
  imageId: `sha256:${'0123456789abcdef'.repeat(4)}`,
  command: ['python3', '-u', '-m', 'sglang.bench_one_batch', '--run-name', 'a b'],
  environment: { HF_HUB_OFFLINE: '1', EMPTY: '' },
  mounts: [{ kind: 'bind', source: '/data/models', target: '/models' }],
  network: 'none',
  memoryBytes: 8e9,
  pids: 4096,
  shmBytes: 1e9,
  logMaxBytes: 50_000_000,
  deadlineSeconds: 600,
}

describe('containerOptions', () => {
  it('hands the command on word by word, past the entry point of the image', () => {
    const options = containerOptions('prbench-1', spec, { 'prbench.arm': 'pr' })

    expect(options).toMatchObject({
      name: 'prbench-1',
      Hostname: 'prbench-1',
      Image: spec.imageId,
      Entrypoint: ['python3'],
      Cmd: ['-u', '-m', 'sglang.bench_one_batch', '--run-name', 'a b'],
      Env: ['HF_HUB_OFFLINE=1', 'EMPTY='],
      Labels: { 'prbench.arm': 'pr' },
    })
  })

  it('gives no privilege, no network and no more than the limits', () => {
    const { HostConfig: host } = containerOptions('prbench-1', spec, {})

    expect(host).toMatchObject({
      Privileged: false,
      CapDrop: ['ALL'],
      CapAdd: [],
      SecurityOpt: ['no-new-privileges'],
      IpcMode: 'private',
      NetworkMode: 'none',
      Memory: 8e9,
      MemorySwap: 8e9,
      PidsLimit: 4096,
      ShmSize: 1e9,
      Devices: [],
      GroupAdd: [],
    })
  })

  it('is neither restarted nor removed by the Engine', () => {
    const { HostConfig: host } = containerOptions('prbench-1', spec, {})

    expect(host).toMatchObject({ AutoRemove: false, RestartPolicy: { Name: 'no' } })
  })

  it('keeps one log file that is not cut before the container was ended for its length', () => {
    const { HostConfig: host } = containerOptions('prbench-1', spec, {})

    expect(host?.LogConfig).toEqual({
      Type: 'json-file',
      Config: { 'max-size': '1600000000', 'max-file': '1' },
    })
  })

  it('adds what the GPU profile names', () => {
    const options = containerOptions(
      'prbench-1',
      {
        ...spec,
        devices: ['/dev/kfd', '/dev/dri'],
        groups: ['44'],
        capabilities: ['SYS_PTRACE'],
        seccomp: 'unconfined',
      },
      {},
    )

    expect(options.HostConfig).toMatchObject({
      CapDrop: ['ALL'],
      CapAdd: ['SYS_PTRACE'],
      SecurityOpt: ['no-new-privileges', 'seccomp=unconfined'],
      GroupAdd: ['44'],
      Devices: [
        { PathOnHost: '/dev/kfd', PathInContainer: '/dev/kfd', CgroupPermissions: 'rwm' },
        { PathOnHost: '/dev/dri', PathInContainer: '/dev/dri', CgroupPermissions: 'rwm' },
      ],
    })
  })

  it.each([
    ['all', { Count: -1 }],
    [[0, 3], { DeviceIDs: ['0', '3'] }],
  ] as const)('asks the Engine for the GPUs %j as docker run --gpus does', (numbers, which) => {
    const options = containerOptions('name', { ...spec, gpuRequest: { driver: 'nvidia', numbers } }, {})

    expect(options.HostConfig?.DeviceRequests).toEqual([
      { Driver: 'nvidia', Capabilities: [['gpu']], ...which },
    ])
  })

  it.each<[string, Partial<ContainerSpec>]>([
    ['a tag for an image', { imageId: 'rocm/sgl-dev:latest' }],
    ['a short image id', { imageId: 'sha256:0123' }],
    ['no command', { command: [] }],
    ['an empty program', { command: [''] }],
    ['a name with "=" in the environment', { environment: { 'A=B': 'c' } }],
    ['a NUL in the environment', { environment: { A: '\0' } }],
    ['no memory', { memoryBytes: 0 }],
    ['half a process', { pids: 0.5 }],
    ['no end', { deadlineSeconds: Infinity }],
    ['NaN bytes of log', { logMaxBytes: NaN }],
    ['the network of the host', { network: 'host' }],
    ['the network of another container', { network: 'container:x' }],
    ['the disk as a device', { devices: ['/dev/sda'] }],
    ['a device by a detour', { devices: ['/dev/dri/../sda'] }],
  ])('refuses %s', (_what, change) => {
    expect(() => containerOptions('prbench-1', { ...spec, ...change }, {})).toThrow(SpecRefused)
  })

  it('refuses a mount that shows the host', () => {
    const mounts = [{ kind: 'bind', source: '/var/run/docker.sock', target: '/x' }] as const

    expect(() => containerOptions('prbench-1', { ...spec, mounts }, {})).toThrow(MountRefused)
  })
})
