// Who the app is for Windows: the task bar, the jump list and "start with the computer" know it by one id, toasts also by that
// of what answers when one is clicked. build/windows/installer.nsh gives both back.

/** The app's user model id; electron-builder.yml has the same as `appId`. */
export const appUserModelId = 'app.shoebox.desktop'

/**
 * What Windows starts for a click on a toast. Electron enters it under HKCU\Software\Classes\CLSID (windows_toast_activator.cc):
 * under a new number at each start, unless it is told one, and nobody could find those again.
 */
export const toastActivator = '{CF706003-B2F9-41CF-96DC-9CA142DC8FBF}'

/** Tells Electron, before the first toast; elsewhere there is nothing to tell. */
export function introduceToWindows(
  app: { setAppUserModelId(id: string): void; setToastActivatorCLSID(id: string): void },
  platform: NodeJS.Platform,
): void {
  if (platform !== 'win32') return
  app.setAppUserModelId(appUserModelId)
  app.setToastActivatorCLSID(toastActivator)
}
