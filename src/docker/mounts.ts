import { realpath, stat } from 'node:fs/promises'
import { posix } from 'node:path'
import type Docker from 'dockerode'
import { MountRefused } from './errors.js'

/** A host folder or file, always read-only, or a named volume for a cache that outlives the container. */
export type Mount =
  | { readonly kind: 'bind'; readonly source: string; readonly target: string }
  | {
      readonly kind: 'volume'
      readonly name: string
      readonly target: string
      /** Put on the volume if this container is the first to name it. */
      readonly labels: Readonly<Record<string, string>>
    }

/** Trees of the host that no container may see: neither they, nor what lies in them, nor what holds them. */
const forbiddenTrees = [
  '/boot',
  '/dev',
  '/etc',
  '/proc',
  '/root/.ssh',
  '/run',
  '/sys',
  '/var/lib/containerd',
  '/var/lib/docker',
  '/var/run',
]

/** Folders that hold credentials, wherever they are. */
const credentialFolders = new Set(['.aws', '.azure', '.docker', '.gnupg', '.kube', '.netrc', '.ssh'])

/**
 * The mount as the Engine takes it. Looks at the names alone; `resolveMounts` follows symbolic links first.
 *
 * @throws MountRefused, for relative paths and for places that unreviewed code must not see
 */
export function mountSettings(mount: Mount): Docker.MountSettings {
  refuseTarget(mount)
  if (mount.kind === 'bind') {
    refuseSource(mount.source)
    return { Type: 'bind', Source: mount.source, Target: mount.target, ReadOnly: true }
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]+$/.test(mount.name)) {
    throw new MountRefused(mount.name, 'a volume name has only letters, digits, "_", "." and "-"')
  }
  return {
    Type: 'volume',
    Source: mount.name,
    Target: mount.target,
    ReadOnly: false,
    VolumeOptions: {
      NoCopy: false,
      Labels: { ...mount.labels },
      DriverConfig: { Name: 'local', Options: {} },
    },
  }
}

/**
 * The mounts with every bind's source replaced by what it really is.
 *
 * @throws MountRefused, where a source does not exist, is neither folder nor plain file (a socket, a device),
 * or leads to a forbidden place.
 */
export async function resolveMounts(mounts: readonly Mount[]): Promise<Mount[]> {
  return await Promise.all(
    mounts.map(async (mount) => {
      if (mount.kind === 'volume') return mount
      refuseSource(mount.source)
      const source = await realSource(mount.source)
      refuseSource(source)
      return { ...mount, source }
    }),
  )
}

async function realSource(source: string): Promise<string> {
  try {
    const real = await realpath(source)
    const found = await stat(real)
    if (found.isDirectory() || found.isFile()) return real
  } catch {
    throw new MountRefused(source, 'it does not exist on this host, or is not readable')
  }
  throw new MountRefused(source, 'it is not a folder or a plain file')
}

function refuseSource(source: string): void {
  if (!isPlainAbsolute(source)) {
    throw new MountRefused(source, 'the path must be absolute, without "." and ".."')
  }
  const path = trimSlash(source)
  const tree = forbiddenTrees.find((forbidden) => isWithin(path, forbidden) || isWithin(forbidden, path))
  if (tree !== undefined) throw new MountRefused(source, `it would show ${tree} of the host`)
  if (posix.dirname(path) === '/home' || path === '/home') {
    throw new MountRefused(source, 'it is a whole home folder. Name the folder in it that is needed')
  }
  const segments = path.split('/')
  if (segments.some((segment) => credentialFolders.has(segment))) {
    throw new MountRefused(source, 'it holds credentials')
  }
  if (path.endsWith('.sock')) throw new MountRefused(source, 'it is a socket')
}

function refuseTarget({ target }: Mount): void {
  const allowed = isPlainAbsolute(target) && trimSlash(target) !== ''
  const overSystem = ['/dev', '/proc', '/sys'].some((tree) => isWithin(trimSlash(target), tree))
  if (!allowed || overSystem) {
    throw new MountRefused(
      target,
      'a mount’s path in the container must be absolute and outside /dev, /proc and /sys',
    )
  }
}

function isPlainAbsolute(path: string): boolean {
  return path.startsWith('/') && !path.includes('\0') && trimSlash(posix.normalize(path)) === trimSlash(path)
}

/** `/` becomes the empty string, so that it holds every path. */
function trimSlash(path: string): string {
  return path.replace(/\/+$/, '')
}

function isWithin(path: string, tree: string): boolean {
  return path === tree || path.startsWith(`${tree}/`)
}
