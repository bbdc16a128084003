// Electron's safeStorage behind one small interface, in whichever form this Electron offers it. What is kept
// in it, and where, is safe-storage-vault.ts.
import { safeStorage } from 'electron'

/** Encrypts with a key that the system keeps for this user. */
export interface SafeStore {
  isAvailable(): Promise<boolean>
  encrypt(text: string): Promise<Buffer>
  decrypt(bytes: Buffer): Promise<{ text: string; shouldReEncrypt: boolean }>
}

// The asynchronous form came after Electron 33, which the project also runs on; the synchronous one is on its way out.
type Newer = Pick<
  typeof safeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'
>
interface Older {
  isEncryptionAvailable(): boolean
  encryptString(text: string): Buffer
  decryptString(bytes: Buffer): string
}
const newer: Partial<Newer> = safeStorage
const older: Older = safeStorage

/** The store of this system. Where Chromium would use a fixed password (`basic_text`), there is none. */
export function systemSafeStore(platform: NodeJS.Platform): SafeStore {
  return {
    async isAvailable() {
      if (platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text')
        return false
      if (newer.isAsyncEncryptionAvailable) return safeStorage.isAsyncEncryptionAvailable()
      return older.isEncryptionAvailable()
    },
    async encrypt(text) {
      if (newer.encryptStringAsync) return safeStorage.encryptStringAsync(text)
      return older.encryptString(text)
    },
    async decrypt(bytes) {
      if (newer.decryptStringAsync) {
        const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(bytes)
        return { text: result, shouldReEncrypt }
      }
      return { text: older.decryptString(bytes), shouldReEncrypt: false }
    },
  }
}
