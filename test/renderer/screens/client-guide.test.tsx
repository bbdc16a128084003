// @vitest-environment jsdom
// The guide to a client of one's own: a step a screen, each trouble with the way to its step, the file found in the
// downloads, and what is said of a computer that keeps nothing.
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { clientSteps } from '../../../src/shared/model.ts'
import { blockedSteps, clientStepOrder } from '../../../src/renderer/state/client-steps.ts'
import { createLanguage } from '../../../src/renderer/words.ts'
import { settled, type FakeWorld } from '../fake-bridge.ts'
import { freshStatus, setAt, uploadingStatus } from '../fake-data.ts'
import { called, lastInput, show } from '../render.tsx'

const { words } = createLanguage('en-GB', 'win32')
const own = words.clientGuide
type Step = (typeof clientSteps)[number]

const without = (clientStep: Step = 'project', world: Partial<FakeWorld> = {}) => ({
  status: { ...freshStatus(), hasClient: false },
  settings: settled({ firstRunStep: 'sign-in' as const, isBackupOn: false, clientStep }),
  client: { origin: 'none' as const, clientId: null, isKept: true },
  ...world,
})
const withOwn = (world: Partial<FakeWorld> = {}) => ({
  ...without('file'),
  status: freshStatus(),
  client: { origin: 'own' as const, clientId: '1234.apps.example.test', isKept: true },
  ...world,
})
const json = (kind: 'installed' | 'web') => JSON.stringify({ [kind]: { client_id: 'x' } })
const paste = (text: string) => text.replaceAll('{', '{{').replaceAll('[', '[[')
const heading = (step: Step) => screen.findByRole('heading', { name: own.steps[step].title })
const button = (name: string | RegExp) => screen.getByRole('button', { name })
const give = async (user: Awaited<ReturnType<typeof show>>['user'], text: string) => {
  await user.type(screen.getByRole('textbox', { name: own.pasteLabel }), paste(text))
  await user.click(button(own.useClient))
}
const signInButton = 'Sign in with Google'

describe('the guide', () => {
  it('is the first thing where the app brings no client, below what Shoebox promises', async () => {
    await show(without())
    expect(screen.getByText(/Google asks every app for a key/)).toBeDefined()
    for (const { title } of words.firstRun.signIn.promises)
      expect(screen.getByRole('heading', { name: title })).toBeDefined()
    expect(screen.queryByRole('button', { name: signInButton })).toBeNull()
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Continue' })).toBeNull())
  })

  it('has the same steps as the settings that remember it', () => {
    expect(clientStepOrder).toEqual(clientSteps)
  })

  it('leads through its steps one screen at a time, each with its page, its clicks and a drawing', async () => {
    const { bridge, user } = await show(without())
    const opened: string[] = []
    for (const [at, step] of clientSteps.entries()) {
      await heading(step)
      expect(screen.getByText(`Step ${at + 1} of 6`)).toBeDefined()
      for (const click of own.steps[step].clicks) expect(screen.getByText(click)).toBeDefined()
      for (const { page, button: name } of own.steps[step].pages) {
        await user.click(button(name))
        expect(lastInput(bridge, 'openPage')).toEqual({ page })
        opened.push(page)
      }
      if (step === 'file') break
      expect(screen.getByRole('img', { name: own.drawing(own.steps[step].title) })).toBeDefined()
      await user.click(button(own.next))
    }
    expect(new Set(opened).size).toBe(6)
    expect(screen.queryByRole('button', { name: own.next })).toBeNull()
    await user.click(button(own.back))
    await heading('client')
    await waitFor(async () => expect(document.activeElement).toBe(await heading('client')))
  })

  it('is taken up where it was left, and jumped over by those who have the file', async () => {
    const { bridge, user } = await show(without('consent'))
    await heading('consent')
    await user.click(button(own.haveFile))
    await heading('file')
    expect(bridge.world.settings.clientStep).toBe('file')
  })
})

describe('a file that is given', () => {
  it.each([
    [
      'hello',
      'This is not the file that Google Cloud offers for download. It should end in .json.',
    ],
    [
      json('web'),
      'This is a client for a web site. Create one of the type “Desktop app” and use its file.',
    ],
    [
      '{}',
      'This file is not a Google client. In Google Cloud, open “Clients”, pick yours and choose “Download JSON”.',
    ],
  ])('is refused in words, with the way to its step: %s', async (text, refusal) => {
    const { user } = await show(without('file'))
    await give(user, text)
    const alert = await screen.findByRole('alert')
    expect(within(alert).getByText(refusal)).toBeDefined()
    await user.click(
      within(alert).getByRole('button', { name: own.showStep(own.steps.client.title) }),
    )
    await heading('client')
    // What is to be mended stays in sight where it is mended, and nowhere else.
    expect(within(screen.getByRole('alert')).getByText(refusal)).toBeDefined()
    await user.click(button(own.back))
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('folds the guide when it is good, and the sign-in has the focus', async () => {
    const { user } = await show(without('file'))
    await give(user, json('web'))
    await screen.findByRole('alert')
    await user.clear(screen.getByRole('textbox', { name: own.pasteLabel }))
    await give(user, json('installed'))
    expect(await screen.findByRole('heading', { name: own.needsChange })).toBeDefined()
    expect(screen.queryByRole('alert')).toBeNull()
    expect(screen.queryByRole('region', { name: own.guide })).toBeNull()
    await waitFor(() => expect(document.activeElement).toBe(button(signInButton)))
    expect(screen.getByText(own.fileMayGo)).toBeDefined()
    expect(screen.queryByRole('button', { name: 'Continue' })).toBeNull()
    for (const { title } of words.firstRun.signIn.promises)
      expect(screen.getByRole('heading', { name: title })).toBeDefined()
  })

  it('keeps the sign-in in its place while it is asked which client that is now', async () => {
    const { bridge, user } = await show(without('file'))
    const call = bridge.call.bind(bridge)
    let answer = (): void => undefined
    const held = new Promise<void>((resolve) => {
      answer = resolve
    })
    bridge.call = async (name, input) => {
      if (name === 'getClient') await held
      return call(name, input)
    }
    await give(user, json('installed'))
    const before = await screen.findByRole('button', { name: signInButton })
    answer()
    await screen.findByRole('heading', { name: own.needsChange })
    expect(button(signInButton)).toBe(before)
  })

  it.each([
    [
      undefined,
      /^Google keeps what an app added apart by client. After a switch you sign in again/,
    ],
    [{ created: 0, items: 0, refused: 0, waiting: 0 }, /After a switch you sign in again/],
    [
      { created: 1, items: 9, refused: 0, waiting: 0 },
      /can no longer add to the album that it made/,
    ],
    [{ created: 12, items: 9, refused: 0, waiting: 0 }, /can no longer add to the 12 albums/],
  ])(
    'replaces another only after a word, of albums where there are some: %j',
    async (albums, said) => {
      const status = { ...uploadingStatus(), ...(albums === undefined ? {} : { albums }) }
      const { bridge, user } = await show({ status }, { to: 'settings', section: 'account' })
      await user.click(button('Use your own Google client'))
      await user.click(button(own.haveFile))
      await user.click(button(own.chooseFile))
      const question = await screen.findByRole('alertdialog')
      expect(within(question).getByText(said)).toBeDefined()
      const hasAlbums = (albums?.created ?? 0) > 0
      expect(within(question).queryByText(/album/) !== null).toBe(hasAlbums)
      expect(called(bridge)).not.toContain('chooseClientFile')
      await user.click(within(question).getByRole('button', { name: 'Switch client' }))
      await waitFor(() => expect(called(bridge)).toContain('chooseClientFile'))
    },
  )
})

describe('what the check finds', () => {
  const found = (name: FakeWorld['findings'][number]['name'], answer: 'yes' | 'no' | 'unknown') => [
    { name, answer },
  ]

  it.each([
    ['client-type', 'client'],
    ['known-to-google', 'client'],
    ['api-enabled', 'apis'],
    ['consent-published', 'publish'],
  ] as const)('leads from %s to its step', async (name, step) => {
    const { user } = await show(withOwn({ findings: found(name, 'no') }))
    expect(await screen.findByRole('heading', { name: own.needsChange })).toBeDefined()
    await user.click(button(own.showStep(own.steps[step].title)))
    await heading(step)
    await user.click(button(own.keep))
    expect(await screen.findByRole('heading', { name: own.needsChange })).toBeDefined()
  })

  it('leads from a permission that is missing to signing in again', async () => {
    const { bridge, user } = await show(withOwn({ findings: found('scopes', 'no') }))
    await user.click(await screen.findByRole('button', { name: 'Sign in again' }))
    expect(called(bridge)).toContain('signIn')
  })

  it.each([
    ['deleted at Google', { kind: 'bad-client', problem: 'unknown-client' }, 'client'],
    ['a project without the library', { kind: 'forbidden', reason: 'api-disabled' }, 'apis'],
    ['a page that nobody answered', { kind: 'sign-in-timeout' }, null],
  ] as const)('leads from a sign-in that failed to its step: %s', async (_, failure, step) => {
    const status = { ...freshStatus(), signIn: { kind: 'failed' as const, failure } }
    const { user } = await show(withOwn({ status, findings: [] }))
    await screen.findByRole('heading', { name: own.ready })
    const alert = screen.getByRole('alert')
    expect(within(alert).getByText(words.failure(failure).title)).toBeDefined()
    const ways = within(alert).queryAllByRole('button')
    expect(ways.map(({ textContent }) => textContent)).toEqual(
      step === null ? [] : [own.showStep(own.steps[step].title)],
    )
    if (step === null || ways[0] === undefined) return
    await user.click(ways[0])
    await heading(step)
  })

  it('is “Client ready” where nothing is wrong, with a way to change it', async () => {
    const { user } = await show(withOwn({ findings: found('known-to-google', 'yes') }))
    expect(await screen.findByRole('heading', { name: own.ready })).toBeDefined()
    await user.click(button(`Change: ${words.signIn.ownClientShort}`))
    await heading('file')
  })
})

describe('Google’s warning', () => {
  const waiting = { kind: 'waiting-for-browser', since: setAt } as const

  it('is explained before it comes and while it is on show', async () => {
    const { bridge } = await show(withOwn({ findings: [] }))
    expect(await screen.findByRole('region', { name: own.unverified.title })).toBeDefined()
    bridge.setStatus({ signIn: waiting })
    await screen.findByText('Go on in your browser')
    const note = screen.getByRole('region', { name: own.unverified.title })
    expect(within(note).getByText('Choose “Advanced”.')).toBeDefined()
    expect(within(note).getByRole('img')).toBeDefined()
  })

  it('is explained on Home, too, where a sign-in from there waits', async () => {
    const { client } = withOwn()
    const status = { ...uploadingStatus(), activity: 'resting' as const, signIn: waiting }
    await show({ client, status })
    expect(await screen.findByRole('region', { name: own.unverified.title })).toBeDefined()
  })

  it('is not spoken of where the client is Shoebox’s own', async () => {
    const { bridge } = await show({
      status: freshStatus(),
      settings: settled({ firstRunStep: 'sign-in', isBackupOn: false }),
    })
    expect(screen.queryByText(own.unverified.title)).toBeNull()
    bridge.setStatus({ signIn: waiting })
    await screen.findByText('Go on in your browser')
    expect(screen.queryByText(own.unverified.title)).toBeNull()
    expect(screen.queryByText(own.blockedTitle)).toBeNull()
  })

  it('leads from each error of Google’s pages to the step that mends it', async () => {
    const { user } = await show(withOwn({ status: { ...freshStatus(), signIn: waiting } }))
    await user.click(await screen.findByRole('button', { name: own.blockedTitle }))
    for (const [name, step] of Object.entries(blockedSteps)) {
      const line = screen.getByText(name).closest('li')
      const ways = within(line ?? document.body).queryAllByRole('button')
      const names = ways.map(({ textContent }) => textContent)
      expect(names).toEqual(step === null ? [] : [own.showStep(own.steps[step].title)])
    }
    const line = screen.getByText('access_denied').closest('li')
    await user.click(within(line ?? document.body).getByRole('button'))
    await heading('publish')
  })
})

describe('the downloads', () => {
  const file = (fileId: string, name: string) => ({ fileId, name, savedAt: setAt })

  it('are looked at only once the user says so, and no longer than the guide is open', async () => {
    const { bridge, user } = await show(without('client'))
    await heading('client')
    expect(called(bridge)).not.toContain('findClientFiles')
    await user.click(button(own.downloads.yes))
    await screen.findByText(own.downloads.looking)
    bridge.world.downloads = [file('1', 'client_secret_1.json')]
    await screen.findByText('Found client_secret_1.json. Use it?')
    expect(called(bridge)).not.toContain('useFoundClient')
    await user.click(button(own.downloads.use))
    await waitFor(() => expect(document.activeElement).toBe(button(signInButton)))
    expect(lastInput(bridge, 'useFoundClient')).toEqual({ fileId: '1' })
    const looks = called(bridge).filter((name) => name === 'findClientFiles').length
    await user.click(button(`Change: ${words.signIn.ownClientShort}`))
    await screen.findByText(own.downloads.ask)
    expect(called(bridge).filter((name) => name === 'findClientFiles')).toHaveLength(looks)
  })

  it('are asked about once, each file, also across the steps', async () => {
    const downloads = [file('2', 'client_secret_web.json'), file('1', 'client_secret_1.json')]
    const { user } = await show(without('client', { downloads }))
    await user.click(button(own.downloads.yes))
    await screen.findByText('Found client_secret_web.json. Use it?')
    await user.click(button(own.downloads.use))
    expect(
      within(await screen.findByRole('alert')).getByText(/client for a web site/),
    ).toBeDefined()
    await screen.findByText('Found client_secret_1.json. Use it?')
    await user.click(button(own.downloads.notThis))
    await screen.findByText(own.downloads.looking)
    await user.click(button(own.next))
    await screen.findByText(own.downloads.looking)
    await user.click(button(own.downloads.stop))
    await screen.findByText(own.downloads.ask)
  })
})

describe('a computer that keeps nothing', () => {
  const client = { origin: 'own', clientId: '1', isKept: false } as const

  it('is told that the file must stay, and offers a file of its own', async () => {
    const { user } = await show(withOwn({ client, findings: [] }))
    expect(await screen.findByText(own.fileMustStay)).toBeDefined()
    expect(screen.queryByText(own.fileMayGo)).toBeNull()
    await user.click(button(own.keepInFile))
    expect(await screen.findByText(own.fileMayGo)).toBeDefined()
    expect(screen.queryByText(own.fileMustStay)).toBeNull()
  })

  it('offers it to those who are signed in, too', async () => {
    const { signIn } = uploadingStatus()
    const status = { ...uploadingStatus(), signIn: { ...signIn, isKept: false } as typeof signIn }
    const { user } = await show({ client, status }, { to: 'settings', section: 'account' })
    expect(screen.getByText(/keeps it in memory only/)).toBeDefined()
    await user.click(button(own.keepInFile))
    await waitFor(() => expect(screen.queryByText(/keeps it in memory only/)).toBeNull())
  })

  it('says after a restart what was forgotten, and leaves no red word behind', async () => {
    const signIn = { kind: 'signed-out', reason: 'not-kept' } as const
    const status = {
      ...uploadingStatus(),
      signIn,
      hasClient: false,
      activity: 'resting' as const,
      conditions: [{ ...signIn, kind: 'signed-out' as const, until: null }],
    }
    const { bridge, user } = await show({
      status,
      client: { origin: 'none', clientId: null, isKept: false },
      settings: settled({ clientStep: 'file' }),
    })
    expect(screen.getByText(/^This computer cannot keep your sign-in\./)).toBeDefined()
    await user.click(button('Sign in again'))
    expect(await screen.findByText(own.forgotten)).toBeDefined()
    await heading('file')
    expect(called(bridge)).not.toContain('signIn')
    expect(document.querySelector('.notice-problem')).toBeNull()
  })

  it('has words of its own for a client that is not there', () => {
    const { title, text } = words.failure({ kind: 'bad-client', problem: 'no-client' })
    expect(title).toBe('A Google client comes first')
    expect(text).toContain('Make your own')
  })
})
