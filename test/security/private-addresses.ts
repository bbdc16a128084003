// Row 18: app: and thumb: against addresses that want another file, and file: against being used at all.
import assert from 'node:assert/strict'
import { sources } from './preferences.ts'
import type { Scene } from './scene.ts'

const attacks = [
  'app://shoebox/..%2fmain/main.js',
  'app://shoebox/..%2f..%2fpackage.json',
  'app://shoebox/%2e%2e/main/main.js',
  'app://shoebox/%2e%2e%2fmain%2fmain.js',
  'app://shoebox/%252e%252e/main/main.js',
  'app://shoebox/assets/..%2f..%2fmain%2fmain.js',
  'app://shoebox/..%5cmain%5cmain.js',
  'app://shoebox/%5c%5cserver%5cshare%5ca.js',
  'app://shoebox//etc/passwd',
  'app://shoebox/%2fetc%2fpasswd',
  'app://shoebox/etc/passwd',
  'app://shoebox/C:/Windows/win.ini',
  'app://shoebox/C:%5cWindows%5cwin.ini',
  'app://shoebox/index.html%00.png',
  'app://shoebox/%00',
  'app://shoebox/index.html:stream',
  'app://shoebox/..;/main/main.js',
  'app://shoebox/%c0%ae%c0%ae/main/main.js',
  'app://shoebox/%zz',
  'app://shoebox/package.json',
  'app://shoebox/preload.cjs',
  'app://shoebox/main.js',
  'app://other/index.html',
  'app://user:word@shoebox/index.html',
  'thumb://file/..%2f..%2fetc%2fpasswd',
  'thumb://file/%2e%2e%2fetc%2fpasswd',
  'thumb://file//etc/passwd',
  'thumb://file/1/../../etc/passwd',
  'thumb://file/-1',
  'thumb://file/0x1',
  'thumb://file/1e3',
  'thumb://file/999999999',
  'thumb://file/9999999999999999999',
  'thumb://file/1%00',
  'thumb://file/1?side=1',
  'thumb://file/1?side=99999',
  'thumb://file/1?side=1e2',
  'thumb://preview/5f0c6f0e-4b1d-4a5e-9a3e-0d6f3b1c2a01/before',
  'thumb://preview/..%2f..%2fetc%2fpasswd/before',
  'thumb://preview/5f0c6f0e-4b1d-4a5e-9a3e-0d6f3b1c2a01/..%2f..%2fafter',
  'thumb://preview/1/after',
  'thumb://other/1',
  'thumb://user@file/1',
]

/** Row 18. */
export async function privateAddresses({ app, page, call }: Scene): Promise<string> {
  const history = (await call('listHistory', { filter: {}, after: null, limit: 1 })).value as {
    rows: { fileId: string }[]
  }
  const fileId = history.rows[0]?.fileId ?? ''
  const good = ['app://shoebox/index.html', 'app://shoebox/', `thumb://file/${fileId}?side=96`]
  const ask = (addresses: readonly string[], method: string): Promise<(number | string)[]> =>
    app.evaluate(
      async ({ net }, request) =>
        Promise.all(
          request.addresses.map((address) =>
            net.fetch(address, { method: request.method }).then(
              async (reply) =>
                reply.ok && (await reply.arrayBuffer()).byteLength === 0 ? 'empty' : reply.status,
              // An address that Chromium itself does not take.
              () => 404,
            ),
          ),
        ),
      { addresses, method },
    )
  assert.deepEqual(await ask(good, 'GET'), [200, 200, 200], 'what is right is not served')
  const answers = await ask(attacks, 'GET')
  const served = attacks.filter((_, at) => answers[at] !== 404)
  assert.deepEqual(served, [])
  assert.deepEqual(await ask(good, 'POST'), [404, 404, 404])
  const users = (await sources()).filter(({ text }) => /\bfile:\/\/|\bloadFile\(/.test(text))
  assert.deepEqual(
    users.map(({ path }) => path),
    [],
  )
  assert.equal(new URL(page.url()).protocol, 'app:')
  return `${attacks.length} addresses of other files not found, ${good.length} right ones served, file: is used nowhere`
}
