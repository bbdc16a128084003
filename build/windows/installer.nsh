; What the uninstaller does beyond removing the program: it takes back "start with the computer" and who answers for a click on
; a toast, and removes the copy of the installer and the updates that electron-builder and electron-updater keep beside the
; program. The names are those of src/main/shell/windows-identity.ts. Catalogue and settings stay.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "${APP_ID}"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "${APP_ID}"
    DeleteRegKey HKCU "Software\Classes\CLSID\{CF706003-B2F9-41CF-96DC-9CA142DC8FBF}"
    RMDir /r "$LOCALAPPDATA\shoebox-updater"
  ${endIf}
!macroend
