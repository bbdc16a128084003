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
      (await emulator.control.library()).map(({ id, filename, sha256 }) => ({
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
