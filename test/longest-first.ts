import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Begins with the tests that take minutes, so that in the end nothing is waited for but the last short ones.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ project }: TestSpecification) => project.name === 'faults'
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}
