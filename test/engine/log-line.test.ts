// What must never reach a log, and what stays readable.
import { homedir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { toLogLine } from '../../src/main/engine/log-line.ts'

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
