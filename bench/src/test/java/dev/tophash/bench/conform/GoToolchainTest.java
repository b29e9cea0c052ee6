// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.layout.GoVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoToolchainTest
{
    @TempDir
    private Path folder;

    private Path command(final String answer) throws IOException
    {
        final Path file = folder.resolve("go");
        Files.writeString(file, "#!/bin/sh\necho '" + answer + "'\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private String refusal(final Path command)
    {
        return assertThrows(IllegalArgumentException.class, () -> GoToolchain.of(command)).getMessage();
    }

    @Test
    void shouldTellTheVersionOfACommand() throws IOException
    {
        final GoToolchain toolchain = GoToolchain.of(command("go version go1.22.12 linux/amd64"));

        assertEquals("go1.22.12", toolchain.release());
        assertEquals(GoVersion.GO_1_22, toolchain.version());
    }

    @Test
    void shouldRefuseSwissMapsAndSayWhy() throws IOException
    {
        assertTrue(refusal(command("go version go1.24.1 linux/amd64")).contains("Swiss"));
    }

    @Test
    void shouldRefuseTheVersionThatGrowsAtAnotherLoad() throws IOException
    {
        assertTrue(refusal(command("go version go1.21.13 linux/amd64")).contains("6 entries per bucket"));
    }

    @Test
    void shouldRefuseWhatIsNoGoForThisMachine() throws IOException
    {
        assertTrue(refusal(command("hello")).contains("not a go command for linux/amd64"));
        assertTrue(refusal(command("go version go1.23.5 linux/386")).contains("not a go command for linux/amd64"));
        assertTrue(refusal(folder.resolve("nothing")).startsWith("not a go command: path="));
        assertTrue(refusal(folder).startsWith("not a go command: path="));
    }
}
