import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { expect, it } from 'vitest'
import { startEmulator } from '../../emulator/index.ts'
import { createPhotosClient, photosEndpoints } from '../../../src/main/engine/photos/index.ts'
import { photosContract } from '../../contracts/photos-contract.ts'
import { fixedTokens } from '../../fakes/fixed-tokens.ts'
import { realClock } from '../../fakes/real-clock.ts'
import { aPicture } from './upload-bench.ts'
import { fileReader } from '../../builders/file-reader.ts'

photosContract('the HTTP client', async () => {
  const emulator = await startEmulator()
  const { accessToken } = await emulator.control.signIn()
  const sizes = { resumableFromBytes: 2 ** 20, chunkBytes: 2 ** 19 }
  const photos = createPhotosClient({
    origins: photosEndpoints(emulator.origin),
    tokens: fixedTokens(accessToken),
    reader: fileReader,
    clock: realClock(),
    ...sizes,
  })
  return {
    photos,
    picture: async (lengthBytes) => aPicture(lengthBytes),
    library: async () =>
      (await emulator.control.library()).map(({ id, filename, sha256, description }) => ({
        description,
        mediaItemId: id,
        fileName: filename,
        sha256,
      })),
    ...sizes,
    close: async () => {
      await photos.close()
      await emulator.stop()
    },
  }
})

it('asks Google’s own hosts, or for everything the stand-in’s', () => {
  expect(photosEndpoints(null)).toEqual({
    library: 'https://photoslibrary.googleapis.com',
    drive: 'https://www.googleapis.com',
  })
  const origin = 'http://127.0.0.1:9'
  expect(photosEndpoints(origin)).toEqual({ library: origin, drive: origin })
})

it('leaves no connection behind once it is closed', async () => {
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    sockets.add(request.socket)
    response.end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  const photos = createPhotosClient({
    origins: photosEndpoints(origin),
    tokens: fixedTokens('token'),
    reader: fileReader,
    clock: realClock(),
  })
  const { signal } = new AbortController()
  // One of the library's, one of Drive's.
  await photos.list(null, signal)
  await photos.storage(signal)
  await photos.close()
  for (const socket of sockets) if (!socket.destroyed) await once(socket, 'close')
  expect(sockets.size).toBe(2)
  await new Promise((resolve) => server.close(resolve))
})
