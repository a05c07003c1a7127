import { dirname } from 'node:path'
import { execa } from 'execa'
import type { Engine } from './engine.js'
import { inspectImage } from './images.js'
import { asReadable } from './bounded-stream.js'

const shell = [
  'sh',
  'cat',
  'dd',
  'env',
  'head',
  'id',
  'ln',
  'ls',
  'mkdir',
  'seq',
  'sleep',
  'tail',
  'touch',
  'tr',
  'yes',
]

/**
 * Makes an image of a few of this host's programs and the libraries they load, so that tests need no image
 * store, and gives its id.
 *
 * @param more programs and files of this host
 */
export async function importBaseImage(
  engine: Engine,
  repositoryTag: string,
  labels: Readonly<Record<string, string>>,
  more: readonly string[] = [],
): Promise<string> {
  const files = [...shell.map((program) => `/bin/${program}`), ...more]
  const { stdout } = await execa(
    'ldd',
    files.filter((file) => !/\.py$|^\/etc\//.test(file)),
  )
  const libraries = [...stdout.matchAll(/(\/\S+) \(0x/g)].map((match) => match[1] ?? '')
  const paths = [...new Set([...files, ...libraries])].map((path) => path.slice(1))
  const tar = execa('tar', ['--create', '--dereference', '--directory=/', ...paths], { encoding: 'buffer' })
  const [repo, tag] = repositoryTag.split(':')
  const folders = new Set(files.map((file) => dirname(file)).filter((folder) => folder.endsWith('/bin')))
  const changes = [
    `ENV PATH=${[...folders].join(':')}`,
    ...Object.entries(labels).map(([key, value]) => `LABEL ${key}=${value}`),
  ]
  const progress = asReadable(await engine.docker.importImage(tar.readable(), { repo, tag, changes }))
  await progress.resume().toArray()
  const image = await inspectImage(engine, repositoryTag)
  if (image === undefined) throw new Error(`The Engine did not import ${repositoryTag}`)
  return image.id
}

/** What takes to clone repositories and to run Python programs, as this host has it. */
export async function gitAndPython(): Promise<string[]> {
  const { stdout: gitFolder } = await execa('git', ['--exec-path'])
  const where = 'import os, sys; print(sys.executable); print(os.path.dirname(os.__file__))'
  const [python = '', library = ''] = (await execa('python3', ['-c', where])).stdout.split('\n')
  const skipped = [
    'test',
    'dist-packages',
    'site-packages',
    'ensurepip',
    'idlelib',
    'lib2to3',
    '__pycache__',
    'pydoc_data',
  ]
  const { stdout: found } = await execa('find', [
    ...[
      library,
      '-type',
      'd',
      '(',
      ...skipped.flatMap((name) => ['-name', name, '-o']),
      '-name',
      'config-*',
      ')',
    ],
    ...['-prune', '-o', '-type', 'f', '(', '-name', '*.py', '-o', '-name', '*.so', ')', '-print'],
  ])
  const programs = ['/bin/cp', '/bin/mv', '/bin/rm', '/usr/bin/git', python, '/etc/passwd', '/etc/group']
  return [...programs, `${gitFolder}/git`, `${gitFolder}/git-remote-http`, ...found.split('\n')]
}

/** Removes every image with all these labels, and gives a name of each. */
export async function removeImages(
  engine: Engine,
  labels: Readonly<Record<string, string>>,
): Promise<string[]> {
  const filters = { label: Object.entries(labels).map(([key, value]) => `${key}=${value}`) }
  const images = await engine.docker.listImages({ filters })
  for (const { Id: id } of images) await engine.docker.getImage(id).remove({ force: true })
  return images.map((image) => image.RepoTags?.[0] ?? image.Id)
}
