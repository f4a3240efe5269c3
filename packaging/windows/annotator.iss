; The installer for Windows, for one user and without an administrator. After the folder was built
; there with PyInstaller, by Inno Setup 6 from the root of the repository:
;   iscc /DVersion=1.0 packaging\windows\annotator.iss

#ifndef Version
  #define Version "0"
#endif

[Setup]
AppId={{6B0C3F52-6C5E-4D4E-9F0B-0B7C6E2A91D4}
AppName=Annotator
AppVersion={#Version}
DefaultDirName={autopf}\Annotator
DefaultGroupName=Annotator
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
SourceDir=..\..
OutputDir=dist
OutputBaseFilename=annotator-setup
LicenseFile=LICENSE
SetupIconFile=build\annotator.ico
UninstallDisplayIcon={app}\annotator.exe
ChangesAssociations=yes

[Files]
Source: "dist\annotator\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\Annotator"; Filename: "{app}\annotator.exe"

; A double click opens each kind of file with the program. HKA is the user's own part of the
; registry, or that of the machine where an administrator installs for everybody.
[Registry]
Root: HKA; Subkey: "Software\Classes\.annotator"; ValueType: string; ValueData: "Annotator.Project"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.annotator-pack"; ValueType: string; ValueData: "Annotator.Pack"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.annotator-return"; ValueType: string; ValueData: "Annotator.Return"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.annotator-answers"; ValueType: string; ValueData: "Annotator.Answers"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\Annotator.Project"; ValueType: string; ValueData: "Annotator project"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Annotator.Pack"; ValueType: string; ValueData: "Annotator pack"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Annotator.Return"; ValueType: string; ValueData: "Annotator return"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Annotator.Answers"; ValueType: string; ValueData: "Annotator answers"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Annotator.Project\DefaultIcon"; ValueType: string; ValueData: "{app}\annotator.exe,0"
Root: HKA; Subkey: "Software\Classes\Annotator.Pack\DefaultIcon"; ValueType: string; ValueData: "{app}\annotator.exe,0"
Root: HKA; Subkey: "Software\Classes\Annotator.Return\DefaultIcon"; ValueType: string; ValueData: "{app}\annotator.exe,0"
Root: HKA; Subkey: "Software\Classes\Annotator.Answers\DefaultIcon"; ValueType: string; ValueData: "{app}\annotator.exe,0"
Root: HKA; Subkey: "Software\Classes\Annotator.Project\shell\open\command"; ValueType: string; ValueData: """{app}\annotator.exe"" ""%1"""
Root: HKA; Subkey: "Software\Classes\Annotator.Pack\shell\open\command"; ValueType: string; ValueData: """{app}\annotator.exe"" ""%1"""
Root: HKA; Subkey: "Software\Classes\Annotator.Return\shell\open\command"; ValueType: string; ValueData: """{app}\annotator.exe"" ""%1"""
Root: HKA; Subkey: "Software\Classes\Annotator.Answers\shell\open\command"; ValueType: string; ValueData: """{app}\annotator.exe"" ""%1"""

[Run]
Filename: "{app}\annotator.exe"; Description: "Start Annotator"; Flags: nowait postinstall skipifsilent
