// S8 and S20: what is left after "Forget everything", and what is said of a sign-out that Google did not hear. In a twin whose
// page does what its user would, with the system's question answered with yes.
import assert from 'node:assert/strict'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { distFolder } from '../../build/packaging/unpacked-app.ts'
import { withEmulator } from './command-world.ts'
import { attackMark, makeAttackedTwin, takeOverPages } from './namespace/attacked-twin.ts'
import { startProgram, until } from './namespace/started.ts'
import { NotShownHere } from './not-shown.ts'
import { standInWord, type Outside } from './outside.ts'

const patience = `const call = (name, input) => shoebox.call(name, input)
  const until = async (isSo) => {
    for (let n = 0; n < 300; n += 1) {
      if (await isSo()) return
      await new Promise((go) => setTimeout(go, 100))
    }
    throw new Error('it never came')
  }
  await until(async () => (await call('getStatus', {})).ok)`

const leavings = [
  'catalogue.sqlite.corrupt-20261101T000000Z',
  'catalogue.sqlite.draft',
  '.updaterId',
  'sign-in.json',
  'last-seen.json',
]
const folders = ['backups', 'receipts', 'renditions', 'cache/previous/0.0.1']

/** S8. */
export async function nothingLeft(outside: Outside): Promise<string> {
  if (process.platform !== 'linux')
    throw new NotShownHere('only Linux keeps the script beside the archive')
  const twin = await makeAttackedTwin(outside.packed, join(distFolder, 'attacked'))
  await takeOverPages(
    twin,
    [`(async () => { ${patience}; return JSON.stringify(await call('eraseAll', {})) })()`],
    'takenOverElectron.dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false })',
  )
  const data = join(await outside.folder('erased'), 'data')
  await mkdir(data, { mode: 0o700 })
  for (const name of leavings) await writeFile(join(data, name), '{}', { mode: 0o600 })
  for (const name of folders) {
    await mkdir(join(data, name), { recursive: true, mode: 0o700 })
    await writeFile(join(data, name, 'old'), 'of the user', { mode: 0o600 })
  }
  const { electron } = outside
  const app = startProgram(twin.executable, [...electron.args, standInWord], {
    ...electron.env,
    SHOEBOX_DATA_DIR: data,
    SHOEBOX_GOOGLE_ORIGIN: 'http://127.0.0.1:9',
  })
  try {
    const mark = `${attackMark}1: `
    const line = await app.line(mark, 60_000)
    assert.match(line ?? app.said().slice(-300), /"ok":true/)
    const left = async (): Promise<string[]> => {
      const names = await readdir(data, { recursive: true })
      return names.filter((name) => leavings.includes(name) || /(^|\/)old$/.test(name))
    }
    await until(async () => (await left()).length === 0, 20_000)
    assert.deepEqual(await left(), [], 'after "Forget everything"')
    const names = (await readdir(data)).sort()
    return `${leavings.length + folders.length} leavings of older lives are gone; the folder holds ${names.join(', ')} of the new one`
  } finally {
    await app.end()
  }
}

/** S20. */
export async function unheardSignOut(outside: Outside): Promise<string> {
  if (process.platform !== 'linux')
    throw new NotShownHere('only Linux keeps the script beside the archive')
  const twin = await makeAttackedTwin(outside.packed, join(distFolder, 'attacked'))
  await takeOverPages(twin, [
    `(async () => {
      ${patience}
      const signIn = async () => (await call('getStatus', {})).value?.signIn
      await call('signIn', {})
      await until(async () => (await signIn())?.kind === 'signed-in')
      await call('signOut', {})
      await until(async () => (await signIn())?.kind === 'signed-out')
      return JSON.stringify(await signIn())
    })()`,
  ])
  return withEmulator(outside, { autoConsent: true }, async (emulator) => {
    await emulator.control.addFault({
      on: ['revoke'],
      times: 1,
      action: { kind: 'status', status: 503, body: '{}' },
    })
    const { electron } = outside
    const data = join(await outside.folder('signed-out'), 'data')
    const app = startProgram(twin.executable, [...electron.args, standInWord], {
      ...electron.env,
      SHOEBOX_DATA_DIR: data,
      SHOEBOX_GOOGLE_ORIGIN: emulator.origin,
      SHOEBOX_CLIENT_FILE: emulator.clientFile,
      SHOEBOX_BROWSER: 'fetch',
    })
    try {
      const line = (await app.line(`${attackMark}1: `, 60_000)) ?? app.said().slice(-300)
      assert.match(line, /"isStillGood":true/, 'a token that stays good is not said to be so')
      const revoked = async (): Promise<boolean> =>
        (await emulator.control.ledger()).some(
          ({ operation, status }) => operation === 'revoke' && status === 200,
        )
      assert.ok(await until(revoked, 120_000), 'the permission was never given back')
      return 'Google did not hear of a sign-out: it is said that the permission is still good, and it was given back later'
    } finally {
      await app.end()
    }
  })
}
