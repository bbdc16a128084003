// rclone's Google Photos backend against the emulator. It speaks only https to Google's host names, so it is
// given a proxy on loopback that ends each tunnel in the emulator, with a certificate of an authority that
// exists for this run alone. Nothing on the system is changed.
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { connect as connectTls, createSecureContext, TLSSocket, type SecureContext } from 'node:tls'
import type { EmulatorProcess } from './emulator-process.ts'
import { runProgram, type Cost } from './measure.ts'

/** rclone, ready to copy. */
export interface Rclone {
  /** Copies a folder to the library. */
  copy(folder: string): Promise<Cost>
  /** A connection to the emulator the way that rclone has it: a tunnel of the proxy, with TLS in it. */
  dial(): Promise<TLSSocket>
  close(): Promise<void>
}

const hosts = ['photoslibrary.googleapis.com', 'oauth2.googleapis.com', 'www.googleapis.com']
/** With its usual four, batchCreates overlap and Google's refusals of that bring it to a stop (measured.md). */
const transfers = 1

/** Makes keys and starts the proxy. */
export async function openRclone(folder: string, emulator: EmulatorProcess): Promise<Rclone> {
  const { authority, secureContext } = await makeKeys(folder)
  const proxy = createServer()
  proxy.on('connect', (_, client: Duplex) => {
    client.on('error', () => client.destroy())
    client.write('HTTP/1.1 200 Connection established\r\n\r\n')
    endIn(new TLSSocket(client, { isServer: true, secureContext }), emulator.port)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const proxyPort = (proxy.address() as AddressInfo).port
  const address = `http://127.0.0.1:${proxyPort}`
  const config = join(folder, 'rclone.conf')

  return {
    async copy(source) {
      writeFileSync(config, configFor(emulator))
      return runProgram(
        'rclone',
        ['copy', source, 'bench:upload', '--config', config, '--transfers', String(transfers)],
        { env: { HTTPS_PROXY: address, SSL_CERT_FILE: authority, NO_PROXY: '' } },
      )
    },
    dial: async () => {
      const [servername = ''] = hosts
      const tunnel = connect(proxyPort, '127.0.0.1').setNoDelay(true)
      tunnel.write(`CONNECT ${servername}:443 HTTP/1.1\r\nHost: ${servername}\r\n\r\n`)
      // The proxy's answer, which ends before any byte of TLS.
      await once(tunnel, 'data')
      return connectTls({ socket: tunnel, servername, ca: readFileSync(authority) })
    },
    close: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve())
        proxy.closeAllConnections()
      }),
  }
}

/** Its sign-in, with an access token that it has to renew first, as ours has. */
function configFor({ kept }: EmulatorProcess): string {
  const token = {
    access_token: 'none',
    token_type: 'Bearer',
    refresh_token: kept.signIn.refreshToken,
    expiry: '2020-01-01T00:00:00Z',
  }
  return [
    '[bench]',
    'type = google photos',
    `client_id = ${kept.client.clientId}`,
    `client_secret = ${kept.client.clientSecret}`,
    `token = ${JSON.stringify(token)}`,
    '',
  ].join('\n')
}

/** A key and a certificate for Google's names, trusted by whoever is told of it. */
async function makeKeys(
  folder: string,
): Promise<{ authority: string; secureContext: SecureContext }> {
  const [key, authority] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
  const names = hosts.map((host) => `DNS:${host}`).join(',')
  await runProgram(
    'openssl',
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2']
      .concat(['-keyout', key, '-out', authority, '-subj', '/CN=Shoebox bench'])
      .concat(['-addext', `subjectAltName=${names}`]),
  )
  const secureContext = createSecureContext({
    key: readFileSync(key),
    cert: readFileSync(authority),
  })
  return { authority, secureContext }
}

/**
 * Passes bytes on as they are, but for the name in each request: the emulator answers only to its own. A request
 * begins with the first bytes after the connection or after an answer; Go writes its headers in one piece.
 */
function endIn(client: TLSSocket, port: number): void {
  const server = connect(port, '127.0.0.1')
  server.setNoDelay(true)
  let isHeadNext = true
  client.on('data', (chunk: Buffer) => {
    const bytes = isHeadNext ? withHost(chunk, `127.0.0.1:${port}`) : chunk
    isHeadNext = false
    if (server.write(bytes)) return
    client.pause()
    server.once('drain', () => client.resume())
  })
  server.on('data', (chunk: Buffer) => {
    isHeadNext = true
    if (client.write(chunk)) return
    server.pause()
    client.once('drain', () => server.resume())
  })
  for (const [one, other] of [
    [client, server],
    [server, client],
  ] as const) {
    one.on('end', () => other.end())
    one.on('error', () => other.destroy())
    one.on('close', () => other.destroy())
  }
}

function withHost(chunk: Buffer, host: string): Buffer {
  const end = chunk.indexOf('\r\n\r\n')
  if (end < 0) return chunk
  const head = chunk.toString('latin1', 0, end).replace(/\r\nHost: [^\r]*/i, `\r\nHost: ${host}`)
  return Buffer.concat([Buffer.from(head, 'latin1'), chunk.subarray(end)])
}
