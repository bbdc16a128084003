// What must never reach a log, and what stays readable.
import { openSync } from 'node:fs'
import { homedir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { scrub, toLogLine } from '../../src/main/engine/log-line.ts'

/** What Node throws for a file that is not there. */
function systemErrorOf(path: string): unknown {
  try {
    return openSync(path, 'r')
  } catch (error) {
    return error
  }
}

describe('a log line', () => {
  it.each([
    'Bearer ya29.a0AfH6SMBcanary',
    'https://host/o/oauth2/v2/auth?code=canary&state=x',
    '{"refresh_token":"1//0gcanarycanary"}',
    'GOCSPX-canarycanarycanary',
    'canary@example.test',
    `${homedir()}-canary`.replace('-canary', '/canary').replace('canary', ''),
    'C:\\Users\\canary\\Pictures',
    '/home/canary/Pictures/a.jpg',
    '/Users/canary/Pictures/a.jpg',
    `upload_id=${'canary'.repeat(10)}`,
  ])('hides the secret in %s', (text) => {
    expect(toLogLine(text)).not.toContain('canary')
    expect(toLogLine(text)).not.toContain(homedir())
    expect(toLogLine({ nested: [text] })).not.toContain('canary')
    expect(toLogLine(new Error(text, { cause: new Error(text) }))).not.toContain('canary@')
  })

  it.each([
    ['a failure', { kind: 'folder-unreadable', path: '/srv/Divorce 2026', code: 'EACCES' }],
    ['two folders', { kind: 'folder-overlaps', path: '/srv/Divorce', other: '/srv/Divorce/b' }],
    ['failures among others', { items: 3, failure: { kind: 'folder-missing', path: 'Divorce' } }],
    ['what Google says', { kind: 'rejected', code: 3, message: 'Divorce 2026.jpg is no photo' }],
    ['what was not understood', { kind: 'bad-request', problem: 'no folder Divorce 2026' }],
    ['a path in quotes', "ENOENT: no such file, open '/srv/it's Divorce 2026/a.jpg'"],
    ['a path in the middle', 'VipsJpeg: /srv/My Divorce 2026/a.jpg: premature end'],
    ['a path below home', `cannot open ${homedir()}/Pictures/Divorce 2026/a b.jpg`],
    ['a drive', 'cannot open D:\\Divorce 2026\\a.jpg now'],
    ['a share', 'cannot open \\\\nas\\Divorce 2026\\a.jpg now'],
    ['a value of a list', [{ file: 'Divorce.jpg' }, '/srv/Divorce']],
    ['an error of the system', systemErrorOf('/srv/Divorce 2026/a.jpg')],
    ['a cause', new Error('the scan ended', { cause: systemErrorOf('/srv/Divorce') })],
    ['a bug', new Error("nothing at '/srv/Divorce 2026'")],
  ])('names no folder and no file: %s', (_, value) => {
    expect(toLogLine(value)).not.toMatch(/Divorce|2026/)
    // Written twice, by the engine and by the shell.
    expect(toLogLine(toLogLine(value))).not.toMatch(/Divorce|2026/)
  })

  it('still says what failed, and where in the program', () => {
    expect(toLogLine({ kind: 'folder-unreadable', path: '/srv/a', code: 'EACCES' })).toBe(
      '{"kind":"folder-unreadable","code":"EACCES"}',
    )
    expect(toLogLine(systemErrorOf('/srv/a'))).toMatch(/^Error: ENOENT open ⏎ +at .*log-line/)
    expect(toLogLine(new Error('nothing there'))).toMatch(/^Error: nothing there ⏎ +at /)
    expect(toLogLine({ kind: 'unexpected', message: 'a bug' })).toContain('a bug')
  })

  it.each([
    'a'.repeat(200_000),
    'a@'.repeat(100_000),
    `a${'-'.repeat(200_000)}`,
    'a.'.repeat(100_000),
    '/home/'.repeat(40_000),
    `Bearer${' '.repeat(200_000)}`,
    `'/${"a'".repeat(100_000)}`,
    ` /${' /'.repeat(100_000)}`,
    '?'.repeat(200_000),
  ])('is made in no time, whatever the text (case %#)', (text) => {
    const before = process.cpuUsage()
    toLogLine(text)
    toLogLine(new Error(text))
    scrub(text)
    const { user, system } = process.cpuUsage(before)
    // It was 12 s for the first of them.
    expect((user + system) / 1_000).toBeLessThan(400)
  })

  it('keeps failures readable and on one line', () => {
    expect(toLogLine({ kind: 'server-error', status: 503 })).toBe(
      '{"kind":"server-error","status":503}',
    )
    expect(toLogLine('one\ntwo')).not.toContain('\n')
  })

  it('writes something for anything', () => {
    const round: Record<string, unknown> = {}
    round['round'] = round
    for (const value of [undefined, null, 1n, Symbol('x'), round, () => 1])
      expect(typeof toLogLine(value)).toBe('string')
  })
})
