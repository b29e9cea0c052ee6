@echo off
rem SPDX-License-Identifier: Apache-2.0
rem Runs Maven as mvnw does: an installed one, otherwise the pinned one. All arguments go to Maven.
setlocal
set "HERE=%~dp0"
set "JAVA_TOPHASH_HOME="
set "MAVEN="
for /f "usebackq delims=" %%J in (`powershell -NoProfile -ExecutionPolicy Bypass -File "%HERE%.mvn\windows.ps1" jdk`) do set "JAVA_TOPHASH_HOME=%%J"
if not defined JAVA_TOPHASH_HOME exit /b 1
if not defined JAVA_HOME set "JAVA_HOME=%JAVA_TOPHASH_HOME%"
for /f "usebackq delims=" %%M in (`powershell -NoProfile -ExecutionPolicy Bypass -File "%HERE%.mvn\windows.ps1" maven`) do set "MAVEN=%%M"
if not defined MAVEN exit /b 1
call "%MAVEN%" %*
exit /b %ERRORLEVEL%
