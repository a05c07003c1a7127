import { expect, it } from 'vitest'
import { demoPlan } from '../../test/fixtures/record.js'
import { imageTags } from './image-tags.js'

it('calls images as the historical tool did', () => {
  const { source } = demoPlan()
  const commits = { ...source }
  delete commits.pullRequest

  const tags = [imageTags(source, 'rocm630'), imageTags(commits, 'rocm720')]

  expect(tags).toEqual([
    { main: 'main-1f3c0d2-rocm630', pr: 'pull-1234-merge-9b8a7c6-rocm630' },
    { main: 'main-1f3c0d2-rocm720', pr: 'head-9b8a7c6-rocm720' },
  ])
})
