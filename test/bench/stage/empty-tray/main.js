// The least app that is only an icon in the tray.
import { app, nativeImage, Tray } from 'electron'

let icon = null
void app.whenReady().then(() => {
  icon = new Tray(nativeImage.createFromPath(process.env.STAGE_ICON))
  icon.setToolTip('Empty')
  process.stdout.write('drawn\n')
})
