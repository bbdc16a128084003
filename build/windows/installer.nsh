; What electron-builder's installer does not do by itself: it sees the running app in every folder, and takes back with the
; program what belongs to it. The names are those of src/main/shell/windows-identity.ts. Catalogue and settings stay.
!include "getProcessInfo.nsh"
!include "WordFunc.nsh"
Var pid
Var folder

; electron-builder asks PowerShell what runs in the folder, and names that between apostrophes: one in it, as in the home of an
; O'Brien, would end the name there, and the running app would be taken for none. PowerShell wants it doubled, also as U+2019.
!macro customCheckAppRunning
  StrCpy $folder $INSTDIR
  ${WordReplace} "$INSTDIR" "'" "''" "+" $INSTDIR
  ${WordReplace} "$INSTDIR" "${U+2019}" "${U+2019}${U+2019}" "+" $INSTDIR
  !insertmacro IS_POWERSHELL_AVAILABLE
  !insertmacro _CHECK_APP_RUNNING
  StrCpy $INSTDIR $folder
!macroend

; The uninstaller takes back "start with the computer" and who answers for a click on a toast, and removes the copy of the
; installer and the updates that electron-builder and electron-updater keep beside the program.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "${APP_ID}"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "${APP_ID}"
    DeleteRegKey HKCU "Software\Classes\CLSID\{CF706003-B2F9-41CF-96DC-9CA142DC8FBF}"
    RMDir /r "$LOCALAPPDATA\shoebox-updater"
  ${endIf}
!macroend
