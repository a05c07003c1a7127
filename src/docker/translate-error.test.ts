import { expect, it } from 'vitest'
import {
  BuildFailed,
  ContainerMissing,
  DiskFull,
  DockerUnavailable,
  EngineRefused,
  ImageMissing,
  isInfrastructure,
} from './errors.js'
import { translateError } from './translate-error.js'

const address = 'unix:///var/run/docker.sock'

it.each(['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE'])('takes %s for a daemon to be started', (code) => {
  const error = translateError(Object.assign(new Error('connect'), { code }), 'list containers', address)

  expect(error).toBeInstanceOf(DockerUnavailable)
  expect(error).toHaveProperty(
    'message',
    expect.stringMatching(/sudo systemctl start docker.*scripts\/setup\.sh/),
  )
  expect(isInfrastructure(error)).toBe(true)
})

it('tells a user who may not use the socket what to do', () => {
  const error = translateError(
    Object.assign(new Error('connect'), { code: 'EACCES' }),
    'list containers',
    address,
  )

  expect(error).toHaveProperty('message', expect.stringContaining('usermod -aG docker'))
})

it.each([
  [404, 'no such container', 'No such container: prbench-1 ', false],
  [500, 'server error', 'OCI runtime create failed - x', true],
])('keeps what the Engine says with HTTP %i', (statusCode, reason, text, infrastructure) => {
  const raw = Object.assign(new Error(`(HTTP code ${statusCode}) ${reason} - ${text}`), { statusCode })

  const error = translateError(raw, 'start container prbench-1', address)

  expect(error).toBeInstanceOf(EngineRefused)
  expect(error).toHaveProperty(
    'message',
    `Docker could not start container prbench-1: ${text.trim()} (HTTP ${statusCode})`,
  )
  expect(isInfrastructure(error)).toBe(infrastructure)
})

it('takes a full disk for what it is', () => {
  const raw = Object.assign(
    new Error('(HTTP code 500) server error - write /var/lib/docker/x: no space left on device'),
    { statusCode: 500 },
  )

  const error = translateError(raw, 'create container prbench-1', address)

  expect(error).toBeInstanceOf(DiskFull)
  expect(isInfrastructure(error)).toBe(true)
})

it('leaves alone what did not come from the Engine', () => {
  const error = new RangeError('mine')

  expect(translateError(error, 'x', address)).toBe(error)
})

it.each<[Error, boolean]>([
  [new BuildFailed('exit code: 1', ['no space left on device']), false],
  [new ImageMissing(['a:b']), false],
  [new ContainerMissing('prbench-1'), true],
  [new Error('anything'), false],
])('judges %s', (error, infrastructure) => {
  expect(isInfrastructure(error)).toBe(infrastructure)
})
