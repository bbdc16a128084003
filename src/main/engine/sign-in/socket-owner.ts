// Whose a connection on this computer is, where the system tells: Linux lists the sockets of every user. Elsewhere nobody
// tells without the rights of an administrator, and the question is answered with "unknown".
import { readFile } from 'node:fs/promises'
import type { Socket } from 'node:net'

/** Whose a connection is. */
export type SocketOwner = 'ours' | 'another' | 'unknown'

/** The system's lists, one for each version of IP (proc(5), /proc/net/tcp). */
const tables = ['/proc/net/tcp', '/proc/net/tcp6']

/** 127.0.0.1 and ::1 as the lists write them, and 127.0.0.1 inside IPv6. */
const loopback = new Set([
  '0100007F',
  '00000000000000000000000001000000',
  '0000000000000000FFFF00000100007F',
])

const hexPort = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0')

/** The user of the socket that is connected from one local port to another, or null where the list has none. */
export function userOf(table: string, fromPort: number, toPort: number): number | null {
  for (const line of table.split('\n')) {
    const [, from = '', to = '', , , , , user = ''] = line.trim().split(/\s+/)
    const [fromAddress = '', fromHex] = from.split(':')
    const [toAddress = '', toHex] = to.split(':')
    if (!loopback.has(fromAddress) || !loopback.has(toAddress)) continue
    if (fromHex === hexPort(fromPort) && toHex === hexPort(toPort)) return Number(user)
  }
  return null
}

/** Whose the other end of a connection is. */
export async function ownerOf(socket: Socket): Promise<SocketOwner> {
  const { remotePort, localPort } = socket
  const me = process.getuid?.()
  if (process.platform !== 'linux' || me === undefined) return 'unknown'
  if (remotePort === undefined || localPort === undefined) return 'unknown'
  for (const path of tables) {
    const user = userOf(await readFile(path, 'utf8').catch(() => ''), remotePort, localPort)
    if (user !== null) return user === me ? 'ours' : 'another'
  }
  return 'unknown'
}
