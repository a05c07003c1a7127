import type { Forge } from '../forge.js'

const serverUrl = 'https://github.com'

/** GitHub, and GitHub Enterprise servers. */
export const github: Forge = {
  name: 'github',
  serverUrl,
  // docs.github.com/en/enterprise-server/rest: "Root endpoint"
  apiUrlOf: (url) => (url === serverUrl ? 'https://api.github.com' : `${url.replace(/\/+$/, '')}/api/v3`),
  isItsHost: (host) => /^(www\.)?github\.com$/i.test(host),
  // It takes no notice of letter case in names.
  repositoryKey: (name) => {
    const [, owner, repository = ''] =
      /^([A-Za-z0-9][A-Za-z0-9_-]{0,38})\/([A-Za-z0-9._-]{1,100})$/.exec(name) ?? []
    return owner === undefined || /^\.+$/.test(repository) ? undefined : name.toLowerCase()
  },
  refsOf: (pullRequest) => ({
    head: `refs/pull/${pullRequest}/head`,
    merge: `refs/pull/${pullRequest}/merge`,
  }),
  pullRequestUrl: (key, pullRequest) => `${serverUrl}/${key}/pull/${pullRequest}`,
}
