// Nothing that "Safe to erase?" says contradicts what was found: some thousand checks by chance, each sentence judged by a rule of
// what it claims, with the files themselves at hand. The rules are shown to be able to fail.
import { describe, expect, it } from 'vitest'
import { answerOf, isCalm } from '../../../src/renderer/state/check.ts'
import { createLanguage } from '../../../src/renderer/words.ts'
import type { SourceCheck } from '../../../src/shared/check-schemas.ts'
import { noCheck } from '../../../src/shared/check-sums.ts'
import { unsafeKinds } from '../../../src/shared/unsafe-kinds.ts'
import { never } from './claims.ts'

const { words } = createLanguage('en-GB', 'linux')
const at = new Date(2026, 5, 12, 13, 24).getTime()

/** What lies in a folder. */
interface Found {
  /** Why each file is not safe; null: it is. */
  files: ((typeof unsafeKinds)[number] | null)[]
  dated: number
  unlooked: number
  otherFiles: number
  links: number
  ownFiles: number
  passedBy: number
}

/** The same numbers at every run. */
function chance(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function foundAt(seed: number): Found {
  const of = chance(seed * 7_919 + 1)
  const few = (): number => (of(3) === 0 ? 1 + of(3) : 0)
  const count = [0, 1, 2, 3, 1_204][of(5)] ?? 0
  const kinds = Array.from({ length: of(3) }, () => unsafeKinds[of(unsafeKinds.length)] ?? null)
  const files = Array.from({ length: count }, (_, index) =>
    index < 40 && kinds.length > 0 && of(2) === 0 ? (kinds[of(kinds.length)] ?? null) : null,
  )
  const safe = files.filter((reason) => reason === null).length
  return {
    files,
    dated: Math.min(safe, few()),
    ...{ unlooked: few(), otherFiles: few(), links: few(), ownFiles: few(), passedBy: few() },
  }
}

function checkOf({
  files,
  dated,
  unlooked,
  otherFiles,
  links,
  ownFiles,
  passedBy,
}: Found): SourceCheck {
  const reasons: SourceCheck['reasons'] = {}
  for (const reason of files) if (reason !== null) reasons[reason] = (reasons[reason] ?? 0) + 1
  if (unlooked > 0) reasons.unreadable = (reasons.unreadable ?? 0) + unlooked
  return {
    checkId: '00000000-0000-4000-8000-000000000021',
    ...{ sourceId: '1', account: 'first@example.test', state: 'whole', failure: null },
    ...{ startedAt: at, endedAt: at, changedAt: null, hasTable: true, reasons },
    sums: {
      ...noCheck(),
      ...{ of: files.length, ofBytes: 0, read: files.length, asked: 0, checked: files.length },
      safe: files.filter((reason) => reason === null).length,
      ...{ datesAdded: dated, unlookedFolders: unlooked, otherFiles, links, ownFiles },
      passedBy: Array.from({ length: Math.min(1, passedBy) }, () => '.hidden'),
      morePassedBy: Math.max(0, passedBy - 1),
      isWhole: true,
    },
  }
}

const unsafeOf = ({ files }: Found) => files.filter((reason) => reason !== null)
const besideOf = ({ otherFiles, links, ownFiles, passedBy }: Found): number =>
  otherFiles + links + ownFiles + passedBy
const numberIn = (text: string | undefined): number => Number((text ?? '').replaceAll(',', ''))

interface Claim {
  name: string
  pattern: RegExp
  isTrue(found: Found, match: RegExpExecArray): boolean
}
const isAllThere = (found: Found): boolean =>
  found.files.length > 0 && unsafeOf(found).length === 0 && found.unlooked === 0
const only =
  (...reasons: string[]) =>
  (found: Found): boolean =>
    unsafeOf(found).length > 0 && unsafeOf(found).every((reason) => reasons.includes(reason))

const claims: readonly Claim[] = [
  {
    name: 'everything',
    pattern: /everything in “A” (?:is|was) in Google Photos/i,
    isTrue: (found) => isAllThere(found) && besideOf(found) === 0,
  },
  {
    name: 'all photos',
    pattern: /(?:all ([\d,]+) photos and videos|the one photo or video) found in “A” /i,
    isTrue: (found, [, all = '1']) =>
      isAllThere(found) && besideOf(found) > 0 && numberIn(all) === found.files.length,
  },
  {
    name: 'no photo',
    pattern: /there (?:is|was) no photo or video/i,
    isTrue: ({ files, unlooked }) => files.length === 0 && unlooked === 0,
  },
  {
    name: 'all that could be looked at',
    pattern: /what could be looked at in “A” (?:is|was) in Google Photos/i,
    isTrue: (found) => found.files.length > 0 && unsafeOf(found).length === 0 && found.unlooked > 0,
  },
  {
    name: 'nobody knows whether there are photos',
    pattern: /whether photos (?:are|were) in “A”/i,
    isTrue: ({ files, unlooked }) => files.length === 0 && unlooked > 0,
  },
  {
    name: 'so many of so many',
    pattern: /([\d,]+) of ([\d,]+) photos and videos in “A” (?:is|are|was|were) /,
    isTrue: (found, [, files, of]) =>
      numberIn(files) === unsafeOf(found).length &&
      numberIn(files) > 0 &&
      numberIn(of) === found.files.length,
  },
  {
    name: 'the one',
    pattern: /the one photo or video in “A” /i,
    isTrue: (found) => found.files.length === 1 && unsafeOf(found).length === 1,
  },
  { name: 'not yet', pattern: /not in Google Photos yet/, isTrue: only('waiting') },
  { name: 'only copies', pattern: /only as (?:a )?smaller cop/, isTrue: only('reduced') },
  { name: 'not asked', pattern: /because Google could not be asked/, isTrue: only('not-asked') },
  {
    name: 'not surely',
    pattern: /not surely in Google Photos as /,
    isTrue: (found) =>
      unsafeOf(found).length > 0 &&
      !['waiting', 'reduced', 'not-asked'].some((reason) => only(reason)(found)),
  },
  {
    name: 'folders that could not be looked into',
    pattern: /([\d,]+) folders? could not be looked into/,
    isTrue: ({ unlooked }, [, folders]) => numberIn(folders) === unlooked,
  },
  {
    name: 'a date was added',
    pattern: /^([\d,]+) counts? as safe although a date was added/,
    isTrue: ({ dated }, [, count]) => numberIn(count) === dated,
  },
  {
    name: 'not looked at',
    pattern: /^Not looked at/,
    isTrue: (found) => besideOf(found) > 0,
  },
  {
    name: 'other files',
    pattern: /([\d,]+) other files?/,
    isTrue: ({ otherFiles }, [, count]) => numberIn(count) === otherFiles,
  },
  {
    name: 'hidden folders',
    pattern: /([\d,]+) hidden or system folders?/,
    isTrue: ({ passedBy }, [, count]) => numberIn(count) === passedBy,
  },
  {
    name: 'a copy is no backup',
    pattern: /A smaller copy is no backup/,
    isTrue: (found) => unsafeOf(found).includes('reduced'),
  },
  {
    name: 'the trash',
    pattern: /put into its trash/,
    isTrue: ({ files }) => files.includes(null),
  },
  // Whatever else is said.
  {
    name: 'nothing missing',
    pattern: /^(?!.*\bnot\b)(?!.*\bonly\b).* in Google Photos\.$/i,
    isTrue: (found) => isAllThere(found),
  },
]

const founds = Array.from({ length: 3_000 }, (_, seed) => foundAt(seed))
const told = founds.map((found) => {
  const check = checkOf(found)
  const answer = answerOf(check)
  if (answer === null) throw new Error('There is always an answer to what was looked at whole.')
  const said = [
    words.check.answer(answer, 'A'),
    words.check.answerThen(answer, 'A', at, at + 60_000),
    ...words.check.notes(check),
  ]
  return { found, said, answer }
})

describe('what is said of a check', () => {
  it('contradicts nothing that was found', () => {
    const lies = told.flatMap(({ found, said }) =>
      said.flatMap((text) => [
        ...claims.flatMap(({ name, pattern, isTrue }) => {
          const match = pattern.exec(text)
          return match === null || isTrue(found, match) ? [] : [`${name}: ${text}`]
        }),
        ...never
          .filter(({ name, pattern }) => name !== 'many of one' && pattern.test(text))
          .map(({ name }) => `${name}: ${text}`),
      ]),
    )
    expect(lies.slice(0, 12)).toEqual([])
  })

  it('is a claim at least, whatever was found', () => {
    for (const { said } of told)
      for (const text of said.slice(0, 2))
        expect(
          claims.some(({ pattern }) => pattern.test(text)),
          text,
        ).toBe(true)
  })

  it('is calm only where every photo is there, or none', () => {
    for (const { found, answer } of told)
      expect(isCalm(answer)).toBe(unsafeOf(found).length === 0 && found.unlooked === 0)
  })

  it('names an earlier moment by its time, and as past', () => {
    for (const { said } of told) {
      expect(said[1]).toMatch(/^At 13:24, /)
      expect(said[1]).not.toMatch(/ (?:is|are) /)
    }
  })
})

describe.each(claims)('the rule “$name”', ({ pattern, isTrue }) => {
  const made = told.flatMap(({ said }) =>
    said.flatMap((text) => {
      const match = pattern.exec(text)
      return match === null ? [] : [match]
    }),
  )
  it('is about something that is said, and refuses it where it is not so', () => {
    expect(made.length).toBeGreaterThan(0)
    const refused = made.some((match) => founds.some((found) => !isTrue(found, match)))
    expect(refused).toBe(true)
  })
})
