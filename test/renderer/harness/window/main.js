// An empty window of the Electron that the app runs in, for screens.ts to lead through the scenes. JavaScript, because
// Electron's own Node runs it as it is.
import { app, BrowserWindow } from 'electron'

// Pictures are the same whatever the system's colours, scale and scrollbars are.
app.commandLine.appendSwitch('force-device-scale-factor', '1')
app.commandLine.appendSwitch('force-color-profile', 'srgb')
// Not awaited: Electron becomes ready only once this script is done.
void app.whenReady().then(() => {
  const options = { width: 1120, height: 780, useContentSize: true }
  return new BrowserWindow(options).loadURL('about:blank')
})
