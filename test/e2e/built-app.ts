// Builds the app once before the tests of the window, when its sources changed since it was built last.
export { buildApp as setup } from '../../build/demo/build-app.ts'
