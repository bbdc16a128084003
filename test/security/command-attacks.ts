// Rows on the packed command: false stand-ins, hostile variables, another user's eyes, folders of others, names that would
// steer a terminal.
import assert from 'node:assert/strict'
import {
  chmod,
  chown,
  cp,
  mkdir,
  readdir,
  readFile,
  rename,
  stat,
  writeFile,
} from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { askAsAnother, canRead, commandLines, nobody } from './another-user.ts'
import {
  at,
  beginSignIn,
  secretsOf,
  signedInFolder,
  withEmulator,
  withListener,
} from './command-world.ts'
import { until } from './namespace/started.ts'
import type { Outside } from './outside.ts'
import { savePhotos } from './photos.ts'

/** S1: a kept sign-in and whoever listens at another port. */
export async function keptSignInElsewhere(outside: Outside): Promise<string> {
  return withEmulator(outside, { autoConsent: true }, async (emulator) => {
    const data = await signedInFolder(outside, emulator)
    const copy = join(await outside.folder('copied'), 'data')
    await mkdir(copy, { mode: 0o700 })
    await cp(join(data, 'sign-in.json'), join(copy, 'sign-in.json'))
    const before = await readFile(join(data, 'sign-in.json'))
    const photos = await outside.folder('photos')
    await savePhotos(photos, 1)
    const calls = [['status'], ['history'], ['verify'], ['check', photos]]
    calls.push(['backup', photos, '--once'])
    await withListener(async (origin, heard) => {
      for (const folder of [data, copy])
        for (const words of calls) await outside.shoebox(folder, words, at(origin))
      assert.deepEqual(heard(), [], 'who listens elsewhere was asked')
    })
    assert.deepEqual(await readFile(join(data, 'sign-in.json')), before, 'the sign-in was changed')
    const status = await outside.shoebox(data, ['status', '--json'], at(emulator.origin))
    assert.match(status.stdout, /"signed-in"/, 'the sign-in did not survive')
    return `${calls.length} calls with a kept sign-in and with a copy of it, at another origin: nothing heard there; still signed in at its own`
  })
}

/** S26: variables that make libraries print what they send. */
export async function talkativeVariables(outside: Outside): Promise<string> {
  const env = {
    GOOGLE_SDK_NODE_LOGGING: '*',
    NODE_DEBUG: 'http,https,net,tls,undici,fetch',
    NODE_DEBUG_NATIVE: 'http2',
    DEBUG: '*',
    SHOEBOX_LOG: '1',
  }
  return withEmulator(outside, { autoConsent: true }, async (emulator) => {
    const data = await signedInFolder(outside, emulator)
    const photos = await outside.folder('photos')
    await savePhotos(photos, 2)
    let said = ''
    for (const words of [['status'], ['backup', photos, '--once'], ['history']]) {
      const ran = await outside.shoebox(data, words, { ...at(emulator.origin), ...env })
      said += ran.stdout + ran.stderr
    }
    const secrets = await secretsOf(emulator)
    assert.ok(secrets.length >= 3, 'too few secrets were handed out')
    for (const [name, secret] of secrets)
      assert.ok(!said.includes(secret), `the ${name} was printed`)
    return `${Object.keys(env).length} variables, ${said.length} characters printed, none of ${secrets.length} secrets`
  })
}

/** S7: another user reads the address of a sign-in and answers it. */
export async function anotherUsersAnswer(outside: Outside): Promise<string> {
  return withEmulator(outside, { autoConsent: false }, async (emulator) => {
    const data = join(await outside.folder('sign-in'), 'data')
    const tools = await outside.folder('tools')
    await writeFile(join(tools, 'xdg-open'), '#!/bin/sh\nsleep 60\n', { mode: 0o755 })
    const path = `${tools}:${process.env['PATH'] ?? ''}`
    const { command, url } = await beginSignIn(outside, emulator, data, { PATH: path })
    try {
      const state = url.searchParams.get('state') ?? ''
      const isSeen = (await commandLines()).includes(state)
      const answer = new URL(url.searchParams.get('redirect_uri') ?? '')
      answer.search = new URLSearchParams({ code: '4/of-somebody-else', state }).toString()
      const status = await askAsAnother(answer.href)
      assert.ok(status >= 400 && status < 500, `another user's answer was met with ${status}`)
      const asked = await emulator.control.ledger()
      assert.ok(!asked.some(({ operation }) => operation === 'token'), 'their code was exchanged')
      await emulator.control.changeSettings({ autoConsent: true })
      await (await fetch(url)).text()
      assert.ok(await command.line('Signed in as', 20_000), 'the right answer was not taken then')
      return `the address is ${isSeen ? 'readable' : 'not readable'} in the process list; another user's answer with the right state got ${status}, the right user's was taken`
    } finally {
      await command.end()
    }
  })
}

const silentConnections = 48

/** S22: connections that say nothing. */
export async function silentListeners(outside: Outside): Promise<string> {
  return withEmulator(outside, { autoConsent: true }, async (emulator) => {
    const data = join(await outside.folder('sign-in'), 'data')
    const { command, url } = await beginSignIn(outside, emulator, data)
    const { hostname, port } = new URL(url.searchParams.get('redirect_uri') ?? '')
    const silent: Socket[] = []
    try {
      for (let n = 0; n < silentConnections; n += 1) {
        const socket = connect({ host: hostname, port: Number(port) })
        socket.on('error', () => undefined)
        silent.push(socket)
      }
      await until(() => silent.filter(({ connecting }) => !connecting).length >= 16, 5_000)
      const startedAt = performance.now()
      await (await fetch(url)).text()
      assert.ok(await command.line('Signed in as', 8_000), 'the answer was kept waiting')
      const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
      return `${silentConnections} silent connections; the browser's answer was taken after ${seconds} s`
    } finally {
      for (const socket of silent) socket.destroy()
      await command.end()
    }
  })
}

/** S16: data folders of others, and what others may read of ours. */
export async function foldersOfOthers(outside: Outside): Promise<string> {
  return withEmulator(outside, { autoConsent: true }, async (emulator) => {
    const env = at(emulator.origin)
    const base = await outside.folder('folders')
    const theirs = join(base, 'theirs')
    await mkdir(theirs)
    await chown(theirs, nobody, nobody)
    await canRead(theirs)
    const open = join(base, 'open')
    await mkdir(open)
    await writeFile(join(open, 'something'), 'foreign')
    await chmod(open, 0o777)
    const replaced = await signedInFolder(outside, emulator)
    await chown(join(replaced, 'sign-in.json'), nobody, nobody)
    for (const folder of [theirs, open, replaced]) {
      const before = await readdir(folder)
      const ran = await outside.shoebox(folder, ['status'], env)
      assert.equal(ran.code, 1, `${folder} was used: ${ran.stdout}`)
      assert.match(ran.stderr, /[a-z]\.\s*$/, `no sentence: ${ran.stderr}`)
      assert.deepEqual(await readdir(folder), before, `something was written into ${folder}`)
    }
    const data = await signedInFolder(outside, emulator)
    const photos = await outside.folder('photos')
    await savePhotos(photos, 2)
    const ran = await outside.shoebox(data, ['backup', photos, '--once'], env)
    assert.equal(ran.code, 0, ran.stderr)
    const loose: string[] = []
    let files = 0
    for (const name of await readdir(data, { recursive: true })) {
      const { mode } = await stat(join(data, name))
      files += 1
      if ((mode & 0o077) !== 0) loose.push(`${name} ${(mode & 0o777).toString(8)}`)
    }
    assert.deepEqual(loose, [], 'others have rights')
    const read = ['sign-in.json', 'catalogue.sqlite', '']
    for (const name of read)
      assert.ok(!(await canRead(join(data, name))), `another user reads ${name}`)
    return `3 folders of others refused with a sentence and left alone; of ${files} files of a run none has rights for others, who could read none of ${read.length}`
  })
}

/** S18: names that steer a terminal. */
export async function steeringNames(outside: Outside): Promise<string> {
  return withEmulator(outside, { autoConsent: true }, async (emulator) => {
    const data = await signedInFolder(outside, emulator)
    const photos = await outside.folder('photos')
    const names = ['a\u001b]0;owned\u0007', 'b\u001b[2J\u001b[31m', 'c\u009b31m', 'd\u202egpj.exe']
    names.push('e\rShoebox: all is well', 'f\nline')
    await savePhotos(photos, names.length)
    for (const [n, name] of names.entries())
      await rename(join(photos, `photo-${n}.jpg`), join(photos, `${name}.jpg`))
    await mkdir(join(photos, 'x\u001b[5m'), { mode: 0o000 })
    let said = ''
    const looks = [['history'], ['status'], ['verify'], ['check', photos]]
    for (const words of [['backup', photos, '--once'], ...looks]) {
      const ran = await outside.shoebox(data, words, at(emulator.origin))
      said += ran.stdout + ran.stderr
    }
    assert.ok(said.includes('owned') || said.includes('gpj'), 'the names were not even printed')
    const steering = said.match(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    )
    assert.equal(steering, null, `control characters were printed: ${JSON.stringify(steering)}`)
    return `${names.length} names with escapes, backspaces and reversals in ${said.length} characters: none came through`
  })
}

/** READ: the user's own folders through a whole backup, in which they cannot even be written. */
export async function foldersOnlyRead(outside: Outside): Promise<string> {
  return withEmulator(outside, { autoConsent: true }, async (emulator) => {
    const data = await signedInFolder(outside, emulator)
    const photos = await outside.folder('photos')
    await savePhotos(photos, 3)
    const facts = async (): Promise<string[]> =>
      Promise.all(
        ['', ...(await readdir(photos))].map(async (name) => {
          const path = join(photos, name)
          const { size, mtimeMs, ctimeMs, mode } = await stat(path)
          const bytes = name === '' ? '' : (await readFile(path)).toString('base64')
          return JSON.stringify([name, size, mtimeMs, ctimeMs, mode, bytes])
        }),
      )
    const before = await facts()
    const ran = await outside.shoebox(data, ['backup', photos, '--once'], at(emulator.origin))
    assert.equal(ran.code, 0, ran.stderr)
    assert.equal((await emulator.control.library()).length, 3)
    assert.deepEqual(await facts(), before, 'something in the folder was changed')
    return `3 photos backed up; names, bytes, times and rights of the folder and its files are as before`
  })
}
