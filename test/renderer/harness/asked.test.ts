// What the arguments of `npm run screens` mean, and that they are answered without anything being built.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { askedOf, looks } from './asked.ts'

const names = ['home', 'home-offline', 'history', 'open-details']

describe('what screens are drawn', () => {
  test('are all in every look, without a word', () => {
    expect(askedOf([], names)).toEqual({ does: 'draw', names, looks })
  })

  test('is one alone where its whole name is given, and all that share a part of one', () => {
    const drawn = (...args: string[]) => askedOf(args, names)
    expect(drawn('home')).toMatchObject({ names: ['home'] })
    expect(drawn('hom')).toMatchObject({ names: ['home', 'home-offline'] })
    expect(drawn('open-', 'home')).toMatchObject({ names: ['home', 'open-details'] })
  })

  test('is drawn in the looks that are named', () => {
    const asked = askedOf(['home', '--looks=320,dark'], names)
    expect(asked).toMatchObject({ looks: [{ name: 'dark' }, { name: '320', width: 320 }] })
  })

  test.each([
    [['hom', 'hystory'], 'No scene has “hystory” in its name.'],
    [['--looks=light,sepia'], 'There is no look “sepia”.'],
    [['--look=light'], 'There is no option --look=light.'],
  ])('is none for %j, which is said', (args, sentence) => {
    const asked = askedOf(args, names)
    expect(asked).toMatchObject({ does: 'say', isMistake: true })
    expect(asked).toHaveProperty('text', expect.stringContaining(sentence))
  })

  test.each([
    ['--help', 0, 'stdout'],
    ['no-such-scene', 2, 'stderr'],
  ] as const)('is answered by the command at once for %s', (arg, status, stream) => {
    const screens = join(import.meta.dirname, 'screens.ts')
    const answer = spawnSync(process.execPath, [screens, arg], { encoding: 'utf8' })
    expect(answer.status).toBe(status)
    expect(answer[stream]).toContain(arg === '--help' ? 'history-problems' : 'no-such-scene')
    for (const { name } of looks) if (arg === '--help') expect(answer.stdout).toContain(name)
    expect(answer[stream === 'stdout' ? 'stderr' : 'stdout']).toBe('')
  })
})
