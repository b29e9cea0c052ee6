# SPDX-License-Identifier: Apache-2.0
# What mvnw.cmd and tophash.cmd cannot say in batch. Same rules as mvnw, tophash and jdk.sh, see there.
#   windows.ps1 jdk      prints the home of a JDK >= 22
#   windows.ps1 maven    prints the path of an mvn.cmd >= 3.8, downloaded if need be
#   windows.ps1 build    builds bench\target\tophash.jar when it is missing or older than the sources
param([string] $what)

$ErrorActionPreference = 'Stop'
$root = Split-Path -Parent $PSScriptRoot
$needed = 22

function Fail([string] $message, [int] $code)
{
    [Console]::Error.WriteLine($message)
    exit $code
}

function Test-Jdk([string] $jdk)
{
    if (-not $jdk -or -not (Test-Path (Join-Path $jdk 'bin\javac.exe'))) { return $false }
    $release = Join-Path $jdk 'release'
    $text = if (Test-Path $release) { Get-Content -Raw $release } else { & (Join-Path $jdk 'bin\javac.exe') -version 2>&1 | Out-String }
    return ($text -match '(?m)^(?:JAVA_VERSION="|javac )(\d+)') -and ([int] $Matches[1] -ge $needed)
}

function Find-Jdk
{
    if ($env:TOPHASH_JAVA)
    {
        $given = $env:TOPHASH_JAVA
        if (Test-Path $given -PathType Leaf) { $given = Split-Path -Parent (Split-Path -Parent $given) }
        if (Test-Jdk $given) { return $given }
        Fail "TOPHASH_JAVA is not a JDK $needed or newer: TOPHASH_JAVA=$env:TOPHASH_JAVA" 3
    }

    $candidates = @($env:JAVA_HOME)
    $candidates += Get-ChildItem env: | Where-Object { $_.Name -match '^(JAVA|JDK)[A-Z0-9_]*$' } | ForEach-Object { $_.Value }
    $candidates += Get-Command java.exe -All -ErrorAction SilentlyContinue |
        ForEach-Object { Split-Path -Parent (Split-Path -Parent $_.Source) }
    foreach ($vendor in 'Eclipse Adoptium', 'Java', 'Microsoft', 'Amazon Corretto', 'BellSoft', 'Zulu')
    {
        $candidates += Get-ChildItem -Directory -ErrorAction SilentlyContinue (Join-Path $env:ProgramFiles $vendor) |
            ForEach-Object { $_.FullName }
    }
    $candidates += Get-ChildItem -Directory -ErrorAction SilentlyContinue (Join-Path $HOME '.jdks'), (Join-Path $HOME '.m2\jdks') |
        ForEach-Object { $_.FullName }

    foreach ($jdk in $candidates)
    {
        if (Test-Jdk $jdk) { return $jdk }
    }
    Fail "No JDK $needed or newer was found: install one, for example Eclipse Temurin 25 from adoptium.net, or point JAVA_HOME at it." 3
}

function Test-Maven([string] $mvn)
{
    if (-not $mvn -or -not (Test-Path $mvn)) { return $false }
    $text = & $mvn --version 2>$null | Out-String
    return ($text -match 'Apache Maven (\d+)\.(\d+)') -and
        ([int] $Matches[1] -gt 3 -or ([int] $Matches[1] -eq 3 -and [int] $Matches[2] -ge 8))
}

function Find-Maven
{
    $pinned = @{}
    Get-Content (Join-Path $PSScriptRoot 'wrapper\maven.properties') | Where-Object { $_ -match '^(\w+)=(.*)$' } |
        ForEach-Object { $pinned[$Matches[1]] = $Matches[2].Trim() }
    $version = $pinned['version']
    $wrapper = Join-Path $HOME '.m2\wrapper'
    $cached = Join-Path $wrapper "apache-maven-$version\bin\mvn.cmd"

    $candidates = @()
    foreach ($mavenHome in $env:M2_HOME, $env:MAVEN_HOME)
    {
        if ($mavenHome) { $candidates += Join-Path $mavenHome 'bin\mvn.cmd' }
    }
    $candidates += Get-Command mvn.cmd -ErrorAction SilentlyContinue | ForEach-Object { $_.Source }
    $candidates += $cached
    foreach ($mvn in $candidates)
    {
        if (Test-Maven $mvn) { return $mvn }
    }

    $archive = "apache-maven-$version-bin.tar.gz"
    $url = if ($env:MVNW_REPOURL) { "$($env:MVNW_REPOURL.TrimEnd('/'))/org/apache/maven/apache-maven/$version/$archive" }
        else { "$($pinned['archive'])/$version/binaries/$archive" }
    $work = Join-Path $wrapper "download.$PID"
    New-Item -ItemType Directory -Force $work | Out-Null
    try
    {
        [Console]::Error.WriteLine("mvnw: no Maven 3.8 or newer is installed, downloading $url")
        $file = Join-Path $work $archive
        try { Invoke-WebRequest -UseBasicParsing -Uri $url -OutFile $file }
        catch { Fail "mvnw: the download failed: install Maven 3.8 or newer, or set MVNW_REPOURL to a Maven repository: url=$url" 1 }
        if ((Get-FileHash -Algorithm SHA512 $file).Hash -ne $pinned['sha512'])
        {
            Fail "mvnw: the download is not the Maven that this project expects, its SHA-512 differs: url=$url" 1
        }
        & tar.exe -xzf $file -C $work
        Move-Item (Join-Path $work "apache-maven-$version") $wrapper -ErrorAction SilentlyContinue
    }
    finally
    {
        Remove-Item -Recurse -Force $work -ErrorAction SilentlyContinue
    }
    return $cached
}

function Test-Stale([string] $jar)
{
    if (-not (Test-Path $jar)) { return $true }
    $built = (Get-Item $jar).LastWriteTimeUtc
    $sources = @('pom.xml', 'core\pom.xml', 'offheap\pom.xml', 'bench\pom.xml', 'core\src\main', 'offheap\src\main',
        'offheap\src\build', 'bench\src\main') | ForEach-Object { Join-Path $root $_ } | Where-Object { Test-Path $_ }
    $newer = @(Get-Item $sources) + @(Get-ChildItem -Recurse $sources) | Where-Object { $_.LastWriteTimeUtc -gt $built }
    return @($newer).Count -gt 0
}

function Build
{
    $jar = Join-Path $root 'bench\target\tophash.jar'
    $folder = Join-Path $root 'target'
    New-Item -ItemType Directory -Force $folder | Out-Null
    $lock = $null
    for ($second = 0; -not $lock -and $second -lt 600; $second++)
    {
        try { $lock = [IO.File]::Open((Join-Path $folder 'tophash-build.lock'), 'OpenOrCreate', 'ReadWrite', 'None') }
        catch [IO.IOException] { Start-Sleep -Seconds 1 }
    }
    if (-not $lock) { Fail "tophash: another build has been running for ten minutes" 4 }
    try
    {
        if (-not (Test-Stale $jar)) { return }
        [Console]::Error.WriteLine('tophash: building (the first time takes a minute or two) ...')
        $started = [DateTime]::UtcNow
        Push-Location $root
        & (Join-Path $root 'mvnw.cmd') -q -pl bench -am package '-Dmaven.test.skip=true' | Out-Host
        $code = $LASTEXITCODE
        Pop-Location
        if ($code -ne 0 -or -not (Test-Path $jar)) { Fail 'tophash: the build failed, see above.' 4 }
        (Get-Item $jar).LastWriteTimeUtc = $started
    }
    finally
    {
        $lock.Dispose()
    }
}

switch ($what)
{
    'jdk' { Find-Jdk }
    'maven' { Find-Maven }
    'build' { Build }
    default { Fail "windows.ps1: unknown: what=$what" 2 }
}
