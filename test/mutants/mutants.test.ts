// Behaviour of a run over a toy room: what survives and what does not, what a seed fixes, what is told on bad words, and
// that the tree itself is never written to.
import { writeFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { chooseMutants, findPlaces, type Mutant } from './mutants.ts'
import { readOptions } from './options.ts'
import { createReach } from './reach.ts'
import { scoreOf, summary, toJson } from './report.ts'
import { findRooms } from './rooms.ts'
import { NotGreenError, tryMutants, type Tried } from './session.ts'
import { createToyProject } from './toy-project.ts'
import { createTypeCheck } from './type-check.ts'
import { createWorkCopy } from './work-copy.ts'

const quiet = { start: () => undefined, green: () => undefined, tried: () => undefined }
const room = 'src/main/engine/toy'

/** What a run with these words finds. */
async function runIn(
  path: string,
  words: readonly string[],
  signal = new AbortController().signal,
): Promise<{ tried: Tried[]; lines: string[]; json: string }> {
  const options = await readOptions(path, words)
  const tried = await tryMutants(path, options, quiet, signal)
  return { tried, lines: summary(tried, options), json: toJson(tried, options) }
}

/** The text of each file of a tree, its libraries apart. */
async function textsOf(path: string): Promise<Record<string, string>> {
  const entries = await readdir(path, { withFileTypes: true, recursive: true })
  const texts = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map(async (file) => [file, await readFile(file, 'utf8')] as const)
  return Object.fromEntries(await Promise.all(texts))
}

const told = ({ file, line, before, after }: Mutant): string =>
  `${file.slice(room.length + 1)}:${line} ${before} -> ${after}`

describe('a run', () => {
  it('finds what weak tests overlook, and nothing where tests look closely', async () => {
    await using toy = await createToyProject()
    const before = await textsOf(toy.path)
    const { tried, lines, json } = await runIn(toy.path, [
      `${room}/looked-at.ts`,
      `${room}/overlooked.ts`,
      '--count=100',
      '--seed=3',
    ])
    const survivors = tried.filter(({ fate }) => fate === 'survived')
    const ofLookedAt = tried.filter(({ mutant }) => mutant.file.endsWith('looked-at.ts'))
    // A comparison, its bound and the value that is returned.
    expect(ofLookedAt.map(({ fate, by }) => `${fate} by ${by}`)).toEqual(
      Array(3).fill('killed by begins on the day'),
    )
    expect(survivors.map(({ mutant }) => mutant.before)).toEqual(expect.arrayContaining(['14']))
    expect(survivors.every(({ mutant }) => mutant.file.endsWith('overlooked.ts'))).toBe(true)
    expect(lines).toContainEqual(expect.stringMatching(/overlooked\.ts:2 bound: 14 → 1[35]$/))
    expect(lines).toContain('    - return age < 14')
    expect(lines.at(-1)).toMatch(/^\d of 6 killed, \d survived: \d\d % \(seed 3\)$/)
    expect(JSON.parse(json)).toMatchObject({ seed: 3, tried: 6, survived: survivors.length })
    expect(await textsOf(toy.path)).toEqual(before)
  })

  it('reaches code that only runs in a thread', async () => {
    await using toy = await createToyProject()
    const { tried } = await runIn(toy.path, [`${room}/thread.ts`, '--count=100'])
    const [sum] = tried.filter(({ mutant }) => mutant.before === '+')
    expect(sum).toMatchObject({ fate: 'killed', by: 'adds two' })
  })

  it('does not begin with tests that fail without a change', async () => {
    await using toy = await createToyProject({
      'test/engine/toy/overlooked.test.ts': `import { expect, it } from 'vitest'
it('is red', () => expect(1).toBe(2))
`,
    })
    const run = runIn(toy.path, ['toy'])
    await expect(run).rejects.toBeInstanceOf(NotGreenError)
    await expect(run).rejects.toThrow(
      'The tests of toy are not green without a change: "is red" fails.',
    )
  })

  it('is not disturbed by what is written in the tree meanwhile', async () => {
    await using toy = await createToyProject()
    const options = await readOptions(toy.path, [`${room}/looked-at.ts`, '--at-once=2'])
    const red = "import { expect, it } from 'vitest'\nit('is red', () => expect(1).toBe(2))\n"
    const test = join(toy.path, 'test/engine/toy/looked-at.test.ts')
    const tell = { ...quiet, start: () => writeFileSync(test, red) }
    const tried = await tryMutants(toy.path, options, tell, new AbortController().signal)
    expect(tried.map(({ by }) => by)).toEqual(Array(3).fill('begins on the day'))
  })

  it('leaves the tree as it was when it is ended in the middle', async () => {
    await using toy = await createToyProject()
    const before = await textsOf(toy.path)
    const ending = new AbortController()
    const options = await readOptions(toy.path, ['toy', '--count=100'])
    const tell = { ...quiet, tried: () => ending.abort(new Error('enough')) }
    await expect(tryMutants(toy.path, options, tell, ending.signal)).rejects.toThrow('enough')
    expect(await textsOf(toy.path)).toEqual(before)
  })
})

describe('the choice of changes', () => {
  it('is the same for the same seed, and another for another', async () => {
    await using toy = await createToyProject()
    const { rooms } = await findRooms(toy.path)
    const places = await findPlaces(toy.path, rooms)
    const choose = (seed: number): string[] => chooseMutants(places, 5, seed, () => true).map(told)
    expect(choose(1)).toEqual(choose(1))
    expect(choose(1)).toHaveLength(5)
    expect(choose(1)).not.toEqual(choose(2))
  })

  it('takes only what compiles', async () => {
    await using toy = await createToyProject({
      [`${room}/typed.ts`]: `export function nameOf(given: string | null): string {
  return given === null ? 'nobody' : given.trim()
}
`,
    })
    const { rooms } = await findRooms(toy.path)
    const places = await findPlaces(toy.path, rooms, [`${room}/typed.ts`])
    const chosen = chooseMutants(places, 100, 1, createTypeCheck(toy.path)).map(told)
    // Each other one has `trim` asked of what may be null.
    expect(chosen).toEqual([expect.stringMatching(/^typed.ts:2 given === null \? .* -> ''$/)])
  })
})

describe('what compiles', () => {
  it('is told of every file, also of the one that first imports another from outside its root', async () => {
    await using toy = await createToyProject({
      [`${room}/tsconfig.json`]: `{
  "extends": "../../../../tsconfig.base.json",
  "compilerOptions": { "rootDir": ".." }
}
`,
      'src/shared/words.ts': "export const word = 'a word'\n",
      [`${room}/first.ts`]: "export { word } from '../../../shared/words.ts'\n",
    })
    const compiles = createTypeCheck(toy.path)
    const text = await readFile(join(toy.path, room, 'first.ts'), 'utf8')
    expect(compiles(`${room}/first.ts`, text)).toBe(true)
    expect(compiles(`${room}/first.ts`, text.replace('word', 'verb'))).toBe(false)
  })
})

describe('the rooms', () => {
  it('are the folders that have a folder of tests in the same place', async () => {
    await using toy = await createToyProject({
      'src/shared/words.ts': 'export const word = 1\n',
      'test/shared/words.test.ts': '',
    })
    const { rooms, untested } = await findRooms(toy.path)
    expect(rooms.map(({ source, tests }) => [source, tests])).toEqual([
      ['src/main/engine/toy', 'test/engine/toy'],
      ['src/shared', 'test/shared'],
    ])
    expect(untested).toEqual(['untested'])
  })

  it('of the engine are taken when none is named', async () => {
    await using toy = await createToyProject({
      'src/shared/words.ts': 'export const word = 1\n',
      'test/shared/words.test.ts': '',
    })
    const { rooms, leftOut, count } = await readOptions(toy.path, [])
    expect(rooms.map(({ name }) => name)).toEqual(['toy'])
    expect({ leftOut, count }).toEqual({ leftOut: ['untested'], count: 60 })
  })
})

describe('words that make no sense', () => {
  it.each([
    [['attic'], 'No room "attic". The rooms are toy.'],
    [['untested'], 'untested has no tests of its own. The rooms are toy.'],
    [[`${room}/gone.ts`], `No room "${room}/gone.ts". The rooms are toy.`],
    [['--count=0'], '--count takes a whole number from 1 on, not "0".'],
    [['--count=some'], '--count takes a whole number from 1 on, not "some".'],
    [['--seed=-1'], '--seed takes a whole number from 0 on, not "-1".'],
    [['--at-least=101'], '--at-least takes a whole number from 0 to 100, not "101".'],
    [['--quick'], "Unknown option '--quick'"],
  ])('%j are answered plainly', async (words, answer) => {
    await using toy = await createToyProject()
    await expect(readOptions(toy.path, words)).rejects.toThrow(answer)
  })
})

describe('the tests of a file', () => {
  it('are those that import it, or start it in a thread, also through other files', async () => {
    await using toy = await createToyProject()
    const reach = await createReach(toy.path)
    const tests = ['looked-at', 'overlooked', 'thread']
    const reaching = (file: string): string[] =>
      tests.filter((name) => reach(`test/engine/toy/${name}.test.ts`, `${room}/${file}`))
    expect(reaching('looked-at.ts')).toEqual(['looked-at'])
    expect(reaching('thread.ts')).toEqual(['thread'])
    expect(reaching('ask-thread.ts')).toEqual(['thread'])
  })

  it('are all where a script is named by code', async () => {
    await using toy = await createToyProject({
      'test/engine/toy/looked-at.test.ts':
        "import { join } from 'node:path'\nexport const script = join('src', 'elsewhere', 'overlooked.ts')\n",
      'test/engine/toy/thread.test.ts':
        'export const load = (name: string) => import(`../../src/${name}.ts`)\n',
    })
    const reach = await createReach(toy.path)
    expect(reach('test/engine/toy/looked-at.test.ts', `${room}/overlooked.ts`)).toBe(true)
    expect(reach('test/engine/toy/thread.test.ts', `${room}/overlooked.ts`)).toBe(true)
  })
})

describe('the copy of the checkout', () => {
  it('has everything but what git ignores, and goes away whole', async () => {
    await using toy = await createToyProject({ 'out/built.js': '1', 'src/new.ts': 'export {}\n' })
    const copy = await createWorkCopy(toy.path)
    const names = Object.keys(await textsOf(copy.path)).map((file) =>
      file.slice(copy.path.length + 1),
    )
    expect(names).toContain(join('src', 'new.ts'))
    expect(names.filter((name) => name.startsWith('out'))).toEqual([])
    await copy.remove()
    await expect(readdir(copy.path)).rejects.toThrow('ENOENT')
  })
})

describe('the score', () => {
  it('counts a change that makes the tests hang as noticed, and never rounds up', () => {
    const fates = ['killed', 'timed out', 'survived'] as const
    const tried = fates.map((fate) => ({ fate, by: null, mutant: {} as Mutant }))
    expect(scoreOf(tried)).toEqual({ tried: 3, killed: 2, timedOut: 1, survived: 1, percent: 66 })
  })
})
