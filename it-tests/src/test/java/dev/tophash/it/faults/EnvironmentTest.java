// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Public methods throw what their javadoc names, in environments where something is missing. */
@DisabledOnOs(OS.WINDOWS)
class EnvironmentTest
{
    @TempDir
    Path folder;

    private String text;
    private int exitCode;

    private void run(final List<String> before, final String... options) throws IOException, InterruptedException
    {
        run(EnvironmentMain.class, before, options);
    }

    private void run(final Class<?> main, final List<String> before, final String... options)
        throws IOException, InterruptedException
    {
        final List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
            "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "-Dfolder=" + folder));
        command.addAll(List.of(options));
        command.add(main.getName());
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        exitCode = process.waitFor();
    }

    /** A command prefix that mounts something in a namespace of its own; skipped where that is not allowed. */
    static List<String> mounted(final String mounts) throws IOException, InterruptedException
    {
        final List<String> command = List.of("unshare", System.getProperty("user.name").equals("root") ? "-m" : "-rm",
            "sh", "-c", mounts + " && exec \"$@\"", "sh");
        final List<String> trial = new ArrayList<>(command);
        trial.add("true");
        final Process process = new ProcessBuilder(trial).redirectErrorStream(true).start();
        final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(process.waitFor() == 0, "no namespaces here: " + said);
        return command;
    }

    private String line(final String name)
    {
        return text.lines().filter(line -> line.startsWith(name + ": ")).findFirst().orElse(text);
    }

    /** Without the folder for temporary files there are no maps in files, and all else works. */
    @Test
    void f34ShouldNameWhatAMissingTemporaryFolderDoes() throws IOException, InterruptedException
    {
        run(List.of(), "-Djava.io.tmpdir=" + folder.resolve("missing"), "-Dforce=true");
        assertEquals(0, exitCode, text);
        assertTrue(line("longLong").contains("OffHeapMemoryException") &&
            line("longLong").contains("folder=" + folder.resolve("missing")), text);
        assertEquals("write: done", line("write"));
    }

    @Test
    void f34ShouldNameWhatAnInterruptedThreadMeets() throws IOException, InterruptedException
    {
        run(List.of(), "-Dinterrupted=true");
        assertEquals(0, exitCode, text);
        assertEquals("longLong: done", line("longLong"));
        assertEquals("write: java.nio.channels.ClosedByInterruptException", line("write"));
    }

    @Test
    void f34ShouldNameWhatAReadOnlyFolderDoes() throws IOException, InterruptedException
    {
        run(mounted("mount --bind '" + folder + "' '" + folder + "' && mount -o remount,bind,ro '" + folder + "'"),
            "-Djava.io.tmpdir=" + folder, "-Dforce=true");
        assertEquals(0, exitCode, text);
        assertTrue(line("longLong").contains("OffHeapMemoryException"), text);
        assertTrue(line("write").contains("Read-only file system") &&
            line("write").contains("path=" + folder.resolve("map.dump")), text);
    }

    @Test
    void f34ShouldNameWhatAFullDiskDoes() throws IOException, InterruptedException
    {
        run(mounted("mount -t tmpfs -o size=16k none '" + folder + "'"));
        assertEquals(0, exitCode, text);
        assertEquals("write: java.io.IOException: cannot be written: path=" + folder.resolve("map.dump") +
            ", No space left on device", line("write"));
        assertTrue(line("writeInPlace").contains("No space left on device"), text);
    }

    /** A save that finds the disk full leaves the older file as it was, and the map in use. */
    @Test
    void x13ShouldKeepTheOlderSaveOnAFullDisk() throws IOException, InterruptedException
    {
        run(mounted("mount -t tmpfs -o size=16k none '" + folder + "' && echo older > '" +
            folder.resolve("map.save") + "'"));
        assertEquals(0, exitCode, text);
        assertEquals("save: java.io.IOException: cannot be written: path=" + folder.resolve("map.save") +
            ", No space left on device", line("save"));
        assertTrue(line("load").contains("image truncated"), text);
    }

    /** Entries that were acknowledged were gone after the disk was full, and free again. */
    @Test
    void f01ShouldLoseNothingOnAFullDisk() throws IOException, InterruptedException
    {
        run(FullDiskMain.class, mounted("mount -t tmpfs -o size=16m none '" + folder + "'"),
            "-Djava.io.tmpdir=" + folder, "-Dtophash.forceFile=true");
        assertEquals(0, exitCode, text);
        assertTrue(line("alone").endsWith("clean true"), text);
        assertTrue(line("shared").endsWith("clean true"), text);
        assertTrue(text.contains("the disk of the temporary file is full, folder=" + folder), text);
    }

    /** A single file that is mounted, as containers do it, cannot be replaced, but it can be written in place. */
    @Test
    void f20ShouldSayThatAMountedFileCannotBeReplaced() throws IOException, InterruptedException
    {
        final Path target = Files.writeString(folder.resolve("map.dump"), "old");
        final Path other = Files.writeString(folder.resolve("other"), "old");
        run(mounted("mount --bind '" + other + "' '" + target + "'"));
        assertEquals(0, exitCode, text);
        assertTrue(line("write").contains("only in place") && line("write").contains("busy"), text);
        assertEquals("writeInPlace: done", line("writeInPlace"));
        assertTrue(Files.size(other) > 4096, "written through the mount: size=" + Files.size(other));
        assertEquals("old", Files.readString(target));
    }

    @Test
    void f29ShouldRunWithJavaBaseAlone() throws IOException, InterruptedException
    {
        run(List.of(), "--limit-modules", "java.base");
        assertEquals(0, exitCode, text);
        for (final String name : List.of("longLong", "intInt", "stringLong", "bytesStruct", "typed", "use", "write"))
        {
            assertEquals(name + ": done", line(name));
        }
    }
}
