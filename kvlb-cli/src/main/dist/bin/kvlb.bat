@echo off
rem Runs the kvlb command of the distribution that this file is in.
rem
rem JAVA_HOME       the JDK or JRE to use, 17 or newer (default: java on the PATH); one that came with it goes first
rem KVLB_JAVA_OPTS  more options for the JVM
rem
rem The options of the JVM are those of lib\launch.sh, which says why. No archive of classes is made here.
rem
rem Exit status: the command's own, or 127 when java is missing.
rem An exclamation mark in an argument or a path is one.
setlocal DisableDelayedExpansion
set "KVLB_HOME=%~dp0.."

if exist "%KVLB_HOME%\runtime" set "JAVA_HOME=%KVLB_HOME%\runtime"
set "KVLB_JAVA=java.exe"
if defined JAVA_HOME set "KVLB_JAVA=%JAVA_HOME%\bin\java.exe"
if defined JAVA_HOME if not exist "%KVLB_JAVA%" (
    echo kvlb: JAVA_HOME has no bin\java.exe 1>&2
    exit /b 127
)
if not defined JAVA_HOME where /q java.exe || (
    echo kvlb: no java found: install a JDK 17 or newer, or set JAVA_HOME 1>&2
    exit /b 127
)

set "KVLB_GC=-XX:+UseSerialGC"
set "KVLB_FLAGS=-XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xlog:disable"
if "%~1"=="bench" set "KVLB_FLAGS=-Xlog:disable -Xlog:all=warning:stderr"
for %%c in (balancer worker demo soak) do if "%~1"=="%%c" (
    set "KVLB_GC=-XX:+UseG1GC -XX:G1HeapRegionSize=1m"
    set "KVLB_FLAGS=-XX:+ExitOnOutOfMemoryError -Xlog:disable -Xlog:all=warning:stderr"
)
rem Two collectors are an error.
if defined KVLB_JAVA_OPTS if not "%KVLB_JAVA_OPTS:-XX:+Use=%"=="%KVLB_JAVA_OPTS%" set "KVLB_GC="

"%KVLB_JAVA%" %KVLB_GC% %KVLB_FLAGS% %KVLB_JAVA_OPTS% -jar "%KVLB_HOME%\kvlb.jar" %*
exit /b %ERRORLEVEL%
