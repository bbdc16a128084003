// The one door to Electron's preparation, for npm start, the demo, the tests and the packaging scripts.
// Everything else in this folder is its own business.
export { type ElectronCommand, electronCommand } from './electron-command.ts'
export { type ElectronOrigin, findElectron, type FoundElectron } from './find-electron.ts'
export { prepareDisplay, startDisplay, type VirtualDisplay } from './display.ts'
export { type SecretService, startSecretService } from './secret-service.ts'
