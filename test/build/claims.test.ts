// What the documents promise is tested: each sentence of docs/privacy.md names its test by a footnote, and each test that a
// footnote names is there. SECURITY.md promises by the rows of test/security, which must exist.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { outsideRows } from '../security/outside-rows.ts'
import { rows } from '../security/rows.ts'

const project = join(import.meta.dirname, '..', '..')
const read = (path: string): string => readFileSync(join(project, path), 'utf8')
const rowIds = new Set([...outsideRows, ...rows].map(({ id }) => id))

const page = read('docs/privacy.md')
const [body = '', list = ''] = page.split('\n## The tests\n')
const footnotes = new Map(
  [...list.matchAll(/^\[\^(\w+)\]: (.*)$/gm)].map(([, name = '', text = '']) => [name, text]),
)

/** Sentences that ask or explain, and promise nothing. */
const advice = [
  'Each sentence that promises something names its test behind it; the list is at the end.',
  'It is plain text: read it before you pass it on.',
  'What is in Google Photos stays there.',
  'Uninstall Shoebox.',
  'If you uninstalled first, delete those folders, and take the permission back at <https://myaccount.google.com/connections>.',
]

/** The sentences of a text, with their footnotes; a row of a table is one. */
function sentencesOf(text: string): string[] {
  const blocks = text
    .split(/\n(?=\||- |\d\. )|\n\n|^#.*$/m)
    .map((block) =>
      block
        .replace(/^(- |\d\. )/, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((block) => block !== '' && !/^\|[-|]+\|$/.test(block))
    .filter((block) => !block.startsWith('| what |') && !block.startsWith('| | Windows'))
  return blocks.flatMap((block) =>
    block.startsWith('|') ? [block] : block.split(/(?<=[.](?:\[\^\w+\])*) (?=[A-Z`])/),
  )
}

describe('docs/privacy.md', () => {
  const sentences = sentencesOf(body)

  it.each(sentences.filter((sentence) => !advice.includes(sentence)))(
    'names a test for: %s',
    (sentence) => {
      const named = [...sentence.matchAll(/\[\^(\w+)\]/g)].map(([, name = '']) => name)
      expect(named.length).toBeGreaterThan(0)
      for (const name of named) expect([...footnotes.keys()]).toContain(name)
    },
  )

  it('leaves out no sentence but those that promise nothing', () => {
    for (const sentence of advice) expect(sentences).toContain(sentence)
    expect(sentences.length - advice.length).toBeGreaterThan(25)
  })

  it.each([...footnotes])('names tests that are there (%s)', (name, text) => {
    expect(body).toContain(`[^${name}]`)
    const files = [...text.matchAll(/`(test\/[^`]+)`(?:, "([^"]+)")?/g)]
    const named = [...text.matchAll(/\brows? ((?:[A-Z\d]+(?: and )?)+)/g)].flatMap(([, ids = '']) =>
      ids.split(' and '),
    )
    expect(files.length + named.length).toBeGreaterThan(0)
    for (const [, path = '', title] of files) {
      expect(existsSync(join(project, path)), path).toBe(true)
      if (title !== undefined) expect(read(path)).toContain(title)
    }
    for (const id of named) expect([...rowIds]).toContain(id)
  })
})

describe('SECURITY.md', () => {
  it('promises what rows of the security run show', () => {
    const named = [...read('SECURITY.md').matchAll(/\((?:row|rows) ([^)]+)\)/g)].flatMap(
      ([, ids = '']) => ids.split(/, | and /),
    )
    expect(named.length).toBeGreaterThan(8)
    for (const id of named) expect([...rowIds]).toContain(id)
  })
})
