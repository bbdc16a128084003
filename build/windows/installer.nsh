; What the uninstaller does beyond removing the program: it takes back "start with the computer", and removes the copy of
; the installer and the updates that electron-builder and electron-updater keep beside the program.
; Electron names that entry after the app's user model id. Catalogue and settings stay.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "${APP_ID}"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "${APP_ID}"
    RMDir /r "$LOCALAPPDATA\shoebox-updater"
  ${endIf}
!macroend
