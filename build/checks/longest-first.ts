// The order of the test files. Where vitest knows no durations, as in a fresh clone, it takes the largest files first; a
// small file that takes long would then start last, and every core but one would wait for it.
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** An order that begins with the files whose paths hold these words, in turn, and goes on as vitest would. */
export function longestFirst(...words: readonly string[]): typeof BaseSequencer {
  const turnOf = ({ moduleId }: TestSpecification): number => {
    const turn = words.findIndex((word) => moduleId.includes(word))
    return turn === -1 ? words.length : turn
  }
  return class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      const sorted = await super.sort(files)
      return sorted.toSorted((one, other) => turnOf(one) - turnOf(other))
    }
  }
}
