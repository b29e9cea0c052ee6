@echo off
rem SPDX-License-Identifier: Apache-2.0
rem Runs Tophash's command line: tophash COMMAND. Exit codes of its own: 3 no JDK, 4 the build failed.
setlocal
set "HERE=%~dp0"
set "JDK="
for /f "usebackq delims=" %%J in (`powershell -NoProfile -ExecutionPolicy Bypass -File "%HERE%.mvn\windows.ps1" jdk`) do set "JDK=%%J"
if not defined JDK exit /b 3
powershell -NoProfile -ExecutionPolicy Bypass -File "%HERE%.mvn\windows.ps1" build
if errorlevel 1 exit /b 4
"%JDK%\bin\java.exe" --enable-native-access=ALL-UNNAMED %TOPHASH_JVM_OPTS% -jar "%HERE%bench\target\tophash.jar" %*
exit /b %ERRORLEVEL%
